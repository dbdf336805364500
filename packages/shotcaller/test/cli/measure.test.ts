import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { png } from '../inputs/images.ts';
import { hastyClock } from '../jobs/simulated.ts';
import { shotcaller } from './command-line.ts';

const packshot = [
  '--duration',
  '5',
  '--resolution',
  '720p',
  '--no-audio',
  '--first-frame',
  'https://example.com/a.png',
];
const asked = ['--prompt', 'a mug', ...packshot, '--profile', 'fastAndCheap', '--catalog', 'bundled'];
const newFolder = () => mkdtempSync(join(tmpdir(), 'shotcaller-measure-'));

/** Runs commands in a home, whose simulator goes by a clock that moves. */
const commandIn = (home: string) => async (words: readonly string[]) => {
  const { out, talk } = await shotcaller([...words, '--json'], { home, workingFolder: home, jobClock: hastyClock });
  return { answer: JSON.parse(out), talk };
};

describe('measure', () => {
  test('names the cheap clip that makes the pick of a batch of packshots surer, and buys nothing', async () => {
    const { out, code, talk } = await shotcaller(['measure', '--budget', '0.2', '--clips', '100', ...asked, '--json']);
    expect(code).toBe(0);
    const { steps, totalUsd } = JSON.parse(out);
    expect(steps[0]).toMatchObject({ model: 'bytedance/seedance-1-5-pro', usd: 0.13068 });
    expect(steps[0].chanceRightAfter).toBeGreaterThan(steps[0].chanceRightBefore + 0.1);
    expect(totalUsd).toBeLessThanOrEqual(0.2);
    expect(talk).toContain('Nothing was bought');
  });

  test('says that it is not worth it for one clip', async () => {
    const { out } = await shotcaller(['measure', '--budget', '2', '--clips', '1', ...asked]);
    expect(out).toContain('Not worth it');
  });

  test('names the clip that the budget does not reach, and what would', async () => {
    const { out, code } = await shotcaller(['measure', '--budget', '0.13', '--clips', '100', ...asked]);
    expect(code).toBe(0);
    expect(out).toContain('No test clip that is worth its price fits the budget. The best one would be');
    expect(out).toMatch(/seedance-1-5-pro for \$0\.13: .*\n--budget 0\.14 pays for it\./);
    const { out: bought } = await shotcaller(['measure', '--budget', '0.14', '--clips', '100', ...asked]);
    expect(bought).toMatch(/1\. bytedance\/seedance-1-5-pro for \$0\.13/);
  });

  test('says of every further clip what it adds, for what those before it said is not known yet', async () => {
    const { out } = await shotcaller(['measure', '--budget', '2', '--clips', '100', ...asked]);
    const [first, ...others] = out.split('\n').filter((line) => /^\d+\. /.test(line));
    expect(first).toMatch(/goes from \d+ % to \d+ %; worth/);
    expect(others.length).toBeGreaterThan(2);
    for (const line of others) expect(line).toMatch(/the chance rises by about \d+ more points?; worth/);
  });

  test('buys within the budget, and the times of the clips bought count in the next pick', async () => {
    const command = commandIn(newFolder());
    const measured = await command(['measure', '--budget', '0.2', '--clips', '100', ...asked, '--yes']);
    const { bought, pickAfter } = measured.answer;
    expect(bought).toEqual([expect.objectContaining({ model: 'bytedance/seedance-1-5-pro', status: 'done' })]);
    const { pick, ranked } = (await command(['pick', ...asked])).answer;
    expect(pick).toBe(pickAfter);
    const inPick = ranked.find(({ model }: { model: string }) => model === 'bytedance/seedance-1-5-pro');
    expect(inPick.speed.basis).toMatchObject({ level: 'measured', n: 1 });
  });

  test('of a rating buys a fresh clip of both models for each vote, names the comparisons, and a vote counts', async () => {
    const home = newFolder();
    const command = commandIn(home);
    const picture = join(home, 'mug.png');
    writeFileSync(picture, png({ width: 1280, height: 720 }));
    const looks = ['--prompt', 'a mug', '--duration', '5', '--resolution', '720p', '--catalog', 'bundled'];
    const byLooks = [...looks, '--first-frame', picture, '--weights', 'speed=0,cost=.3,quality=.7'];
    const measure = ['measure', '--budget', '1.4', '--clips', '2000', ...byLooks];
    const plan = (await command(measure)).answer;
    expect(plan.steps.map(({ kind }: { kind: string }) => kind)).toEqual(['vote', 'vote']);
    const { model, against } = plan.steps[0];

    const { answer, talk } = await command([...measure, '--yes']);
    const { bought } = answer;
    expect(bought.map((clip: { model: string }) => clip.model)).toEqual([model, against, model, against]);
    expect(new Set(bought.map(({ id }: { id: string }) => id)).size).toBe(4);
    const billedUsd = bought.reduce((sum: number, clip: { billedUsd: string }) => sum + Number(clip.billedUsd), 0);
    expect(billedUsd).toBeCloseTo(plan.totalUsd, 6);

    const comparisons = [...talk.matchAll(/shotcaller compare (\S+) (\S+)/g)];
    expect(comparisons.map(([, one, other]) => [one, other])).toEqual([
      [bought[0].id, bought[1].id],
      [bought[2].id, bought[3].id],
    ]);
    const ratingOf = async () =>
      (await command(['pick', ...byLooks])).answer.ranked.find((ranked: { model: string }) => ranked.model === model)
        .quality.rating;
    const before = await ratingOf();
    const shown = (await command(['compare', bought[0].id, bought[1].id, '--better', 'first'])).answer;
    const after = await ratingOf();
    expect(Math.sign(after - before)).toBe(shown.better === model ? 1 : -1);
  });

  test.each([
    ['no budget', [], 'needs a budget'],
    ['a budget that is none', ['--budget', 'much'], 'is not an amount'],
    ['no clips', ['--budget', '1', '--clips', '0'], '--clips 0 is not a whole number'],
  ])('with %s is refused', async (_what, words, says) => {
    expect(await shotcaller(['measure', ...words, ...asked])).toMatchObject({
      code: 2,
      talk: expect.stringContaining(says),
    });
  });

  test('says when no model fits', async () => {
    expect((await shotcaller(['measure', '--budget', '1', '--duration', '3000', '--catalog', 'bundled'])).code).toBe(3);
  });
});
