import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  basisNoteSentence,
  type Catalog,
  type JobReason,
  jobReasonSentence,
  notesOfPrice,
  type Preferences,
  type Price,
  parseSentence,
  type RankedModel,
  type Reason,
  type RequestFinding,
  type RequirementsInput,
  reasonSentence,
  requestFindingSentence,
  type Selection,
  successSentence,
  warningSentence,
} from '@shotcaller/core';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  createShotcaller as createProvider,
  type ShotcallerProvider,
  VideoJobError,
} from '../../packages/shotcaller/src/ai-sdk/index.ts';
import { createShotcaller, type Shotcaller } from '../../packages/shotcaller/src/shotcaller.ts';
import { shotcaller as commandLine } from '../../packages/shotcaller/test/cli/command-line.ts';
import {
  type SimulatedGateway,
  simulatedGateway,
  upstreamKey,
} from '../../packages/shotcaller/test/gateway/simulated-gateway.ts';
import { type Agent, connectToGateway } from '../../packages/shotcaller/test/mcp/agents.ts';
import type { EvidenceAnswer } from '../../packages/studio/src/api/wire.ts';
import { answerOf, type Answer as PageAnswer } from '../../packages/studio/src/brief/answer.ts';
import { type Choice, emptyChoice } from '../../packages/studio/src/brief/choice.ts';
import { bundledGround, groundOf } from '../../packages/studio/src/brief/page-ground.ts';
import { WhyTab } from '../../packages/studio/src/model-sheet/why-tab.tsx';
import { basic, basicFlags, mini, prompt, type Question, questions } from './questions.ts';

/** Asks the same of every door and holds the answers against each other: library, command line, gateway, the agents’ door, provider of the AI SDK and the code of the page. */

const histories: readonly (readonly [string, readonly { scenario: string; times: number }[]])[] = [
  ['an empty ledger', []],
  ['own runs at the list price', [{ scenario: 'none', times: 3 }]],
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
    // What is bought in these tests must not end in their midst: it would be news to whoever is asked next.
    home = await simulatedGateway({ simulator: { speed: 100 }, gateway: { dedupeWindowSeconds: 0 } });
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
    home.simulator.setScenario('job-stuck');
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

  /** What people read: on standard output, and beside it. */
  async function said(...words: readonly string[]) {
    return commandLine([...words, '--catalog', 'bundled'], {
      home: home.home,
      workingFolder: home.home,
      now: new Date().toISOString(),
      environment: { OPENROUTER_API_KEY: upstreamKey },
      fetch: refused,
    });
  }

  async function pageAnswer(question: Question, options: Preferences): Promise<Selection> {
    return answerOf(await pageGround(), choiceOf(question, options), new Date().toISOString()).selection;
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

  test.each(questions)('says the same sentences about a clip %s', async (_question, question) => {
    const { requirements, sentence, preferences = {}, flags, weighing = [], notOnPage } = question;
    const asked = { ...(sentence === undefined ? { requirements } : { sentence }), ...preferences };
    const selected: Selection = (await posted('/v1/select', asked)).answer;
    const { ranked, rejected, unknown } = selected;
    const told = await agent.call<SaidSelection>('select_model', { ...asked, most: 100 });
    expect(told.ranked.map(({ model, notes }) => [model, notes])).toEqual(
      ranked.map((entry) => [entry.model, [...notesOfPrice(entry.price), ...remarksOn(entry)]]),
    );
    for (const kind of ['rejected', 'unknown'] as const) {
      expect(told[kind].map(({ model, reasons }) => [model, reasons.map((reason) => reason.sentence)])).toEqual(
        selected[kind].map(({ model, reasons }) => [model, reasons.map(reasonSentence)]),
      );
    }

    // Of each kind one, in the text for people and on the sheet of the page: all that is found of it, in the same sentences.
    const page = notOnPage
      ? undefined
      : answerOf(await pageGround(), choiceOf(question, preferences), new Date().toISOString());
    for (const { model, sentences } of [...ranked.slice(0, 1), ...ranked.slice(-1)]
      .map((entry) => ({ model: entry.model, sentences: everySentenceOf(entry) }))
      .concat([...rejected.slice(0, 2), ...unknown.slice(0, 1)].map(refusalOf))) {
      const why = await said('pick', ...flags, ...weighing, '--why', model);
      expect(sentences.filter((each) => !why.out.includes(each))).toEqual([]);
      if (page) {
        const sheet = sheetText(model, page);
        expect(sentences.filter((each) => !sheet.includes(each))).toEqual([]);
      }
    }

    const [first] = ranked;
    if (!first) return;
    const notes = notesOfPrice(first.price);
    const [shortly, one] = [
      await said('pick', ...flags, ...weighing),
      await said('quote', ...flags, '--model', first.model),
    ];
    const ordered = await said('run', ...flags, ...weighing);
    for (const text of [shortly.out, one.out, ordered.talk]) {
      expect(notes.filter((note) => !text.includes(note))).toEqual([]);
    }
    const seen = await agent.call<SaidRequest>('preview_request', asked);
    const quoted = await agent.call<SaidRequest>('quote', { ...asked, withoutInputs: true });
    expect([seen.price!.notes, quoted.price!.notes]).toEqual([notes, notes]);

    // What the model would make of the request.
    const { findings } = (await posted('/v1/preview', asked)).answer as { findings: readonly RequestFinding[] };
    const warned = findings.map(requestFindingSentence);
    const shown = await said('preview', ...flags, ...weighing);
    for (const text of [shown.talk, ordered.talk, seen.warnings.join('\n'), quoted.warnings.join('\n')]) {
      expect(warned.filter((warning) => !text.includes(warning))).toEqual([]);
    }
  });

  test.each([
    ['too long', { ...basic, durationSeconds: 60 }],
    ['too large', { ...basic, resolution: '4K' }],
    ['of another shape', { ...basic, aspectRatio: '3:2' }],
    ['two things that it is not made for', { ...basic, durationSeconds: 1, resolution: '1080p' }],
  ])('says the same about a named model whose clip is %s', async (_how, requirements) => {
    const { durationSeconds, resolution, aspectRatio } = requirements as Record<string, string | number>;
    const selected: Selection = (await posted('/v1/select', { requirements })).answer;
    const sentences = selected.rejected.find(({ model }) => model === mini)!.reasons.map(reasonSentence);
    expect(sentences).not.toEqual([]);
    const words = ['--prompt', prompt, '--duration', `${durationSeconds}`, '--resolution', `${resolution}`];
    if (aspectRatio !== undefined) words.push('--aspect', `${aspectRatio}`);
    const { rejected } = await agent.call<SaidSelection>('preview_request', { requirements, model: mini });
    const provider = createProvider({ home: home.home, apiKey: upstreamKey, catalog, fetch: refused });
    const call = provider.video(mini).doStart({
      ...emptyCall,
      prompt,
      duration: durationSeconds as number,
      ...(aspectRatio !== undefined && { aspectRatio: aspectRatio as `${number}:${number}` }),
      providerOptions: { shotcaller: { resolution: resolution! } },
    });
    const refusal = await Promise.resolve(call).then(
      () => 'bought',
      (error: Error) => error.message,
    );
    await provider.close();
    const texts = {
      preview: (await said('preview', ...words, '--model', mini)).talk,
      run: (await said('run', ...words, '--model', mini)).talk,
      agents: rejected
        .filter(({ model }) => model === mini)
        .flatMap(({ reasons }) => reasons.map(({ sentence }) => sentence))
        .join('\n'),
      provider: refusal,
    };
    for (const [door, text] of Object.entries(texts)) {
      expect([door, sentences.filter((each) => !text.includes(each))]).toEqual([door, []]);
    }
  });

  test('asked for a model by name', async () => {
    const model = 'bytedance/seedance-2.0-fast';
    const { price, body } = (await posted('/v1/preview', { requirements: basic, model })).answer;
    expect((await command('preview', ...basicFlags, '--model', model)).answer).toEqual({ model, price, body });
    expect(await library.preview(basic, { model })).toMatchObject({ model, price, body });
    expect((await posted('/v1/quote', { requirements: basic, model })).answer.quotes).toMatchObject([{ model, price }]);
    expect((await command('run', ...basicFlags, '--model', model)).answer.plan).toMatchObject({ model, price, body });
    for (const tool of ['preview_request', 'quote']) {
      const told = await agent.call<ToldRequest>(tool, { requirements: basic, model });
      expect(told).toMatchObject({ model, request: body, price: amountsOf(price) });
    }
    const ground = await pageGround();
    const page = answerOf(ground, { ...emptyChoice, edits: basic }, new Date().toISOString()).selection;
    expect(page.ranked.find((ranked) => ranked.model === model)?.price).toEqual(price);
    const { bought, quotedUsd } = await providerBuys(model);
    expect({ bought, quotedUsd }).toEqual({ bought: body, quotedUsd: price.expectedUsd });
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
  });

  test.each(questions.filter(([, question]) => autoBody(question) !== undefined))(
    'asked to buy the pick for a clip %s',
    async (_question, question) => {
      const { requirements, preferences = {} } = question;
      const { body, headers } = autoBody(question)!;
      const asked = { requirements, ...preferences };
      const selected = (await posted('/v1/select', asked)).answer;
      const [first] = selected.ranked;
      const bought = await home.post('/api/v1/videos', body, headers);
      if (!first) {
        expect(bought.status).toBe(400);
        const { error } = await bought.json();
        const [rejected] = selected.rejected;
        expect(JSON.stringify(error)).toContain(JSON.stringify(reasonSentence(rejected.reasons[0])).slice(1, -1));
        return;
      }
      expect(bought.headers.get('x-shotcaller-model')).toBe(selected.pick);
      expect(bought.headers.get('x-shotcaller-quote-usd')).toBe(first.price.expectedUsd);
      expect(bought.headers.get('x-shotcaller-quote-high-usd')).toBe(first.price.highUsd);
      expect(home.simulator.jobs.at(-1)!.request).toEqual(selected.request);
    },
  );

  test('under a cap that it breaks', async () => {
    const caps = { perJobUsd: '0.01' };
    const plan = (await posted('/v1/preview', { requirements: basic })).answer;
    const reason = { code: 'over_budget', cap: 'job', limitUsd: '0.01', neededUsd: plan.price.highUsd };
    const capped = createShotcaller({ home: home.home, apiKey: upstreamKey, catalog, fetch: refused, caps });
    expect(await capped.preview(basic)).toMatchObject({ model: plan.model, price: plan.price, body: plan.body });
    const atLibrary = await capped.run(basic);
    expect(atLibrary).toMatchObject({ status: 'refused', reason });
    await capped.close();
    const sentence = sentenceOfRefused(atLibrary);
    const provider = createProvider({ home: home.home, apiKey: upstreamKey, catalog, fetch: refused, caps });
    expect((await refusalOfProvider(provider, basic)).message).toContain(sentence);
    await provider.close();
    await using server = await simulatedGateway({ shotcaller: { caps } });
    const ordered = await server.post('/v1/jobs', { requirements: basic });
    expect(await ordered.json()).toMatchObject({ status: 'refused', reason: { code: 'over_budget', cap: 'job' } });
    const planOfServer = (await (await server.post('/v1/preview', { requirements: basic })).json()) as typeof plan;
    const submitted = await server.post('/api/v1/videos', planOfServer.body);
    expect([submitted.status, await submitted.json()]).toMatchObject([
      402,
      { error: { metadata: { budget: 'job', limit_usd: '0.01', needed_usd: planOfServer.price.highUsd } } },
    ]);
    await using shared = await simulatedGateway({ gateway: { mode: 'server' } });
    const authorization = `Bearer ${await shared.addKey({ name: 'poor', budgetUsd: '0.01' })}`;
    const refusal = await shared.post('/v1/jobs', { requirements: basic }, { authorization });
    const { error } = await refusal.json();
    const wanted = await (await shared.post('/v1/preview', { requirements: basic }, { authorization })).json();
    expect(error).toMatchObject({ ...reason, cap: 'key', model: wanted.model, neededUsd: wanted.price.highUsd });
    const bought = await shared.post('/api/v1/videos', wanted.body, { authorization });
    expect([bought.status, await bought.json()]).toMatchObject([
      402,
      {
        error: { message: error.message, metadata: { budget: 'key', needed_usd: wanted.price.highUsd } },
      },
    ]);
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

    const own = await providerBuys(auto);
    expect(own).toEqual({
      model,
      bought: body,
      quotedUsd: price.expectedUsd,
      quotedHighUsd: price.highUsd,
    });
  });

  async function pageGround() {
    const catalog = (await (await home.call('/v1/catalog')).json()) as Catalog;
    return groundOf(catalog, (await (await home.call('/v1/evidence')).json()) as EvidenceAnswer);
  }

  /** What the provider of the AI SDK buys for the basic clip. */
  async function providerBuys(asked: string) {
    const provider = createProvider({ home: home.home, apiKey: upstreamKey, catalog, fetch: home.simulator.fetch });
    const { operation, response } = await provider.video(asked).doStart({
      ...emptyCall,
      prompt,
      duration: 5,
      providerOptions: { shotcaller: { resolution: '720p' } },
    });
    const bought = home.simulator.jobs.at(-1)!.request;
    const [ordered] = (operation as { jobs: string[] }).jobs;
    const { quotedUsd, quotedHighUsd } = (await library.job(ordered!))!;
    await provider.close();
    return { model: response.modelId, bought, quotedUsd, quotedHighUsd };
  }
});

/** Clips are chosen the same way whoever may buy only some models, and whatever the budget: it refuses what was chosen. */
describe('a list of allowed models and a budget', () => {
  const models = ['google/veo-3.1-lite', mini, 'bytedance/seedance-2.0-fast', 'alibaba/wan-2.7'].sort();
  const caps = { perDayUsd: '0.01' };
  let home: SimulatedGateway;
  let library: Shotcaller;
  let agent: Agent;
  let provider: ShotcallerProvider;
  let headers: { readonly authorization: string };

  beforeAll(async () => {
    // One key has some hundred orders refused, within less than a minute where the machine is fast.
    const limits = { maxRefusedPerMinutePerKey: 1000 };
    home = await simulatedGateway({ gateway: { mode: 'server', limits }, shotcaller: { caps } });
    const key = await home.addKey({ name: 'ann', models });
    headers = { authorization: `Bearer ${key}` };
    agent = await connectToGateway(home, 'modern', { key });
    library = createShotcaller({ home: home.home, apiKey: upstreamKey, catalog, fetch: home.simulator.fetch, caps });
    provider = createProvider({ home: home.home, apiKey: upstreamKey, catalog, fetch: home.simulator.fetch });
    writeFileSync(join(home.home, 'config.json'), JSON.stringify({ caps }));
  });
  afterAll(async () => {
    await agent.close();
    await library.close();
    await provider.close();
    await home[Symbol.asyncDispose]();
  });

  test.each(questions)('asked for a clip %s', async (_question, question) => {
    const { requirements, sentence, preferences = {}, flags, weighing = [], notOnPage } = question;
    const asked = { ...(sentence === undefined ? { requirements } : { sentence }), ...preferences };
    const post = async (path: string, body: unknown) => (await home.post(path, body, headers)).json();
    const selected = (await post('/v1/select', asked)) as Selection;
    const ranking = ({ pick, ranked, request }: Selection) => ({
      pick,
      request,
      ranked: ranked.map(({ model, price, speed, quality }) => [model, price, speed, quality]),
    });
    expect(selected.ranked.filter(({ model }) => !models.includes(model))).toEqual([]);
    const told = await agent.call<SaidSelection & ToldSelection>('select_model', { ...asked, most: 100 });
    expect(told.pick).toBe(selected.pick);
    // What is said of each model is said to agents too, and of one of each kind on the page.
    expect(told.ranked.map(({ model, notes }) => [model, notes])).toEqual(
      selected.ranked.map((entry) => [entry.model, [...notesOfPrice(entry.price), ...remarksOn(entry)]]),
    );
    for (const kind of ['rejected', 'unknown'] as const) {
      expect(told[kind].map(({ model, reasons }) => [model, reasons.map((reason) => reason.sentence)])).toEqual(
        selected[kind].map(({ model, reasons }) => [model, reasons.map(reasonSentence)]),
      );
    }
    if (!notOnPage) {
      const ground = groundOf(
        (await (await home.call('/v1/catalog', { headers })).json()) as Catalog,
        (await (await home.call('/v1/evidence', { headers })).json()) as EvidenceAnswer,
      );
      const answer = answerOf(ground, choiceOf(question, preferences), new Date().toISOString());
      const page = answer.selection;
      for (const { model, sentences } of [
        ...selected.ranked.slice(0, 1).map((entry) => ({ model: entry.model, sentences: everySentenceOf(entry) })),
        ...[...selected.rejected.slice(0, 1), ...selected.unknown.slice(0, 1)].map(refusalOf),
      ]) {
        const sheet = sheetText(model, answer);
        expect([model, sentences.filter((each) => !sheet.includes(each))]).toEqual([model, []]);
      }
      const typed = sentence === undefined ? {} : { prompt: sentence };
      const expected = ranking(selected);
      expect(ranking(page)).toEqual({ ...expected, request: expected.request && { ...expected.request, ...typed } });
    }

    const preview = await post('/v1/preview', asked);
    const [first] = selected.ranked;
    const run = async (...more: readonly string[]) => {
      const words = ['run', ...flags, ...weighing, ...more, '--catalog', 'bundled'];
      const { out, talk, code } = await commandLine(words, {
        home: home.home,
        workingFolder: home.home,
        now: new Date().toISOString(),
        environment: { OPENROUTER_API_KEY: upstreamKey },
        fetch: home.simulator.fetch,
      });
      return { code, talk, answer: more.includes('--json') ? JSON.parse(out) : null };
    };
    const auto = autoBody(question);
    const submitted = async (body: unknown, more = {}) => {
      const answer = await home.post('/api/v1/videos', body, { ...headers, ...more });
      return { status: answer.status, ...((await answer.json()) as { error: WireRefusal }) };
    };
    if (!first) {
      expect(preview.error.selection).toMatchObject({ pick: null, ranked: [] });
      if (auto) {
        const { status, error } = await submitted(auto.body, auto.headers);
        expect(status).toBe(400);
        expect(error.metadata.reasons!.map(({ model, reason }) => [model, reason])).toEqual(
          [...selected.rejected, ...selected.unknown].map(({ model, reasons }) => [model, reasonSentence(reasons[0]!)]),
        );
      }
      return;
    }
    // The same clip without the list, of the same model, at the doors that have no keys.
    const { pick: model } = selected;
    const reading = sentence === undefined ? undefined : parseSentence(sentence);
    const wanted = reading ? { ...reading.requirements, prompt: preview.body.prompt } : requirements;
    const plan = { model, price: first.price, body: selected.request };
    const { budgetRefusal } = preview;
    expect(preview).toMatchObject(plan);
    expect(budgetRefusal).toBeNull();
    expect(await library.preview(wanted, { model: model! })).toMatchObject(plan);
    expect((await run('--model', model!, '--json')).answer.plan).toMatchObject(plan);

    // All of them refuse it for the same reason, in the same sentence, and nothing is bought.
    const reason = { code: 'over_budget', cap: 'day', limitUsd: '0.01', neededUsd: first.price.highUsd };
    const refused = await library.run(wanted, { model: model! });
    expect(refused).toMatchObject({ status: 'refused', reason });
    const ordered = (await post('/v1/jobs', asked)) as {
      readonly reason?: JobReason;
      readonly error?: { readonly message: string };
    };
    expect(ordered).toMatchObject({ status: 'refused', reason: { code: 'over_budget', cap: 'day' } });
    const confirmed = await run('--model', model!, '--yes', '--json');
    expect(confirmed).toMatchObject({ code: 4, answer: { status: 'refused', reason } });
    const sentenceOfRefusal = sentenceOfRefused(refused);
    expect(jobReasonSentence(ordered.reason!)).toBe(sentenceOfRefusal);
    expect(jobReasonSentence(confirmed.answer.reason)).toBe(sentenceOfRefusal);
    expect((await run('--model', model!, '--yes')).talk).toContain(sentenceOfRefusal);
    const { quoteId } = await agent.call<ToldRequest>('quote', { ...asked, withoutInputs: true });
    const answered = await agent.call<SaidRefusedOrder>('generate_video', { quoteId });
    expect(answered.reason?.sentence).toBe(sentenceOfRefusal);
    const overBudget = {
      status: 402,
      error: {
        message: sentenceOfRefusal,
        metadata: { budget: 'day', limit_usd: '0.01', needed_usd: first.price.highUsd },
      },
    };
    expect(await submitted(preview.body)).toMatchObject(overBudget);
    if (auto) expect(await submitted(auto.body, auto.headers)).toMatchObject(overBudget);
    const ofProvider = await refusalOfProvider(provider, wanted, {
      ...preferences,
      ...(reading?.profile && { profile: reading.profile }),
      allowedModels: models,
    });
    expect(ofProvider.message).toContain(sentenceOfRefusal);
    const [jobId] = ofProvider.jobIds;
    expect(await library.job(jobId!)).toMatchObject({
      model,
      quotedUsd: first.price.expectedUsd,
      quotedHighUsd: first.price.highUsd,
    });
    expect(home.simulator.jobs).toEqual([]);
  });
});

function choiceOf({ requirements, sentence }: Question, { profile, weights, includeUnknown }: Preferences): Choice {
  return {
    ...emptyChoice,
    ...(sentence === undefined ? { edits: requirements } : { sentence }),
    ...(profile && { profile }),
    ...(weights && { profile: null, weights: { speed: 0, cost: 0, quality: 0, ...weights } }),
    ...(includeUnknown && { includeUnknown }),
  };
}

/** A submit that leaves the model open; `undefined`: the wire has no words for all that is asked. */
function autoBody({ requirements, sentence, preferences = {} }: Question) {
  const { maxUsd, ...fields } = requirements as { readonly maxUsd?: string };
  const { profile, ...others } = preferences;
  const body = wireBody(fields);
  if (sentence !== undefined || body === undefined || Object.keys(others).length > 0) return undefined;
  return {
    body: { ...body, model: profile === undefined ? 'auto' : `auto:${profile}` },
    headers: maxUsd === undefined ? {} : { 'x-shotcaller-max-usd': maxUsd },
  };
}

/** The requirements in the words of the wire; `undefined`: it has no words for them. */
function wireBody(requirements: RequirementsInput): Record<string, unknown> | undefined {
  const { prompt: text, durationSeconds, resolution, aspectRatio, size, audio, seed, ...others } = requirements;
  const { firstFrame, lastFrame, references, maxUsd: _, ...rest } = others;
  const isExact = [durationSeconds, resolution, audio].every((value) => typeof value !== 'object' && value !== 'any');
  if (!isExact || Object.keys(rest).length > 0) return undefined;
  const frame = (url: unknown, frame_type: string) =>
    url === undefined ? [] : [{ type: 'image_url', image_url: { url }, frame_type }];
  const frames = [...frame(firstFrame, 'first_frame'), ...frame(lastFrame, 'last_frame')];
  const inputs = ((references ?? []) as readonly { readonly url: string }[]).map(({ url }) => ({
    type: 'image_url',
    image_url: { url },
  }));
  const fields = {
    prompt: text,
    duration: durationSeconds,
    resolution,
    aspect_ratio: aspectRatio,
    size,
    generate_audio: audio,
    seed,
    ...(frames.length > 0 && { frame_images: frames }),
    ...(inputs.length > 0 && { input_references: inputs }),
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

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

/** How the provider of the AI SDK refuses to buy the pick, and under which ids of jobs. */
async function refusalOfProvider(provider: ShotcallerProvider, requirements: object, options: object = {}) {
  const shotcaller = { ...requirements, ...options };
  const refusal = await provider
    .video('auto')
    .doStart({ ...emptyCall, providerOptions: { shotcaller } })
    .then(
      () => undefined,
      (error: unknown) => error,
    );
  if (!(refusal instanceof VideoJobError)) throw new Error('The provider was to refuse the clip.', { cause: refusal });
  return refusal;
}

function sentenceOfRefused(job: { readonly status: string; readonly reason?: JobReason | null }): string {
  return job.reason ? jobReasonSentence(job.reason) : job.status;
}

interface WireRefusal {
  readonly message: string;
  readonly metadata: {
    readonly reasons?: readonly { readonly model: string; readonly reason: string }[];
  };
}

interface ToldSelection {
  readonly pick: string | null;
}

interface SaidSelection {
  readonly ranked: readonly { readonly model: string; readonly notes: readonly string[] }[];
  readonly rejected: readonly SaidRefusal[];
  readonly unknown: readonly SaidRefusal[];
}

interface SaidRefusal {
  readonly model: string;
  readonly reasons: readonly { readonly sentence: string }[];
}

interface SaidRefusedOrder {
  readonly reason: { readonly sentence: string } | null;
}

interface SaidRequest {
  readonly price: { readonly notes: readonly string[] } | null;
  readonly warnings: readonly string[];
}

/** What is worth knowing of a model that fits, beside its price. */
function remarksOn({ notStated, warnings }: RankedModel): readonly string[] {
  return [...notStated.map(reasonSentence), ...warnings.map(warningSentence)];
}

/** All sentences about the place of a model that fits. */
function everySentenceOf(entry: RankedModel): readonly string[] {
  const { price, speed, quality } = entry;
  const basisNotes = [...speed.basis.notes, ...quality.basis.notes].map(basisNoteSentence);
  return [...notesOfPrice(price), successSentence(speed), ...basisNotes, ...remarksOn(entry)];
}

function refusalOf({ model, reasons }: { readonly model: string; readonly reasons: readonly Reason[] }) {
  return { model, sentences: reasons.map(reasonSentence) };
}

/** What the page says of a model, as text. */
function sheetText(model: string, answer: PageAnswer): string {
  const sheet = renderToStaticMarkup(createElement(WhyTab, { model, answer, onApply: () => undefined }));
  const entities: Readonly<Record<string, string>> = {
    '&amp;': '&',
    '&lt;': '<',
    '&gt;': '>',
    '&quot;': '"',
    '&#x27;': "'",
  };
  return sheet.replace(/&[#\w]+;/g, (entity) => entities[entity] ?? entity);
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
