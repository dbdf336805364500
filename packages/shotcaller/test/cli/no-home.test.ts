import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundledCatalog, catalogRecords } from '@shotcaller/core';
import { describe, expect, onTestFinished, test } from 'vitest';
import { defaultHome, noHome, requireHome } from '../../src/settings/default-home.ts';
import { readSettings } from '../../src/settings/settings.ts';
import { shotcaller } from './command-line.ts';

function freshHome(): string {
  const home = mkdtempSync(join(tmpdir(), 'shotcaller-home-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  return home;
}

describe('a user without a home folder', () => {
  test('picks: nothing is written for that', async () => {
    const { code, out, talk } = await shotcaller(['pick', '--duration', '5', '--catalog', 'bundled'], { home: noHome });
    expect(talk).toBe('');
    expect(code).toBe(0);
    expect(out).toContain('Clip');
  });

  test('picks from a live list without a word about where it would be kept', async () => {
    const live = async () => Response.json({ data: catalogRecords(bundledCatalog) });
    const { code, talk } = await shotcaller(['pick', '--duration', '5'], { home: noHome, fetch: live });
    expect([code, talk]).toEqual([0, '']);
  });

  test.each([
    ['run', '--prompt', 'a boat', '--duration', '5', '--yes'],
    ['jobs'],
    ['ledger'],
    ['resume'],
    ['config', 'path'],
    ['config', 'set', 'caps.perDayUsd', '5'],
    ['evidence', 'add', 'time', '--model', 'alibaba/wan-2.6', '--seconds', '74', '--duration', '5', '--source', 'ours'],
  ])('is told by %s what to set, and that nothing was bought', async (...words) => {
    const { code, talk } = await shotcaller(words, { home: noHome });
    expect(code).toBe(2);
    expect(talk).toContain('SHOTCALLER_HOME');
    expect(talk).toContain('Nothing was bought');
  });

  test.each([['run', '--prompt', 'a boat', '--duration', '5', '--yes'], ['jobs'], ['fleet'], ['worker'], ['ledger']])(
    'whose home is below a file is told so by %s in words',
    async (...words) => {
      const file = join(freshHome(), 'file');
      writeFileSync(file, '');
      const { code, talk } = await shotcaller(words, { home: join(file, 'home') });
      expect(code).not.toBe(0);
      expect(talk).toContain(file);
      expect(talk).toMatch(/no folder|SHOTCALLER_HOME/);
      expect(talk).not.toMatch(/ENOTDIR|lstat|mkdir|stat '/);
    },
  );

  test('has none unless SHOTCALLER_HOME or XDG_DATA_HOME names one', () => {
    expect(defaultHome({}, { platform: 'linux', userFolder: null })).toBe(noHome);
    expect(defaultHome({ XDG_DATA_HOME: '/data' }, { platform: 'linux', userFolder: null })).toBe('/data/shotcaller');
    expect(readSettings({ SHOTCALLER_HOME: '/kept' }).home).toBe('/kept');
    expect(() => requireHome(noHome)).toThrow('no home folder');
  });
});

describe('doctor advises what fits the cause', () => {
  const ledgerOf = async (home: string) => {
    const { out } = await shotcaller(['doctor', '--json'], { home });
    return (JSON.parse(out) as { check: string; state: string; says: string; mend?: string }[]).find(
      ({ check }) => check === 'ledger',
    );
  };

  test.each(['{ "caps": ', '[]', '{"caps": {"perDay": 3}}'])(
    'a config.json with %s: the ledger stays where it is',
    async (text) => {
      const home = freshHome();
      writeFileSync(join(home, 'config.json'), text);
      expect(await ledgerOf(home)).toMatchObject({
        state: 'warning',
        mend: expect.stringContaining('leave the ledger where it is'),
      });
    },
  );

  test('a damaged ledger: it may hold open purchases', async () => {
    const home = freshHome();
    writeFileSync(join(home, 'simulated.sqlite'), 'this is no database, however long it is '.repeat(200));
    expect(await ledgerOf(home)).toMatchObject({ state: 'broken', mend: expect.stringContaining('open purchases') });
  });

  test('a folder that is a file: its ledger is not damaged', async () => {
    const home = join(freshHome(), 'home');
    writeFileSync(home, '');
    expect((await ledgerOf(home))?.mend).toContain('not damaged');
  });
});

describe('a byte order mark', () => {
  test.each(['config.json', 'evidence.json', 'clip.json'])('before the JSON of %s is not part of it', async (name) => {
    const home = freshHome();
    writeFileSync(join(home, name), `\uFEFF${name === 'clip.json' ? '{"durationSeconds": 5}' : '{}'}`);
    const words = name === 'clip.json' ? ['--requirements', join(home, name)] : ['--duration', '5'];
    const { code, talk } = await shotcaller(['pick', ...words, '--catalog', 'bundled'], { home });
    expect([code, talk]).toEqual([0, '']);
  });
});
