import { type Catalog, type Preferences, type Price, parseSentence, type Selection } from '@shotcaller/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createShotcaller as createProvider } from '../../packages/shotcaller/src/ai-sdk/index.ts';
import { createShotcaller, type Shotcaller } from '../../packages/shotcaller/src/shotcaller.ts';
import { shotcaller as commandLine } from '../../packages/shotcaller/test/cli/command-line.ts';
import {
  type SimulatedGateway,
  simulatedGateway,
  upstreamKey,
} from '../../packages/shotcaller/test/gateway/simulated-gateway.ts';
import { type Agent, connectToGateway } from '../../packages/shotcaller/test/mcp/agents.ts';
import type { EvidenceAnswer } from '../../packages/studio/src/api/wire.ts';
import { answerOf } from '../../packages/studio/src/brief/answer.ts';
import { type Choice, emptyChoice } from '../../packages/studio/src/brief/choice.ts';
import { bundledGround, groundOf } from '../../packages/studio/src/brief/page-ground.ts';
import { basic, basicFlags, mini, prompt, type Question, questions } from './questions.ts';

/** Asks the same of every door and holds the answers against each other: library, command line, gateway, the agents’ door, provider of the AI SDK and the code of the page. */

const histories: readonly (readonly [string, readonly { scenario: string; times: number }[]])[] = [
  ['an empty ledger', []],
  ['own runs and bills below the list price', [{ scenario: 'bill-promotion', times: 3 }]],
  [
    'failures too',
    [
      { scenario: 'bill-promotion', times: 3 },
      { scenario: 'job-failed', times: 3 },
    ],
  ],
];

interface Answer {
  readonly pick: string | null;
  readonly ranked: readonly unknown[];
  readonly rejected: readonly unknown[];
  readonly request: unknown;
  readonly concession: unknown;
  readonly staleness: unknown;
}

const answerIn = ({ pick, ranked, rejected, request, concession, staleness }: Selection): Answer => ({
  pick,
  ranked: ranked.map(({ model, price, speed, quality }) => [model, price, speed, quality]),
  rejected: rejected.map(({ model, reasons }) => [model, reasons]),
  request,
  concession,
  staleness,
});

/** The same answer for a prompt that nothing was taken out of. */
const withPrompt = (answer: Answer, prompt: string): Answer => ({
  ...answer,
  request: answer.request && { ...answer.request, prompt },
});

describe.each(histories)('every door gives the same answer with %s', (_name, history) => {
  let home: SimulatedGateway;
  let library: Shotcaller;
  let agent: Agent;

  beforeAll(async () => {
    home = await simulatedGateway();
    for (const { scenario, times } of history) {
      home.simulator.setScenario(scenario);
      for (let time = 0; time < times; time += 1) {
        const bought = await home.post('/api/v1/videos', {
          model: mini,
          prompt: `${prompt} ${scenario} ${time}`,
          duration: 5,
          resolution: '720p',
        });
        const { id } = (await bought.json()) as { id: string };
        expect((await home.ended(id)).status).toBe(scenario === 'job-failed' ? 'failed' : 'completed');
      }
    }
    home.simulator.setScenario('none');
    library = createShotcaller({
      home: home.home,
      apiKey: upstreamKey,
      catalog,
      fetch: refused,
    });
    agent = await connectToGateway(home, 'modern');
  });
  afterAll(async () => {
    await agent.close();
    await library.close();
    await home[Symbol.asyncDispose]();
  });

  async function posted(path: string, body: unknown) {
    const response = await home.post(path, body);
    return { status: response.status, answer: await response.json() };
  }

  async function command(...words: readonly string[]) {
    const { out, code } = await commandLine([...words, '--catalog', 'bundled', '--json'], {
      home: home.home,
      workingFolder: home.home,
      now: new Date().toISOString(),
      environment: { OPENROUTER_API_KEY: upstreamKey },
      fetch: refused,
    });
    return { code, answer: out === '' ? null : JSON.parse(out) };
  }

  async function pageAnswer({ requirements, sentence }: Question, options: Preferences): Promise<Selection> {
    const catalog = (await (await home.call('/v1/catalog')).json()) as Catalog;
    const ground = groundOf(catalog, (await (await home.call('/v1/evidence')).json()) as EvidenceAnswer);
    const { profile, weights, includeUnknown } = options;
    const choice: Choice = {
      ...emptyChoice,
      ...(sentence === undefined ? { edits: requirements } : { sentence }),
      ...(profile && { profile }),
      ...(weights && { profile: null, weights: { speed: 0, cost: 0, quality: 0, ...weights } }),
      ...(includeUnknown && { includeUnknown }),
    };
    return answerOf(ground, choice, new Date().toISOString()).selection;
  }

  test.each(questions)('asked for a clip %s', async (_question, question) => {
    const { requirements, sentence, preferences = {}, flags: clipFlags, weighing = [], notOnPage } = question;
    const flags = [...clipFlags, ...weighing];
    const asked = { ...(sentence === undefined ? { requirements } : { sentence }), ...preferences };
    const reading = sentence === undefined ? undefined : parseSentence(sentence);
    const wanted = {
      ...(reading?.prompt !== undefined && { prompt: reading.prompt }),
      ...reading?.requirements,
      ...requirements,
    };
    const options = reading?.profile === undefined ? preferences : { profile: reading.profile };

    const selected: Selection = (await posted('/v1/select', asked)).answer;
    const expected = answerIn(selected);
    expect(expected.ranked.length + expected.rejected.length + selected.unknown.length).toBeGreaterThan(20);
    expect(answerIn(await library.select(wanted, options))).toEqual(expected);
    const picked = await command('pick', ...flags);
    expect(answerIn(picked.answer)).toEqual(expected);
    expect(picked.answer.evidence.asOf).toBe(selected.evidence.asOf);

    // Agents get figures and reasons without what explains them.
    const told = await agent.call<ToldSelection>('select_model', { ...asked, most: 100 });
    expect(told).toMatchObject({
      pick: selected.pick,
      ranked: selected.ranked.map(({ model, price, score }) => ({ model, score, price: amountsOf(price) })),
      rejected: selected.rejected.map(({ model, reasons }) => ({
        model,
        reasons: reasons.map(({ code }) => ({ code })),
      })),
      unknown: selected.unknown.map(({ model }) => ({ model })),
    });

    // The page ranks by itself, from what the gateway gives it. What is typed there is the prompt, word for word.
    const asTyped = sentence === undefined ? expected : withPrompt(expected, sentence);
    if (!notOnPage) expect(answerIn(await pageAnswer(question, options))).toEqual(asTyped);

    const quotes = (await posted('/v1/quote', asked)).answer.quotes;
    expect(await library.quote(wanted, options)).toEqual(quotes);
    expect((await command('quote', ...clipFlags)).answer).toEqual(quotes);

    const preview = await posted('/v1/preview', asked);
    const [first] = selected.ranked;
    const seen = await agent.call<ToldRequest>('preview_request', asked);
    const quoted = await agent.call<ToldRequest>('quote', { ...asked, withoutInputs: true });
    expect([seen.model, seen.request]).toEqual([selected.pick, selected.request]);
    expect([quoted.model, quoted.request]).toEqual([selected.pick, selected.request]);
    if (!first) {
      expect(preview.status).toBe(422);
      expect(quoted.quoteId).toBeNull();
      // Whoever only buys is not told what another clip would gain.
      const { concession: _concession, staleness: _staleness, ...bought } = expected;
      expect(answerIn(preview.answer.error.selection)).toMatchObject(bought);
      expect(await library.preview(wanted, options)).toMatchObject({ kind: 'no_plan' });
      expect((await command('preview', ...flags)).code).toBe(3);
      expect((await command('run', ...flags)).code).toBe(3);
      return;
    }
    const { model, price, body } = preview.answer;
    for (const { price: toldPrice } of [seen, quoted]) {
      expect(toldPrice).toMatchObject({ ...amountsOf(price), lines: price.lines });
    }
    expect({ model, price, body }).toEqual({ model: selected.pick, price: first.price, body: selected.request });
    expect(quotes.find((quoted: { model: string }) => quoted.model === model).price).toEqual(price);
    expect(await library.preview(wanted, options)).toMatchObject({ model, price, body });
    expect((await command('preview', ...flags)).answer).toEqual({ model, price, body });
    const run = await command('run', ...flags);
    expect(run).toMatchObject({ code: 4, answer: { status: 'not_confirmed', plan: { model, price, body } } });
  });

  test('asked for a model by name', async () => {
    const model = 'bytedance/seedance-2.0-fast';
    const { price, body } = (await posted('/v1/preview', { requirements: basic, model })).answer;
    expect((await command('preview', ...basicFlags, '--model', model)).answer).toEqual({ model, price, body });
    expect(await library.preview(basic, { model })).toMatchObject({ model, price, body });
    expect((await posted('/v1/quote', { requirements: basic, model })).answer.quotes).toMatchObject([{ model, price }]);
    expect((await command('run', ...basicFlags, '--model', model)).answer.plan).toMatchObject({ model, price, body });
  });

  test('that is bought by its name, with a body of the caller', async () => {
    const model = 'bytedance/seedance-2.0-fast';
    const body = { model, prompt, duration: 5, resolution: '720p', aspect_ratio: '9:16', generate_audio: false };
    const requirements = { ...basic, aspectRatio: '9:16', audio: false } as const;
    const preview = (await posted('/v1/preview', { requirements, model })).answer;
    const bought = await home.post('/api/v1/videos', body);
    expect(bought.headers.get('x-shotcaller-model')).toBe(model);
    expect(bought.headers.get('x-shotcaller-quote-usd')).toBe(preview.price.expectedUsd);
    expect(bought.headers.get('x-shotcaller-quote-high-usd')).toBe(preview.price.highUsd);
    expect(home.simulator.jobs.at(-1)!.request).toEqual(body);
    expect(preview.body).toEqual(body);
    await home.ended(((await bought.json()) as { id: string }).id);
  });

  test('under a cap that it breaks', async () => {
    const caps = { perJobUsd: '0.01' };
    const plan = (await posted('/v1/preview', { requirements: basic })).answer;
    const reason = { code: 'over_budget', cap: 'job', limitUsd: '0.01', neededUsd: plan.price.highUsd };
    const capped = createShotcaller({ home: home.home, apiKey: upstreamKey, catalog, fetch: refused, caps });
    expect(await capped.preview(basic)).toMatchObject({ model: plan.model, price: plan.price, body: plan.body });
    expect(await capped.run(basic)).toMatchObject({ status: 'refused', reason });
    await capped.close();
    await using server = await simulatedGateway({ shotcaller: { caps } });
    const ordered = await server.post('/v1/jobs', { requirements: basic });
    expect(await ordered.json()).toMatchObject({ status: 'refused', reason: { code: 'over_budget', cap: 'job' } });
    await using shared = await simulatedGateway({ gateway: { mode: 'server' } });
    const authorization = `Bearer ${await shared.addKey({ name: 'poor', budgetUsd: '0.01' })}`;
    const refusal = await shared.post('/v1/jobs', { requirements: basic }, { authorization });
    const { error } = await refusal.json();
    const wanted = await (await shared.post('/v1/preview', { requirements: basic }, { authorization })).json();
    expect(error).toMatchObject({ ...reason, cap: 'key', model: wanted.model, neededUsd: wanted.price.highUsd });
  });

  test('asked by a key that may buy two models', async () => {
    const models = [mini, 'bytedance/seedance-2.0-fast'].sort();
    await using server = await simulatedGateway({ gateway: { mode: 'server' } });
    const headers = { authorization: `Bearer ${await server.addKey({ name: 'ann', models })}` };
    const selected = (await (await server.post('/v1/select', { requirements: basic }, headers)).json()) as Selection;
    expect(selected.ranked.map(({ model }) => model).sort()).toEqual(models);
    const { allowedModels, ...own } = await (await server.call('/v1/evidence', { headers })).json();
    const ground = { ...bundledGround, evidence: { ...bundledGround.evidence, ...own }, allowedModels };
    const page = answerOf(ground, { ...emptyChoice, edits: basic }, new Date().toISOString());
    expect(answerIn(page.selection)).toEqual(answerIn(selected));
  });

  test.each(['auto', 'auto:fastAndCheap', 'auto:qualityAndCost'])('that is bought by %s', async (auto) => {
    const [, profile] = auto.split(':');
    const { model, price, body } = (await posted('/v1/preview', { requirements: basic, ...(profile && { profile }) }))
      .answer;
    const bought = await home.post('/api/v1/videos', { model: auto, prompt, duration: 5, resolution: '720p' });
    expect(bought.headers.get('x-shotcaller-model')).toBe(model);
    expect(bought.headers.get('x-shotcaller-quote-usd')).toBe(price.expectedUsd);
    expect(bought.headers.get('x-shotcaller-quote-high-usd')).toBe(price.highUsd);
    expect(home.simulator.jobs.at(-1)!.request).toEqual(body);

    const provider = createProvider({ home: home.home, apiKey: upstreamKey, catalog, fetch: home.simulator.fetch });
    const { operation, response } = await provider.video(auto).doStart({
      ...emptyCall,
      prompt,
      duration: 5,
      providerOptions: { shotcaller: { resolution: '720p' } },
    });
    expect(response.modelId).toBe(model);
    expect(home.simulator.jobs.at(-1)!.request).toEqual(body);
    const [ordered] = (operation as { jobs: string[] }).jobs;
    expect(await library.job(ordered!)).toMatchObject({
      quotedUsd: price.expectedUsd,
      quotedHighUsd: price.highUsd,
    });
    await provider.close();
    await home.ended(((await bought.json()) as { id: string }).id);
  });
});

/** A call of the AI SDK that asks for nothing. */
const emptyCall = {
  n: 1,
  prompt: undefined,
  aspectRatio: undefined,
  resolution: undefined,
  duration: undefined,
  fps: undefined,
  seed: undefined,
  image: undefined,
  frameImages: undefined,
  inputReferences: undefined,
  generateAudio: undefined,
};

interface ToldSelection {
  readonly pick: string | null;
}

interface ToldRequest {
  readonly quoteId?: string | null;
  readonly model: string | null;
  readonly request: unknown;
  readonly price: unknown;
}

function amountsOf({ lowUsd, expectedUsd, highUsd, confidence }: Price) {
  return { lowUsd, expectedUsd, highUsd, confidence };
}

const catalog = async () => bundledGround.catalog;

const refused: typeof fetch = () => Promise.reject(new Error('Nothing is bought or read here.'));
