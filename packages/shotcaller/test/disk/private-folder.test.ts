import { chmodSync, lstatSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { closeHome, makePrivateFolder, openToOthers } from '../../src/disk/private-folder.ts';
import { openLedger } from '../../src/jobs/stores/open.ts';
import { temporaryFolder } from '../catalog/list.ts';
import { shotcaller } from '../cli/command-line.ts';
import { clip, simulate } from '../jobs/simulated.ts';

const now = '2026-11-22T00:00:00.000Z';

/** Everything below a folder that group or others have rights on, links aside. */
function openPaths(folder: string): readonly string[] {
  return ['.', ...readdirSync(folder, { recursive: true, encoding: 'utf8' })].filter((name) => {
    const found = lstatSync(join(folder, name));
    return !found.isSymbolicLink() && (found.mode & 0o077) !== 0;
  });
}

describe.skipIf(process.platform === 'win32')('the home folder', () => {
  test('is made for its owner alone, with all that a run and a simulator put there', async () => {
    const home = join(await temporaryFolder(), 'new', 'home');
    await using world = await simulate({ stateDirectory: join(home, 'simulator') });
    expect(await world.open({ home }).run(clip)).toMatchObject({ status: 'done' });
    expect(readdirSync(home)).toEqual(expect.arrayContaining(['ledger.sqlite', 'simulator', 'files']));
    expect(lstatSync(home).mode & 0o777).toBe(0o700);
    expect(openPaths(home)).toEqual([]);
  });

  test.skipIf(process.platform !== 'linux').each(['/proc/no/such', '/dev/null/home'])(
    'below %s, where no folder can be made, is an error and no endless try',
    (path) => {
      expect(() => makePrivateFolder(path)).toThrow(/ENOENT|ENOTDIR/);
    },
  );

  test('of an older version is closed when its ledger is opened, and so is what lies in it', async () => {
    const home = await temporaryFolder();
    await (await openLedger({ home, now })).close();
    mkdirSync(join(home, 'catalog'));
    mkdirSync(join(home, 'files'));
    for (const name of ['config.json', 'keys.json.bak', 'catalog/a.json', 'serve.pid', 'gateway.sqlite-wal']) {
      writeFileSync(join(home, name), '{}');
    }
    for (const name of readdirSync(home, { recursive: true, encoding: 'utf8' })) {
      chmodSync(join(home, name), lstatSync(join(home, name)).isDirectory() ? 0o755 : 0o644);
    }
    chmodSync(home, 0o755);
    expect(openToOthers(home)).toContain(join(home, 'ledger.sqlite'));
    const ledger = await openLedger({ home, now, file: 'simulated.sqlite' });
    expect(openPaths(home)).toEqual([]);
    expect(openToOthers(home)).toEqual([]);
    await ledger.close();
  });

  test('keeps its log and its index closed while it is open', async () => {
    await using world = await simulate();
    chmodSync(world.home, 0o755);
    await world.open().run(clip);
    const names = readdirSync(world.home);
    expect(names).toEqual(expect.arrayContaining(['ledger.sqlite', 'ledger.sqlite-wal', 'ledger.sqlite-shm', 'files']));
    expect(openPaths(world.home)).toEqual([]);
  });

  test('is not closed through a planted link, and what is not ours in it is left alone', async () => {
    const home = await temporaryFolder();
    const other = join(await temporaryFolder(), 'other');
    writeFileSync(other, '');
    chmodSync(other, 0o644);
    symlinkSync(other, join(home, 'config.json'));
    writeFileSync(join(home, 'notes.txt'), '');
    chmodSync(join(home, 'notes.txt'), 0o644);
    closeHome(home);
    expect(lstatSync(other).mode & 0o777).toBe(0o644);
    expect(lstatSync(join(home, 'notes.txt')).mode & 0o777).toBe(0o644);
  });

  test('that is shared, as /tmp is, stays open to others; our files in it do not', async () => {
    const home = await temporaryFolder();
    chmodSync(home, 0o1777);
    await (await openLedger({ home, now })).close();
    expect(lstatSync(home).mode & 0o7777).toBe(0o1777);
    expect(openToOthers(home)).toEqual([]);
  });

  test('is looked at by the doctor, who closes it and says so', async () => {
    const home = await temporaryFolder();
    chmodSync(home, 0o750);
    const findings = async () => JSON.parse((await shotcaller(['doctor', '--json'], { home })).out);
    expect(await findings()).toContainEqual(
      expect.objectContaining({ check: 'privacy', state: 'ok', says: expect.stringContaining('until now') }),
    );
    expect(lstatSync(home).mode & 0o777).toBe(0o700);
  });
});
