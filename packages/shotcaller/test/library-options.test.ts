import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createShotcaller, OptionsError, RequirementsError } from '../src/index.ts';
import { clip, simulate } from './jobs/simulated.ts';

/** What somebody without a compiler may write. */
const written = (options: object | string | null) => options as never;

describe('An option that the library does not have', () => {
  test.each([
    [{ maxUSD: 0.01 }, 'maxUSD is not an option of run. Did you mean maxUsd? Nothing was bought.'],
    [{ max_usd: 0.01 }, 'max_usd is not an option of run. Did you mean maxUsd? Nothing was bought.'],
    [{ budget: 0.01 }, 'budget is not an option of run. Did you mean maxUsd? Nothing was bought.'],
    [
      { confirmUSD: 0.01, fallbck: 1 },
      'Did you mean confirmUsd? fallbck is not an option of run. Did you mean fallback?',
    ],
    [
      { durationSeconds: 5 },
      'durationSeconds is not an option of run. Did you mean durationSeconds of the requirements, which are the first argument?',
    ],
    [{ weights: { qualty: 1, speed: 1 } }, 'weights.qualty is not an option of run. Did you mean weights.quality?'],
    ['auto', 'The options of run must be an object; a string was given. Nothing was bought.'],
    [null, 'The options of run must be an object; null was given. Nothing was bought.'],
  ])('stops a run before anything is opened or asked: %j', async (options, sentence) => {
    await using world = await simulate();
    const shotcaller = world.open();
    await expect(shotcaller.run(clip, written(options))).rejects.toThrow(sentence);
    expect([world.requests, world.simulator.jobs]).toEqual([[], []]);
    expect(existsSync(join(world.home, 'ledger.sqlite'))).toBe(false);
  });

  test('is refused by every call that takes options, and names that call', async () => {
    await using world = await simulate();
    const { batch, ...shotcaller } = world.open();
    const list = await batch.readListText('{"id":"a","prompt":"a mug","duration":4}', 'jsonl');
    const plan = await batch.plan(list);
    const calls: Record<string, () => Promise<unknown>> = {
      select: () => shotcaller.select(clip, written({ profil: 'fastAndCheap' })),
      quote: () => shotcaller.quote(clip, written({ modell: 'x/y' })),
      preview: () => shotcaller.preview(clip, written({ pick_by: 'safe' })),
      submit: () => shotcaller.submit(clip, written({ maxUSD: 0.01 })),
      checkBudget: () => shotcaller.checkBudget('1', written({ maxUSD: 0.01 })),
      readSentence: () => shotcaller.readSentence('a mug', written({ LLM: true })),
      resume: () => shotcaller.resume([], written({ maxUsd: 1 })),
      settle: () => shotcaller.settle('shot-1', written({ billedUSD: '0.40' })),
      jobs: () => shotcaller.jobs(written({ state: ['done'] })),
      ledger: () => shotcaller.ledger(written({ form: '2026-11-01' })),
      vote: () => shotcaller.vote(written({ jobIds: ['a', 'b'], better: 'a', tags: 'talking' })),
      'batch.readList': () => batch.readList('shots.csv', written({ default: {} })),
      'batch.readListText': () => batch.readListText('', 'csv', written({ defaults: { fallbak: 1 } })),
      'batch.plan': () => batch.plan(list, written({ optimise: { objective: 'quality', totalUSD: '3' } })),
      'batch.run': () => batch.run(plan, written({ outFolder: world.home, maxUSD: '0.01' })),
    };
    for (const [name, call] of Object.entries(calls)) {
      const error = await call().catch((thrown: unknown) => thrown);
      expect(error, name).toBeInstanceOf(OptionsError);
      expect(error, name).toMatchObject({
        call: name,
        message: expect.stringContaining(`is not an option of ${name}.`),
      });
    }
    expect(world.simulator.jobs).toEqual([]);
  });

  test.each([
    [{ apikey: 'x' }, 'apikey is not an option of createShotcaller. Did you mean apiKey? Nothing was bought.'],
    [{ maxUsd: 3 }, 'maxUsd is not an option of createShotcaller. Did you mean caps.perJobUsd? Nothing was bought.'],
    [{ database_url: 'postgres://x' }, 'Did you mean databaseUrl?'],
    [{ baseURL: 'http://127.0.0.1:8787' }, 'Did you mean baseUrl?'],
  ])('makes no Shotcaller: %j', (options, sentence) => {
    expect(() => createShotcaller(written(options))).toThrow(sentence);
  });
});

describe('Options that the library has', () => {
  test('may be undefined, and one object of them serves for looking and for buying', async () => {
    await using world = await simulate();
    const shotcaller = world.open({ caps: undefined, callbackUrl: undefined });
    const options = {
      model: undefined,
      profile: 'fastAndCheap',
      maxUsd: '0.50',
      sidecar: undefined,
      fallback: 1,
    } as const;
    const plan = await shotcaller.preview(clip, options);
    if (plan.kind === 'no_plan') throw new Error('Nothing fits.');
    await shotcaller.quote(clip, options);
    await shotcaller.checkBudget(plan.price.highUsd, options);
    expect(await shotcaller.run(clip, { ...options, plan, key: undefined })).toMatchObject({ status: 'done' });
  });
});

describe('A question about jobs or money that cannot be meant', () => {
  const nothing = 'an answer of none, or of $0, would be false';

  test.each([
    ['jobs', { since: 'yesterday' }, 'since: "yesterday" is no day or moment. Write it as 2026-10-01'],
    ['jobs', { since: '2026-02-30' }, 'since: "2026-02-30" is no day or moment'],
    ['jobs', { since: new Date(0) }, 'is no day or moment'],
    ['jobs', { states: ['finished'] }, 'states: "finished" is no state of a job. There are planned, '],
    ['jobs', { limit: -1 }, 'limit: -1 is not a whole number from 1 on.'],
    ['ledger', { since: '2026-13-01' }, 'since: "2026-13-01" is no day or moment'],
    ['ledger', { since: '01.10.2026' }, 'is no day or moment'],
  ] as const)(`is refused: %s %j, for ${nothing}`, async (call, query, sentence) => {
    await using world = await simulate();
    await expect(world.open()[call](written(query))).rejects.toThrow(sentence);
  });

  test('a moment of another zone is the same moment', async () => {
    await using world = await simulate();
    const shotcaller = world.open();
    const { id, status } = await shotcaller.run(clip);
    expect(status).toBe('done');
    const [{ createdAt } = { createdAt: '' }] = await shotcaller.jobs();
    const later = (hours: number, zone: string) =>
      new Date(Date.parse(createdAt) + hours * 3_600_000).toISOString().replace('Z', zone);
    // Fourteen hours later by the clock on the wall there, and one second before it.
    for (const since of [later(13, '+14:00'), later(-13, '-12:00'), createdAt.slice(0, 10)])
      expect((await shotcaller.jobs({ since })).map((job) => job.id)).toEqual([id]);
    for (const since of [later(15, '+14:00'), later(-11, '-12:00')])
      expect(await shotcaller.jobs({ since })).toEqual([]);
    expect((await shotcaller.ledger({ since: later(13, '+14:00') })).report.total.jobs).toBe(1);
  });
});

test.each([[undefined], [null], ['a paper boat'], [[]]])(
  'requirements that are no object are refused, and nothing is asked: %j',
  async (requirements) => {
    await using world = await simulate();
    const shotcaller = world.open();
    for (const call of [shotcaller.run, shotcaller.submit, shotcaller.select, shotcaller.quote, shotcaller.preview])
      await expect(call(requirements as never)).rejects.toThrow(RequirementsError);
    expect(world.requests).toEqual([]);
  },
);

describe('A value that an option does not take', () => {
  test.each([
    [{ allowTwoBills: 'false' }, 'allowTwoBills must be true or false; "false" was given. Nothing was bought.'],
    [{ overwrite: 'no' }, 'overwrite must be true or false'],
    [{ allowedModels: [] }, 'allowedModels must be a list of names, with one at least; an empty list was given.'],
    [{ allowedModels: 'google/veo-3.1-lite' }, 'allowedModels must be a list'],
    [{ watchSeconds: '60' }, 'watchSeconds must be a number from 0; "60" was given.'],
    [{ watchSeconds: Number.NaN }, 'watchSeconds must be a number from 0; NaN was given.'],
    [{ fallback: 1.5 }, 'fallback must be a whole number from 0'],
    [{ key: 7 }, 'key must be text; 7 was given.'],
    [{ method: 'guess' }, 'method must be evidence or cookbook; "guess" was given.'],
    [{ signal: new AbortController() }, 'signal must be an AbortSignal; an object was given.'],
    [{ onProgress: 'log' }, 'onProgress must be a function'],
    [{ model: 5 }, 'model must be text'],
  ])('stops a run before anything is opened or asked: %j', async (options, sentence) => {
    await using world = await simulate();
    await expect(world.open().run(clip, written(options))).rejects.toThrow(sentence);
    expect([world.requests, existsSync(join(world.home, 'ledger.sqlite'))]).toEqual([[], false]);
  });

  test.each([
    { concurrency: 0 },
    { concurrency: Number.NaN },
    { leaseMs: Number.NaN },
    { waiting: 'soon' },
    { home: 5 },
  ])(
    'is refused when a Shotcaller is made, which would wait for ever, or fail after a purchase: %j',
    async (options) => {
      expect(() => createShotcaller(options as never)).toThrow(/must be .* was given\. Nothing was bought\./);
    },
  );

  test('is refused in the options of a batch and of resume too; no key, signal or fallback may be null', async () => {
    await using world = await simulate();
    const { batch, ...shotcaller } = world.open();
    const plan = await batch.plan(await batch.readListText('{"id":"a","prompt":"a mug","duration":4}', 'jsonl'));
    await expect(batch.run(plan, written({ concurrency: 0 }))).rejects.toThrow('concurrency must be a whole number');
    await expect(shotcaller.resume([], written({ overwrite: 'no' }))).rejects.toThrow(
      'overwrite must be true or false',
    );
    const { status } = await shotcaller.run(clip, written({ key: null, signal: null, fallback: null }));
    expect(status).toBe('done');
  });
});
