import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Price, RequirementsInput, Selection } from '@shotcaller/core';
import { createSimulator, type Simulator } from '@shotcaller/simulator';
import { afterAll, describe, expect, test } from 'vitest';
import { createShotcaller } from '../../src/shotcaller.ts';
import { hastyClock } from '../jobs/simulated.ts';
import { shotcaller } from './command-line.ts';

const baseUrl = 'https://service.example/api/v1';
const apiKey = 'sk-or-v1-a-key-of-this-test';
const clip = { prompt: 'a paper boat', durationSeconds: 5, resolution: '720p' } as const;
const clipFlags = ['--prompt', clip.prompt, '--duration', '5', '--resolution', '720p'];
const mini = 'bytedance/seedance-2.0-mini';
const lite = 'x-ai/grok-imagine-video-1.5-lite';

interface Place {
  readonly home: string;
  readonly simulator: Simulator;
}

const places: Place[] = [];
afterAll(() => Promise.all(places.map(({ simulator }) => simulator.close())));

/** A service that costs money, as far as the command line can tell, and what was bought there before. */
async function placeWith(history: readonly { model: string; scenario: string; times: number }[]): Promise<Place> {
  const simulator = createSimulator({ speed: 1000, clipThread: false });
  const home = mkdtempSync(join(tmpdir(), 'shotcaller-same-'));
  const library = createShotcaller({
    home,
    apiKey,
    baseUrl,
    fetch: (input, init) => simulator.fetch(input, init),
    clock: hastyClock,
    placePoll: (_attempt, nowMs) => ({ nextPollMs: nowMs + 100, remainingSeconds: null }),
  });
  for (const { model, scenario, times } of history) {
    simulator.setScenario(scenario);
    for (let time = 0; time < times; time += 1) {
      const { status } = await library.run(clip satisfies RequirementsInput, { model });
      expect(status).toBe(scenario === 'job-failed' ? 'failed' : 'done');
    }
  }
  await library.close();
  simulator.setScenario('none');
  const place = { home, simulator };
  places.push(place);
  return place;
}

interface Words {
  /** Of all commands. */
  readonly requirements?: readonly string[];
  /** Of all that weigh models: `quote` weighs none. */
  readonly weighing?: readonly string[];
  /** Of all that take a model by name; `pick` is told to take only that one. */
  readonly model?: string;
}

function command({ home, simulator }: Place, ...words: readonly string[]) {
  return shotcaller([...words, ...clipFlags, '--catalog', 'bundled'], {
    home,
    workingFolder: home,
    now: '2026-11-22T12:00:00.000Z',
    environment: { OPENROUTER_API_KEY: apiKey, OPENROUTER_BASE_URL: baseUrl },
    fetch: (input, init) => simulator.fetch(input as string, init),
  });
}

/** What every command answers to the same words. */
async function answersOf(place: Place, { requirements = [], weighing = [], model }: Words) {
  const { simulator } = place;
  const ask = async (...words: readonly string[]) => {
    const { out, code } = await command(place, ...words, ...requirements, '--json');
    return { code, answer: JSON.parse(out) };
  };
  const bought = simulator.jobs.length;
  const named = model === undefined ? [] : ['--model', model];
  const pick: Selection = (await ask('pick', ...weighing, ...(model === undefined ? [] : ['--only', model]))).answer;
  const quotes: readonly { model: string; price: Price }[] = (await ask('quote', ...named)).answer;
  const preview = (await ask('preview', ...weighing, ...named)).answer;
  const run = await ask('run', ...weighing, ...named);
  expect(run).toMatchObject({ code: 4, answer: { status: 'not_confirmed' } });
  expect(simulator.jobs).toHaveLength(bought);
  return {
    pick: { model: pick.pick, price: pick.ranked[0]?.price, body: pick.request },
    speed: pick.ranked[0]?.speed,
    quote: quotes.find((quoted) => quoted.model === pick.pick)?.price,
    preview,
    run: run.answer.plan,
  };
}

describe.each([
  ['an empty ledger', [], lite],
  ['own bills at 0.4 of the list price', [{ model: mini, scenario: 'bill-promotion', times: 3 }], mini],
  [
    'as many failures of that model as clips',
    [
      { model: mini, scenario: 'bill-promotion', times: 3 },
      { model: mini, scenario: 'job-failed', times: 3 },
    ],
    mini,
  ],
])('pick, quote, preview and run agree with %s', (_history, history, expected) => {
  const place = placeWith(history);

  test.each<[string, Words]>([
    ['as it is', {}],
    ['with models in', { requirements: ['--only', `${mini},google/veo-3.1-lite`] }],
    ['with a provider and a model out', { requirements: ['--exclude', 'x-ai', '--exclude', 'google/veo-3.1-lite'] }],
    ['with a limit', { requirements: ['--max-usd', '0.2'] }],
    ['with a model by name', { model: 'bytedance/seedance-2.0-fast' }],
    ['with weights', { weighing: ['--weights', 'speed=0,cost=1,quality=0'] }],
    ['by the guide’s own method', { weighing: ['--method', 'cookbook'] }],
  ])('%s', async (_name, words) => {
    const { pick, speed, quote, preview, run } = await answersOf(await place, words);
    expect(pick.model).toEqual(expect.any(String));
    expect(preview).toEqual(pick);
    expect({ model: run.model, price: run.price, body: run.body }).toEqual(pick);
    expect(speed).toMatchObject(run.expectedTime);
    expect(quote).toEqual(pick.price);
    if (Object.keys(words).length === 0) expect(pick.model).toBe(expected);
  });

  test('in the same words: every line of the price', async () => {
    const { pick } = await answersOf(await place, {});
    const { out } = await command(await place, 'quote', String(pick.model));
    const lines = out.split('\n').filter((line) => line.includes(' × '));
    expect(lines.length).toBeGreaterThan(0);
    const [why, run] = [
      await command(await place, 'pick', '--why', String(pick.model)),
      await command(await place, 'run'),
    ];
    for (const line of lines) {
      expect(why.out).toContain(line.trim());
      expect(run.talk).toContain(line.trim());
    }
  });
});
