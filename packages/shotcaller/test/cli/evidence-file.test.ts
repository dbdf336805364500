import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { shotcaller } from './command-line.ts';

const clip = ['--duration', '5', '--resolution', '720p', '--catalog', 'bundled', '--json'];
const newFolder = () => mkdtempSync(join(tmpdir(), 'shotcaller-evidence-'));
const wan = 'alibaba/wan-2.6';

async function placeOf(model: string, words: readonly string[], more: Parameters<typeof shotcaller>[1]) {
  const { out } = await shotcaller(['pick', ...clip, ...words], more);
  return JSON.parse(out).ranked.find((ranked: { model: string }) => ranked.model === model);
}

const rating = {
  model: wan,
  task: 'text-to-video',
  score: 1520,
  low: 1515,
  high: 1525,
  votes: 900,
  asOf: '2026-10-08',
  source: 'our panel',
};
const time = { model: wan, seconds: 20, durationSeconds: 5, clips: 8, asOf: '2026-10-08', source: 'our runs' };
const votes = Array.from({ length: 60 }, () => ({
  models: [wan, 'google/veo-3.1'],
  better: wan,
  task: 'text-to-video',
  votedAt: '2026-10-08T10:00:00Z',
}));

describe('evidence of your own', () => {
  test('from a file counts in ratings, times and votes, and says where it is from', async () => {
    const workingFolder = newFolder();
    writeFileSync(join(workingFolder, 'own.json'), JSON.stringify({ ratings: [rating], times: [time], votes }));
    const before = await placeOf(wan, [], { workingFolder });
    const after = await placeOf(wan, ['--evidence', 'own.json'], { workingFolder });
    expect(after.quality.rating).toBeGreaterThan(1500);
    expect(after.quality.basis).toMatchObject({ source: 'our panel (given)', asOf: '2026-10-08' });
    expect(after.quality.basis.notes).toContain('own_votes_counted');
    expect(after.speed.p50Seconds).toBeLessThan(before.speed.p50Seconds);
    expect(after.speed.basis.source).toContain('our runs (given)');
  });

  test('in evidence.json of the home folder counts without being named', async () => {
    const home = newFolder();
    writeFileSync(join(home, 'evidence.json'), `\uFEFF${JSON.stringify({ ratings: [rating] })}`);
    expect((await placeOf(wan, [], { home })).quality.rating).toBeGreaterThan(1500);
    expect((await placeOf(wan, [], {})).quality.rating).toBeLessThan(1400);
  });

  test('is the same in quote, preview and run: the pick that pick names is the one that run would buy', async () => {
    const home = newFolder();
    writeFileSync(
      join(home, 'evidence.json'),
      JSON.stringify({
        ratings: [{ ...rating, score: 1900, low: 1890, high: 1910 }],
        times: [{ ...time, seconds: 3 }],
      }),
    );
    const words = ['--prompt', 'a boat', ...clip, '--profile', 'qualityAndCost'];
    const preview = JSON.parse((await shotcaller(['preview', ...words], { home })).out);
    expect(preview.model).toBe(JSON.parse((await shotcaller(['pick', ...words], { home })).out).pick);
    expect(preview.model).toBe(wan);
  });

  test.each([
    ['what is not JSON', '{"ratings": [', 'is not JSON'],
    ['a field that there is not', { rating: [] }, 'rating'],
    ['a rating without its source', { ratings: [{ ...rating, source: undefined }] }, 'ratings[0].source'],
    [
      'a score that is text',
      { ratings: [rating, { ...rating, score: '1520' }] },
      'ratings[1].score: must be a number, but it is "1520"',
    ],
    [
      'limits that do not hold the score',
      { ratings: [{ ...rating, low: 1521 }] },
      'score must lie between low and high',
    ],
    ['one limit alone', { ratings: [{ ...rating, high: undefined }] }, 'low and high belong together'],
    ['a date that is none', { times: [{ ...time, asOf: 'last week' }] }, 'times[0].asOf: must be a date'],
    ['a time of no seconds', { times: [{ ...time, seconds: 0 }] }, 'times[0].seconds'],
    ['a vote for a third', { votes: [{ ...votes[0], better: 'x/y' }] }, 'better must be one of models'],
    ['a vote of one against itself', { votes: [{ ...votes[0], models: [wan, wan] }] }, 'two different'],
  ])('with %s is refused, naming the place', async (_what, content, says) => {
    const workingFolder = newFolder();
    writeFileSync(join(workingFolder, 'own.json'), typeof content === 'string' ? content : JSON.stringify(content));
    const { code, talk } = await shotcaller(['pick', ...clip, '--evidence', 'own.json'], { workingFolder });
    expect([code, talk]).toEqual([2, expect.stringContaining(says)]);
  });

  test('that was named and is not there is an error', async () => {
    const { code, talk } = await shotcaller(['pick', ...clip, '--evidence', 'none.json'], {
      workingFolder: newFolder(),
    });
    expect([code, talk]).toEqual([2, expect.stringContaining('there is no such file')]);
  });
});
