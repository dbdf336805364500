import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { shotcaller } from './command-line.ts';

const newHome = () => mkdtempSync(join(tmpdir(), 'shotcaller-config-'));

test('a limit that is set holds for the next command, and can be taken back', async () => {
  const home = newHome();
  expect((await shotcaller(['config', 'set', 'caps.perDayUsd', '20'], { home })).code).toBe(0);
  expect((await shotcaller(['config', 'get', 'caps.perDayUsd'], { home })).out).toBe('20\n');
  expect(JSON.parse(readFileSync(join(home, 'config.json'), 'utf8')).caps.perDayUsd).toBe('20');
  expect(statSync(join(home, 'config.json')).mode & 0o777).toBe(0o600);
  await shotcaller(['config', 'set', 'billsTeachDays', '30'], { home });
  expect(JSON.parse((await shotcaller(['config', 'list', '--json'], { home })).out)).toEqual({
    caps: { perJobUsd: null, perDayUsd: '20', perMonthUsd: null },
    defaultProfile: null,
    evidenceUrl: null,
    lookAtPictures: true,
    callbackUrl: null,
    billsTeachDays: 30,
    waiting: null,
  });
  await shotcaller(['config', 'unset', 'caps.perDayUsd'], { home });
  expect((await shotcaller(['config', 'get', 'caps.perDayUsd'], { home })).out).toBe('not set\n');
});

test('limits that two commands set at once all hold', async () => {
  const home = newHome();
  const set = (field: string, value: string) => shotcaller(['config', 'set', field, value], { home });
  await Promise.all([set('caps.perDayUsd', '20'), set('caps.perJobUsd', '2'), set('billsTeachDays', '30')]);
  expect(JSON.parse(readFileSync(join(home, 'config.json'), 'utf8'))).toMatchObject({
    caps: { perJobUsd: '2', perDayUsd: '20' },
    billsTeachDays: 30,
  });
});

test.each([
  ['a field that there is not', ['set', 'caps.perDay', '20'], 'Did you mean caps.perDayUsd?'],
  ['an amount that is none', ['set', 'caps.perDayUsd', 'lots'], 'must be US dollars'],
  ['a number that is none', ['set', 'billsTeachDays', 'soon'], 'billsTeachDays'],
  ['a manner of waiting that there is not', ['set', 'waiting', 'never'], 'must be eager or thrifty'],
  ['a profile that there is not', ['set', 'defaultProfile', 'fast'], 'must be one of'],
  ['an address that is not https', ['set', 'callbackUrl', 'http://example.com'], 'must be an https URL'],
  [
    'a switch that is neither on nor off',
    ['set', 'lookAtPictures', 'maybe'],
    'must be true or false. Nothing was changed.',
  ],
  ['no value', ['set', 'defaultProfile'], 'needs a value'],
  ['no field', ['get'], 'needs a field'],
  ['a word that it does not know', ['put', 'defaultProfile', 'balanced'], 'config does not know "put"'],
])('%s is refused, and the file stays as it was', async (_what, words, says) => {
  const home = newHome();
  const text = '{"caps":{"perJobUsd":"1"}}';
  writeFileSync(join(home, 'config.json'), text);
  const { code, talk } = await shotcaller(['config', ...words], { home });
  expect([code, talk]).toEqual([2, expect.stringContaining(says)]);
  expect(readFileSync(join(home, 'config.json'), 'utf8')).toBe(text);
});

test('path says where the file is, also when it cannot be read', async () => {
  const home = newHome();
  writeFileSync(join(home, 'config.json'), '{');
  expect((await shotcaller(['config', 'path'], { home })).out).toBe(`${join(home, 'config.json')}\n`);
  expect((await shotcaller(['config', 'list'], { home })).code).toBe(2);
});
