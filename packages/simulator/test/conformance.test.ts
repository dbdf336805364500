import { describe, expect, it } from 'vitest';
import { scenarioSets, scenarios } from '../src/faults/scenarios.ts';
import { type Rig, rig } from './client-calls.ts';
import { answerProblems, bodyProblems, type ContractAnswer, contract } from './contract.ts';

/** Scenarios whose very point is to leave the contract; the value is what makes that visible. */
const offContract: Readonly<Record<string, string>> = {
  nulls: 'nulls',
  'cost-string': 'cost-string',
  'error-object': 'error-object,job-failed',
  'unknown-status': 'unknown-status',
  'content-html': 'content-html',
  'content-wrong-type': 'content-wrong-type',
  'content-empty': 'content-empty',
  'content-redirect': 'content-redirect',
  'content-base64': 'content-base64',
  'content-gzip': 'content-gzip',
  'urls-in-objects': 'urls-in-objects',
  'done-word': 'done-word',
  'failed-word': 'failed-word',
};

const onContract = [...Object.keys(scenarios), ...Object.keys(scenarioSets)].filter(
  // The contract is of videos; faults of chats leave those alone.
  (name) => !Object.hasOwn(offContract, name) && !name.startsWith('chat-'),
);

// Short clips: what counts is the answers.
const short = { model: 'x-ai/grok-imagine-video', prompt: 'A lantern', duration: 1, resolution: '480p' };
const requests = [
  short,
  { ...short, duration: 99 },
  { ...short, resolution: '1080x1920' },
  { model: 'nobody/nothing', prompt: 'x' },
  { model: short.model, prompt: 'x', size: '480x480', seed: 1, duration: 2 },
];

describe('every answer is one that the contract has', () => {
  it('without a scenario, for the catalogue and for what does not exist too', async () => {
    const { ask, simulator } = rig();
    expect(await answerProblems('models', await ask('/videos/models'))).toEqual([]);
    expect(await answerProblems('poll', await simulator.fetch('http://simulator.test/api/v1/videos/x'))).toEqual([]);
    for (const path of ['/videos', '/nothing', '/videos/x/y/z']) {
      expect(await answerProblems('other', await ask(path)), path).toEqual([]);
    }
    expect(await answerProblems('content', await ask('/videos/x/content'))).toEqual([]);
    expect(await allProblems(rig())).toEqual([]);
  });

  it.each(onContract)('under %s', async (scenario) => {
    expect(await allProblems(rig({ scenario }))).toEqual([]);
  });

  it('when the catalogue wants a key', async () => {
    const { simulator } = rig({ scenario: 'catalog-key-required' });
    const answer = await simulator.fetch('http://simulator.test/api/v1/videos/models');
    expect([answer.status, await answerProblems('models', answer)]).toEqual([401, []]);
  });

  it.each(Object.values(offContract))('but not under %s', async (scenario) => {
    expect(await allProblems(rig({ scenario }))).not.toEqual([]);
  });
});

describe('every webhook is one that the contract has', () => {
  it.each(['none', 'job-failed', 'job-moderated', 'job-cancelled', 'job-expired', 'cost-null', 'webhook-out-of-order'])(
    'under %s',
    async (scenario) => {
      const received: Request[] = [];
      const { finish } = rig({
        scenario,
        fetch: async (request) => {
          received.push(request);
          return new Response(null, { status: 204 });
        },
      });
      await finish({ ...short, callback_url: 'https://example.com/hook' });
      expect(received).not.toEqual([]);
      for (const request of received) {
        expect(bodyProblems(contract.webhook.schema, await request.json())).toEqual([]);
        for (const [name, pattern] of Object.entries(contract.webhook.headers)) {
          expect(request.headers.get(name)).toMatch(new RegExp(pattern));
        }
      }
    },
  );
});

describe('the contract', () => {
  it('names for each answer where it is known from, since when, and how well', () => {
    for (const { evidence } of [...contract.answers, contract.webhook]) {
      expect(evidence.length).toBeGreaterThan(0);
      for (const { grade, source } of evidence) {
        expect(Object.keys(contract.grades)).toContain(grade);
        expect(contract.sources[source]?.date).toMatch(/^\d{4}-\d\d-\d\d$/);
      }
    }
  });

  it('has every schema and every operation that an answer names', () => {
    for (const { schema, operation } of contract.answers) {
      if (schema !== undefined) expect(Object.keys(contract.$defs)).toContain(schema);
      expect(Object.keys(contract.operations)).toContain(operation);
    }
  });
});

/** Submits, polls and downloads at three moments, and gathers what the contract does not have. */
async function allProblems({ ask, submit, clock, simulator }: Rig): Promise<readonly string[]> {
  const problems: string[] = [];
  const check = async (operation: ContractAnswer['operation'], call: Promise<Response>) => {
    // A slow answer comes when the clock moves on; a cut one is no answer.
    const answer = await Promise.race([
      call.catch(() => undefined),
      new Promise<'slow'>((resolve) => setImmediate(() => setImmediate(() => resolve('slow')))),
    ]);
    const last = answer === 'slow' ? await clock.advance(700_000).then(() => call.catch(() => undefined)) : answer;
    if (last) problems.push(...(await answerProblems(operation, last)));
  };
  for (const request of requests) {
    for (let attempt = 0; attempt < 2; attempt++) await check('submit', submit(request));
  }
  for (const pause of [0, 1000, 4 * 3600 * 1000]) {
    await clock.advance(pause);
    for (const { id } of simulator.jobs) {
      await check('poll', ask(`/videos/${id}`));
      await check('content', ask(`/videos/${id}/content`, { redirect: 'manual' }));
      await check('content', ask(`/videos/${id}/content?index=3`));
    }
  }
  return problems;
}
