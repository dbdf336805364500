import { spawnSync } from 'node:child_process';
import { existsSync, linkSync, lstatSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { needsSignals } from '../../../../tests/needs.ts';
import { openPartFile } from '../../src/files/part-file.ts';
import { temporaryFolder } from '../catalog/list.ts';

const clip = Buffer.from('\0\0\0\x18ftypisom\0\0\0\0isomavc1 and what follows it', 'latin1');

describe('what somebody planted at the name of a part file is neither written nor read', needsSignals, () => {
  test.each<[string, (path: string, victim: string) => void]>([
    ['a link to a file', (path, victim) => symlinkSync(victim, path)],
    ['a link that leads nowhere', (path, victim) => symlinkSync(`${victim}-that-is-not-there`, path)],
    ['a second name of a file', (path, victim) => linkSync(victim, path)],
    ['a pipe', (path) => void spawnSync('mkfifo', [path])],
    ['a link to a device', (path) => symlinkSync('/dev/null', path)],
  ])('%s', async (_what, plant) => {
    const folder = await temporaryFolder();
    const [path, victim] = [join(folder, 'shotcaller-1.part'), join(folder, 'victim')];
    writeFileSync(victim, 'precious');
    plant(path, victim);
    const part = await openPartFile(path, 'gen-vid-1');
    await part.append(clip);
    await part.closeUnfinished();
    expect(readFileSync(victim, 'utf8')).toBe('precious');
    expect(existsSync(`${victim}-that-is-not-there`)).toBe(false);
    expect(lstatSync(path).isFile()).toBe(true);
    expect(readFileSync(path).equals(clip)).toBe(true);
  });
});
