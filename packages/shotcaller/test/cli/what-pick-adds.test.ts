import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { shotcaller } from './command-line.ts';

const bundled = ['--catalog', 'bundled'];
const newHome = () => mkdtempSync(join(tmpdir(), 'shotcaller-adds-'));

describe('pick says beside the ranking', () => {
  test('what one concession gains', async () => {
    const words = ['pick', '--duration', '15', '--resolution', '720p', ...bundled];
    const { out } = await shotcaller(words);
    expect(out).toContain(
      'Or       768p instead of 720p: minimax/hailuo-3-max, $1.20, is ready in a quarter of the time (about 25 s).\n',
    );
    expect(JSON.parse((await shotcaller([...words, '--json'])).out).concession).toMatchObject({
      change: { field: 'resolution', from: '720p', to: '768p' },
      model: 'minimax/hailuo-3-max',
      by: 'speed',
    });
  });

  test('which model is cheapest, where the pick is not', async () => {
    const words = ['pick', '--duration', '5', '--profile', 'fastAndCheap', ...bundled];
    const cheapest = 'The cheapest that fits: ';
    expect((await shotcaller(words)).out).toContain(
      `         ${cheapest}x-ai/grok-imagine-video-1.5-lite for $0.15.\n`,
    );
    expect((await shotcaller([...words, '--only', 'minimax/hailuo-3-max'])).out).not.toContain(cheapest);
  });

  test('how old catalogue and evidence are, on the first line, and from 60 days on what that does', async () => {
    const young = await shotcaller(['pick', ...bundled], { now: '2026-11-08T12:00:00.000Z' });
    const lines = young.out.split('\n');
    expect(lines[0]).toBe(
      'Bundled catalogue as of 2026-10-08 (31 days old), 30 models; evidence as of 2026-10-09 (30 days old)',
    );
    expect(lines[1]).toMatch(/^Clip/);
    const old = (await shotcaller(['pick', ...bundled], { now: '2027-03-08T12:00:00.000Z' })).out.split('\n');
    expect(old[0]).toContain('(151 days old)');
    expect(old[1]).toMatch(/^The catalogue is 151 days old/);
    expect(old[2]).toMatch(/^The evidence is 150 days old \(2026-10-09\): .*pick/);
  });

  test('how often jobs on a model end with a clip, in --why, and with the pick where that is seldom', async () => {
    const why = (model: string) => shotcaller(['pick', '--why', model, ...bundled]);
    expect((await why('bytedance/seedance-2.5')).out).toMatch(
      /About 88 % of its jobs end with a clip \(\d+ counted\), so with failed jobs ordered again, which are not billed, a clip takes about .*\./,
    );
    expect((await why('kwaivgi/kling-v3.0-std')).out).toContain('Its failures have not been counted: 95 % of jobs');
    const only = await shotcaller(['pick', '--only', 'bytedance/seedance-2.5', ...bundled]);
    expect(only.out).toContain('About 88 % of its jobs end with a clip');
  });
});

describe('pick --tag', () => {
  const [one, other] = ['alibaba/wan-2.6', 'google/veo-3.1'] as const;
  const vote = (better: string, tag?: string) => ({
    models: [one, other],
    better,
    task: 'text-to-video',
    ...(tag !== undefined && { tag }),
    votedAt: '2026-10-08T10:00:00Z',
  });
  const votes = [
    ...Array.from({ length: 60 }, () => vote(one, 'talking')),
    ...Array.from({ length: 60 }, () => vote(other, 'product')),
    ...Array.from({ length: 5 }, () => vote(other)),
  ];
  const homeWithVotes = () => {
    const home = newHome();
    writeFileSync(join(home, 'evidence.json'), JSON.stringify({ votes }));
    return home;
  };
  const ratingWith = async (words: readonly string[], home: string) => {
    const { out } = await shotcaller(['pick', ...words, ...bundled, '--json'], { home });
    return JSON.parse(out).ranked.find(({ model }: { model: string }) => model === one).quality.rating as number;
  };

  test('counts only the votes with that tag, in whatever case it is written', async () => {
    const home = homeWithVotes();
    const plain = await ratingWith([], newHome());
    expect(await ratingWith(['--tag', 'talking'], home)).toBeGreaterThan(plain + 5);
    expect(await ratingWith(['--tag', ' Talking'], home)).toBe(await ratingWith(['--tag', 'talking'], home));
    expect(await ratingWith(['--tag', 'product'], home)).toBeLessThan(plain - 5);
    expect(Math.abs((await ratingWith([], home)) - plain)).toBeLessThan(2);
  });

  test('is the same in preview, and says when no vote has the tag', async () => {
    const home = homeWithVotes();
    const picked = await shotcaller(['pick', '--tag', 'tlking', ...bundled], { home });
    expect(picked.talk).toContain(
      'None of your votes has the tag "tlking", so ratings are without your votes. The tags of your votes: product, talking.',
    );
    const words = ['--prompt', 'a boat', '--profile', 'qualityAndCost', '--tag', 'talking', ...bundled, '--json'];
    expect(JSON.parse((await shotcaller(['preview', ...words], { home })).out).model).toBe(
      JSON.parse((await shotcaller(['pick', ...words], { home })).out).pick,
    );
  });

  test('without a word is refused', async () => {
    expect(await shotcaller(['pick', '--tag', ' ', ...bundled])).toMatchObject({
      code: 2,
      talk: expect.stringContaining('--tag takes a word or two'),
    });
  });
});
