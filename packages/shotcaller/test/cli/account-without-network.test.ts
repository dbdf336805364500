import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSimulator } from '@shotcaller/simulator';
import { beforeAll, describe, expect, test } from 'vitest';
import { shotcaller } from './command-line.ts';

const clip = ['--model', 'google/veo-3.1-lite', '--duration', '4', '--resolution', '720p', '--no-audio'];
const home = mkdtempSync(join(tmpdir(), 'shotcaller-no-network-'));
const environment = {
  OPENROUTER_API_KEY: 'sk-or-v1-a-key-of-this-test',
  OPENROUTER_BASE_URL: 'https://service.example/api/v1',
};
const call = (words: readonly string[], fetchOfTest: typeof fetch) =>
  shotcaller(words, {
    home,
    workingFolder: home,
    now: new Date().toISOString(),
    environment,
    fetch: fetchOfTest,
  });
let id = '';

beforeAll(async () => {
  const simulator = createSimulator({ scenario: 'submit-reset', clipThread: false });
  const { code, out } = await call(
    ['run', '--prompt', 'a boat', ...clip, '--catalog', 'bundled', '--yes', '--json'],
    (input, init) => simulator.fetch(input as string, init),
  );
  await simulator.close();
  expect(code).toBe(5);
  ({ id } = JSON.parse(out) as { id: string });
});

/** A service that cannot be reached, and whether it was asked. */
function unreachable() {
  const asked: string[] = [];
  const fetchOfTest: typeof fetch = (input) => {
    asked.push(String(input));
    return Promise.reject(new TypeError('fetch failed'));
  };
  return { asked, fetch: fetchOfTest };
}

describe('reading an account asks nothing of the network, though no catalogue was ever fetched', () => {
  test.each([
    [['ledger'], 'google/veo-3.1-lite'],
    [['ledger', '--json'], '"reservedUsd": "0.12"'],
    [['ledger', '--csv'], 'google/veo-3.1-lite'],
    [['ledger', '--since', '2026-01-01'], 'google/veo-3.1-lite'],
    [['jobs'], 'unknown'],
    [['jobs', '--json'], '"status": "unknown"'],
    [['jobs', 'ID'], 'unknown'],
    [['config'], 'caps.perJobUsd'],
    [['votes'], 'No votes yet'],
    [['keys'], 'There are no keys'],
    [['fleet'], 'No process works'],
    [['files', 'prune', '--older-than', '30d'], ''],
    // Last: it ends the job.
    [['jobs', 'settle', 'ID', '--billed', '0.12'], '$0.12'],
    [['ledger'], 'google/veo-3.1-lite'],
  ])('%j', async (words, says) => {
    const service = unreachable();
    const { code, out, talk } = await call(
      words.map((word) => (word === 'ID' ? id : word)),
      service.fetch,
    );
    expect(service.asked).toEqual([]);
    expect([code, out + talk]).toEqual([0, expect.stringContaining(says)]);
  });
});
