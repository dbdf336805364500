import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { defaultConfig } from '../../src/settings/config.ts';
import { readConfig } from '../../src/settings/read-config.ts';
import { temporaryFolder } from '../catalog/list.ts';

async function read(content: unknown) {
  const home = await temporaryFolder();
  await writeFile(join(home, 'config.json'), typeof content === 'string' ? content : JSON.stringify(content));
  return readConfig(home);
}

describe('the config file', () => {
  test('may be missing, and so may the folder', async () => {
    const home = await temporaryFolder();
    expect(await readConfig(home)).toEqual(defaultConfig);
    expect(await readConfig(join(home, 'no'))).toEqual(defaultConfig);
  });

  test('of {} is the defaults', async () => {
    expect(await read({})).toEqual(defaultConfig);
    expect(await read({ caps: {} })).toEqual(defaultConfig);
  });

  test('holds caps as decimals, a profile, a callback, how long bills teach and how clips are waited for', async () => {
    const config = {
      caps: { perJobUsd: '0.50', perDayUsd: 5, perMonthUsd: null },
      defaultProfile: 'balanced',
      callbackUrl: 'https://clips.example.com/hook',
      billsTeachDays: 30,
      waiting: 'eager',
      evidenceUrl: null,
      lookAtPictures: true,
    };
    expect(await read(config)).toEqual({ ...config, caps: { perJobUsd: '0.5', perDayUsd: '5', perMonthUsd: null } });
  });

  test.each([
    [
      'a misspelled cap',
      { caps: { perJobUSD: 1 } },
      'caps: perJobUSD is not a setting; there are perJobUsd, perDayUsd',
    ],
    ['an unknown setting', { cap: {} }, 'cap is not a setting; there are caps, defaultProfile, callbackUrl'],
    ['a negative cap', { caps: { perJobUsd: -1 } }, 'caps.perJobUsd: must be US dollars, for example "2.50"'],
    ['a cap in words', { caps: { perDayUsd: 'five dollars' } }, 'caps.perDayUsd: must be US dollars'],
    ['a cap with an exponent', { caps: { perDayUsd: 1e-9 } }, 'caps.perDayUsd: must be US dollars'],
    ['a cap of another type', { caps: { perDayUsd: true } }, 'caps.perDayUsd: '],
    ['caps that are no object', { caps: 5 }, 'caps: must be an object with perJobUsd'],
    ['another profile', { defaultProfile: 'cheap' }, 'defaultProfile: must be one of fastAndCheap, '],
    ['a callback without https', { callbackUrl: 'http://a.b/' }, 'callbackUrl: must be an https URL'],
    ['no days', { billsTeachDays: 0 }, 'billsTeachDays: must be a whole number of days'],
    ['a list', [], 'must be an object with caps'],
  ])('with %s is a clear error, and never no cap', async (_what, content, words) => {
    const error = await read(content).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ name: 'SettingsError', code: 'config_invalid' });
    expect((error as Error).message).toContain('config.json: ');
    expect((error as Error).message).toContain(words);
  });

  test('names every field that is wrong, not the first', async () => {
    const reading = read({ caps: { perJobUsd: 'a', perDayUsd: 'b' }, callbackUrl: 'c' });
    await expect(reading).rejects.toThrow(/perJobUsd.*perDayUsd.*callbackUrl/);
  });

  test('that is not JSON, too large or a folder is a clear error', async () => {
    await expect(read('{"caps":')).rejects.toMatchObject({ code: 'config_not_json' });
    await expect(read(' '.repeat(100_001))).rejects.toMatchObject({ code: 'config_unreadable' });
    const home = await temporaryFolder();
    await mkdir(join(home, 'config.json'));
    await expect(readConfig(home)).rejects.toMatchObject({ code: 'config_unreadable' });
  });

  test.each([
    ['to nothing', 'nowhere.json'],
    ['to itself', 'config.json'],
    ['through a file as if it were a folder', 'a-file/config.json'],
    ['to a folder', '.'],
  ])('that is a link %s is a clear error, and never no cap', async (_where, leadsTo) => {
    const home = await temporaryFolder();
    await writeFile(join(home, 'a-file'), '{}');
    await symlink(leadsTo, join(home, 'config.json'));
    await expect(readConfig(home)).rejects.toMatchObject({ name: 'SettingsError', code: 'config_unreadable' });
  });

  test('that is a link to a file is that file', async () => {
    const home = await temporaryFolder();
    await writeFile(join(home, 'caps.json'), '{"caps":{"perDayUsd":"5"}}');
    await symlink('caps.json', join(home, 'config.json'));
    expect((await readConfig(home)).caps.perDayUsd).toBe('5');
  });
});
