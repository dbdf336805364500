import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSimulator } from 'shotcaller/simulator';
import { expect, test } from 'vitest';
import { hastyClock } from '../jobs/simulated.ts';
import { shotcaller } from './command-line.ts';

const words = 'run --yes --prompt boat --duration 4 --resolution 720p --no-audio --catalog bundled'.split(' ');

/** Orders a clip and presses Ctrl-C as soon as that is said; then gives what `jobs`, and what `resume`, say of it. */
async function letGoAt(scenario: string, said: RegExp, ...more: readonly string[]) {
  const simulator = createSimulator({ scenario, speed: 1000, clipThread: false });
  const home = mkdtempSync(join(tmpdir(), 'shotcaller-let-go-'));
  const surroundings = {
    home,
    workingFolder: home,
    environment: { OPENROUTER_API_KEY: 'sk-or-v1-of-this-test', OPENROUTER_BASE_URL: 'https://service.example/api/v1' },
    fetch: simulator.fetch as typeof fetch,
    fileFetch: simulator.fetch,
  };
  const ctrlC = new AbortController();
  const ran = await shotcaller([...words, ...more], {
    ...surroundings,
    signal: ctrlC.signal,
    onTalk: (text) => said.test(text) && ctrlC.abort(),
  });
  const id = /shotcaller (?:resume|jobs settle) (shot-\S+?)(?:[.\s]|$)/.exec(ran.talk)?.[1];
  const shown = await shotcaller(['jobs', id ?? ''], surroundings);
  simulator.setScenario('');
  const resumed = await shotcaller(['resume', id ?? ''], { ...surroundings, jobClock: hastyClock });
  await simulator.close();
  return { ran, shown, resumed, bought: simulator.jobs.length };
}

test('a clip whose request was refused and is let go of before it is sent again does not run on: it was not bought, and resume gives back what is reserved', async () => {
  const { ran, shown, resumed, bought } = await letGoAt('submit-503', /Trying again/);
  expect(ran.talk).toContain('Not sent: ');
  expect(ran.talk).toContain('Billed nothing');
  expect(ran.talk).not.toContain('runs on');
  for (const { talk, out } of [ran, shown])
    expect(talk + out).toMatch(/to give back what is reserved: shotcaller resume/);
  expect(ran.code).toBe(6);
  expect(resumed.talk).toContain('Billed nothing');
  expect(bought).toBe(0);
});

test('a clip that is made when it is let go of runs on', async () => {
  const { ran, resumed, bought } = await letGoAt('', /Bought/);
  expect(ran.talk).toMatch(/Detached: \S+, OpenRouter’s id \S+ runs on at the service\./);
  expect(ran.talk).toContain('Go on with: shotcaller resume');
  expect(resumed.talk).toContain('Done: ');
  expect(bought).toBe(1);
});

test('a submit whose answer was lost is in doubt, and not said to run on', async () => {
  const { ran, bought } = await letGoAt('submit-reset', /submitting once/);
  expect(ran.talk).toContain('Outcome unknown: ');
  expect(ran.talk).not.toContain('runs on');
  expect(ran.code).toBe(5);
  expect(bought).toBe(1);
});
