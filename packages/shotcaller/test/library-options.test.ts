import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createShotcaller, OptionsError } from '../src/index.ts';
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
