import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSimulator } from '@shotcaller/simulator';
import { expect, onTestFinished, test } from 'vitest';
import { shotcaller } from './command-line.ts';

const clip = ['--model', 'google/veo-3.1-lite', '--duration', '4', '--resolution', '720p', '--no-audio'];

/** A service that loses the answer to a submit, and the job that came of it. */
async function lostAnswer() {
  const simulator = createSimulator({ scenario: 'submit-reset', clipThread: false });
  onTestFinished(() => simulator.close());
  const home = mkdtempSync(join(tmpdir(), 'shotcaller-settle-'));
  const call = (...words: readonly string[]) =>
    shotcaller(words, {
      home,
      workingFolder: home,
      now: new Date().toISOString(),
      environment: {
        OPENROUTER_API_KEY: 'sk-or-v1-a-key-of-this-test',
        OPENROUTER_BASE_URL: 'https://service.example/api/v1',
      },
      fetch: (input, init) => simulator.fetch(input as string, init),
    });
  const run = await call('run', '--prompt', 'a boat', ...clip, '--catalog', 'bundled', '--yes', '--json');
  expect(run.code).toBe(5);
  const { id } = JSON.parse(run.out) as { id: string };
  const total = async () => JSON.parse((await call('ledger', '--json')).out).total;
  return { call, id, total };
}

test('a job that turned out not to be bought gives its reservation back, and no later command sends it again', async () => {
  const { call, id, total } = await lostAnswer();
  expect(await total()).toMatchObject({ reservedUsd: '0.12' });
  expect((await call('jobs', 'settle', id, '--not-bought')).code).toBe(0);
  expect(await total()).toMatchObject({ reservedUsd: '0', billedUsd: '0', unknownBills: 0 });
  const [job] = JSON.parse((await call('jobs', '--json')).out);
  expect(job).toMatchObject({ id, status: 'refused', reason: { code: 'settled_not_bought' } });
  expect((await call('resume')).talk).toContain('No jobs are open');
});

test('a job that the account was billed for is booked at that bill', async () => {
  const { call, id, total } = await lostAnswer();
  expect((await call('jobs', 'settle', id, '--billed', '0.11')).code).toBe(0);
  expect(await total()).toMatchObject({ reservedUsd: '0', billedUsd: '0.11', assumedUsd: '0' });
});

test.each([
  ['neither', [], '--not-bought'],
  ['both', ['--not-bought', '--billed', '0.1'], '--not-bought'],
  ['an amount that is none', ['--billed', 'much'], 'much'],
])('settle with %s changes nothing and says how it is used', async (_what, words, says) => {
  const { call, id, total } = await lostAnswer();
  const { code, talk } = await call('jobs', 'settle', id, ...words);
  expect([code, talk]).toEqual([2, expect.stringContaining(says)]);
  expect(await total()).toMatchObject({ reservedUsd: '0.12' });
});

test('an id that the service does not know is not taken, and the job stays as it was', async () => {
  const { call, id, total } = await lostAnswer();
  const { code } = await call('resume', id, '--remote-id', 'gen-vid-1700000000-aaaaaaaaaaaaaaaaaaaa');
  expect(code).not.toBe(0);
  expect(await total()).toMatchObject({ reservedUsd: '0.12' });
});
