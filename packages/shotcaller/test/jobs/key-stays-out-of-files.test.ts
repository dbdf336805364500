import { mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { bundledCatalog } from '@shotcaller/core';
import { createSimulator } from 'shotcaller/simulator';
import { expect, test } from 'vitest';
import { createShotcaller } from '../../src/shotcaller.ts';

const key = 'sk-or-v1-0f3c-must-not-be-written-anywhere';

test('The key is in no file, event, result or error of a run: ledger, sidecar, clip, catalogue cache', async () => {
  const home = mkdtempSync(join(tmpdir(), 'shotcaller-key-'));
  const startMs = Date.now();
  const speed = 200;
  const now = () => startMs + (Date.now() - startMs) * speed;
  const simulator = createSimulator({ speed, clipThread: false, scenario: 'poll-503:1,content-cut' });
  const events: unknown[] = [];
  const shotcaller = createShotcaller({
    apiKey: key,
    baseUrl: 'https://service.example/api/v1',
    home,
    fetch: (input, init) => simulator.fetch(input, init),
    catalog: async () => bundledCatalog,
    clock: { now, sleep: (durationMs) => new Promise((resolve) => setTimeout(resolve, durationMs / speed)) },
  });
  const clip = { prompt: 'a paper boat', durationSeconds: 4, resolution: '720p', audio: false } as const;
  const run = {
    model: 'google/veo-3.1-lite',
    sidecar: true,
    key: 'order-1',
    onProgress: (event: unknown) => events.push(event),
  };
  const done = await shotcaller.run(clip, run);
  expect(done.status).toBe('done');
  simulator.setScenario('submit-502');
  const lost = await shotcaller.run(clip, { ...run, key: 'order-2' });
  expect(lost.status).toBe('unknown');
  const reused = await shotcaller.run({ ...clip, durationSeconds: 6 }, run).catch((error: unknown) => error);
  expect(reused).toBeInstanceOf(Error);
  const ledger = await shotcaller.ledger();
  await shotcaller.close();
  await simulator.close();

  const files = filesIn(home);
  expect(files.some((path) => path.endsWith('.mp4.json'))).toBe(true);
  expect(files.some((path) => path.includes('ledger'))).toBe(true);
  for (const path of files) expect(readFileSync(path).includes(key), path).toBe(false);
  expect(inspect([done, lost, reused, ledger, events], { depth: 20 })).not.toContain(key);
});

test('The key is in no file when the service gives it back escaped, in a job, in an error or in an address', async () => {
  const escaped = key.replace('s', '\\u0073');
  const home = mkdtempSync(join(tmpdir(), 'shotcaller-key-'));
  const answers: Record<string, () => Response> = {
    POST: () => answer(202, `{"id":"job-1","status":"pending","polling_url":"/api/v1/videos/job-1?key=${escaped}"}`),
    GET: () => answer(200, `{"id":"job-1","status":"failed","error":"no ${escaped}","unsigned_urls":["/f?k=${key}"]}`),
  };
  const shotcaller = createShotcaller({
    apiKey: key,
    baseUrl: 'https://service.example/api/v1',
    home,
    fetch: async (_url, init) => answers[init?.method ?? 'GET']!(),
    catalog: async () => bundledCatalog,
    placePoll: (_attempt, nowMs) => ({ nextPollMs: nowMs, remainingSeconds: null }),
  });
  const failed = await shotcaller.run({ prompt: 'a paper boat', durationSeconds: 4 }, { model: 'google/veo-3.1-lite' });
  answers.POST = () =>
    answer(400, `{"error":{"code":400,"message":"Bearer ${encodeURIComponent(escaped)} is no key"}}`);
  const refused = await shotcaller.run({ prompt: 'a boat', durationSeconds: 4 }, { model: 'google/veo-3.1-lite' });
  await shotcaller.close();
  expect([failed.status, refused.status]).toEqual(['failed', 'refused']);
  const core = key.slice(3);
  for (const path of filesIn(home)) expect(readFileSync(path).includes(core), path).toBe(false);
  expect(inspect([failed, refused], { depth: 20 })).not.toContain(core);
});

function answer(status: number, body: string): Response {
  return new Response(body, { status, headers: { 'content-type': 'application/json' } });
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
}
