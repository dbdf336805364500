import { execFile } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
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
const execute = promisify(execFile);
const program = new URL('../../bin/shotcaller.js', import.meta.url).pathname;
const newFolder = () => mkdtempSync(join(tmpdir(), 'shotcaller-measure-'));

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

  test('buys within the budget, and the times of the clips bought count in the next pick', async () => {
    const home = newFolder();
    // A process of its own: its simulator goes by a clock that moves.
    const command = async (...words: readonly string[]) =>
      JSON.parse(
        (
          await execute(process.execPath, [program, ...words, '--json'], {
            cwd: home,
            env: { PATH: process.env.PATH, SHOTCALLER_HOME: home },
          })
        ).stdout,
      );
    const { bought, pickAfter } = await command('measure', '--budget', '0.2', '--clips', '100', ...asked, '--yes');
    expect(bought).toEqual([expect.objectContaining({ model: 'bytedance/seedance-1-5-pro', status: 'done' })]);
    const { pick, ranked } = await command('pick', ...asked);
    expect(pick).toBe(pickAfter);
    const measured = ranked.find(({ model }: { model: string }) => model === 'bytedance/seedance-1-5-pro');
    expect(measured.speed.basis).toMatchObject({ level: 'measured', n: 1 });
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
