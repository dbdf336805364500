import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSimulator } from 'shotcaller/simulator';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { JobResult } from '../../src/jobs/job-result.ts';
import { jpg } from '../inputs/images.ts';
import { shotcaller } from './command-line.ts';

const clip = ['run', '--prompt', 'a boat', '--duration', '4', '--resolution', '720p', '--no-audio', '--yes'];
const named = ['--model', 'google/veo-3.1-lite', '--catalog', 'bundled'];
const home = mkdtempSync(join(tmpdir(), 'shotcaller-jobs-'));
const environment = {
  OPENROUTER_API_KEY: 'sk-or-v1-a-key-of-this-test',
  OPENROUTER_BASE_URL: 'https://service.example/api/v1',
};
const simulator = createSimulator({ scenario: 'submit-402-credits', clipThread: false });
const fetchOfService: typeof fetch = (input, init) => simulator.fetch(input as string, init);
const ask = (words: readonly string[], more: Parameters<typeof shotcaller>[1] = {}) =>
  shotcaller(words, { home, workingFolder: home, environment, fetch: fetchOfService, ...more });

beforeAll(async () => {
  // Refused for its credits: nothing was bought.
  expect((await ask([...clip, ...named])).code).toBe(1);
});
afterAll(() => simulator.close());

const titles = ['job', 'status', 'model', 'quoted', 'billed', 'created', 'remote id'];
const titlesOf = (out: string) => out.split('\n')[0]!.trim().split(/ {2,}/);

test.each([10, 40, 60])('jobs that is piped has every column, however narrow the terminal is: %d', async (columns) => {
  const { code, out } = await ask(['jobs'], { columns });
  expect([code, titlesOf(out)]).toEqual([0, titles]);
});

test('jobs on a narrow terminal leaves columns out, the job and its status never', async () => {
  const { out } = await ask(['jobs'], { columns: 60, terminal: true });
  const shown = titlesOf(out);
  expect(shown.slice(0, 2)).toEqual(['job', 'status']);
  expect(shown.length).toBeLessThan(titles.length);
});

test('a job that was refused was billed $0.00, not an unknown amount', async () => {
  const { out } = await ask(['jobs']);
  const row = out.split('\n')[1]!.trim().split(/ {2,}/);
  expect(row.slice(1, 5)).toEqual(['refused', 'google/veo-3.1-lite', '$0.12', '$0.00']);
  expect(simulator.jobs).toHaveLength(0);
});

test('jobs show ID is jobs ID', async () => {
  const [{ id }] = JSON.parse((await ask(['jobs', '--json'])).out);
  const shown = await ask(['jobs', 'show', id]);
  expect([shown.code, shown.out]).toEqual([0, (await ask(['jobs', id])).out]);
  expect(shown.out).toContain(id);
});

test('jobs ID tells what was ordered: the whole prompt and the clip, in text and in JSON', async () => {
  const prompt = `a very long story of a boat: ${'the waves rise, '.repeat(60)}and it comes home`;
  const long = ['run', '--prompt', prompt, '--duration', '6', '--resolution', '1080p', '--aspect', '9:16', '--yes'];
  expect((await ask([...long, ...named])).code).toBe(1);
  const [{ id }] = JSON.parse((await ask(['jobs', '--json', '--limit', '1'])).out);
  const shown = await ask(['jobs', id]);
  expect(shown.out.split('\n')).toEqual(
    expect.arrayContaining([`Prompt: ${prompt}`, 'Clip: 6 s · 1080p · 9:16 · sound left to the model']),
  );
  const { requirements, clip: ordered, events } = JSON.parse((await ask(['jobs', id, '--json'])).out);
  expect(requirements).toMatchObject({ prompt, durationSeconds: 6, task: 'generate' });
  expect(ordered).toEqual({ task: 'generate', durationSeconds: 6, resolution: '1080p', aspectRatio: '9:16' });
  expect(events.length).toBeGreaterThan(0);
});

test('a prompt of several lines is set off in jobs ID, so that no line of it is taken for one of ours', async () => {
  const lines = ['run', '--prompt', 'a boat\nBilled: $0.00', '--duration', '4', '--resolution', '720p', '--yes'];
  expect((await ask([...lines, ...named])).code).toBe(1);
  const [{ id }] = JSON.parse((await ask(['jobs', '--json', '--limit', '1'])).out);
  const { out } = await ask(['jobs', id]);
  expect(out).toContain('Prompt:\n  | a boat\n  | Billed: $0.00\nClip: 4 s');
});

test('a picture that was ordered from is told with its size in jobs ID, not its data', async () => {
  const picture = jpg({ width: 1280, height: 720 });
  writeFileSync(join(home, 'first.jpg'), picture);
  const ordered = await ask([...clip, ...named, '--first-frame', join(home, 'first.jpg')]);
  expect(ordered.code, ordered.talk).toBe(1);
  const [{ id }] = JSON.parse((await ask(['jobs', '--json', '--limit', '1'])).out);
  const { out } = await ask(['jobs', id]);
  const [, kilobytes] = /^First frame: image\/jpeg of (\d+) kB/m.exec(out) ?? [];
  expect(Number(kilobytes) - picture.length / 1000).toBeCloseTo(0, -0.3);
  expect(out).not.toContain(picture.toString('base64').slice(0, 200));
});

describe('a filter that leaves nothing', () => {
  /** A ledger with two jobs that were refused and one whose answer was lost: that one is open. */
  async function threeJobs() {
    const lost = createSimulator({ scenario: 'submit-reset', clipThread: false });
    onTestFinished(() => lost.close());
    const elsewhere = { home: mkdtempSync(join(tmpdir(), 'shotcaller-jobs-')), now: '2026-10-09T12:00:00.000Z' };
    for (const code of [1, 1]) expect((await ask([...clip, ...named], elsewhere)).code).toBe(code);
    const answersLost: typeof fetch = (input, init) => lost.fetch(input as string, init);
    expect((await ask([...clip, ...named], { ...elsewhere, fetch: answersLost })).code).toBe(5);
    return (words: readonly string[]) => ask(words, elsewhere);
  }

  test('is said with the number of jobs that there are without it, and what lists those under way', async () => {
    const call = await threeJobs();
    const without = 'Without it there are 3 jobs (2 refused, 1 unknown).';
    const open = 'shotcaller jobs --status open lists what is still under way: 1.';
    for (const [words, filter] of [
      [['--status', 'running'], '--status running'],
      [['--status', 'done,failed'], '--status done,failed'],
      [['--status', 'done', '--status', 'expired'], '--status done --status expired'],
    ] as const) {
      const { code, out, talk } = await call(['jobs', ...words]);
      expect([code, out, talk]).toEqual([0, '', `No job fits ${filter}. ${without} ${open}\n`]);
    }
    expect((await call(['jobs', '--status', 'running', '--json'])).out).toBe('[]\n');
  });

  test('is said by the ledger for a day from which on nothing was spent', async () => {
    const call = await threeJobs();
    const { talk } = await call(['ledger', '--since', '2031-01-01']);
    expect(talk).toBe(
      'Nothing was spent since 2031-01-01. Before that day: 1 job, billed $0.00. shotcaller ledger without --since shows them.\n',
    );
  });

  test('is no filter in a ledger without jobs', async () => {
    const empty = { home: mkdtempSync(join(tmpdir(), 'shotcaller-jobs-')) };
    expect((await ask(['jobs', '--status', 'open'], empty)).talk).toBe(
      'No jobs yet. shotcaller run makes the first.\n',
    );
  });

  test('open lists every job that is still under way, ended all others, and both are every job', async () => {
    const call = await threeJobs();
    const statuses = async (filter: string) =>
      JSON.parse((await call(['jobs', '--json', '--status', filter])).out).map(({ status }: JobResult) => status);
    expect(await statuses('open')).toEqual(['unknown']);
    expect(await statuses('ended')).toEqual(['refused', 'refused']);
    expect(await statuses('open,ended')).toHaveLength(3);
  });

  test('a state that there is not is answered with the nearest and with all that there are', async () => {
    const { code, talk } = await ask(['jobs', '--status', 'runing']);
    expect([code, talk]).toEqual([
      2,
      expect.stringContaining('there is no such state. Did you mean running? Use open, ended, '),
    ]);
  });
});
