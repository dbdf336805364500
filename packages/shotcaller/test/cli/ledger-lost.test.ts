import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { needsSmallDisk } from '../../../../tests/needs.ts';
import { shotcaller } from './command-line.ts';

const clip = ['run', '--prompt', 'a paper boat', '--duration', '4', '--resolution', '480p', '--catalog', 'bundled'];

/** A disk of 4 MiB. */
function smallDisk(): string {
  const disk = folder();
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', disk]);
  expect(status).toBe(0);
  onTestFinished(() => void spawnSync('umount', ['--lazy', disk]));
  return disk;
}

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'shotcaller-lost-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

/** Writes until nothing more fits. */
function fill(disk: string): void {
  for (let sizeBytes = 1 << 20, count = 0; sizeBytes > 0; ) {
    try {
      writeFileSync(join(disk, `filler-${count++}`), Buffer.alloc(sizeBytes, 1));
    } catch {
      sizeBytes >>= 1;
    }
  }
}

/** Runs a clip on the built-in simulator. `breakLedger` is called when the intent is written, before the POST leaves. */
async function runAndBreak(home: string, breakLedger: () => void) {
  const workingFolder = folder();
  let isBroken = false;
  const ended = await shotcaller([...clip, '--yes', '--json'], {
    home,
    workingFolder,
    onTalk(text) {
      if (!isBroken && text.includes('submitting once')) {
        isBroken = true;
        breakLedger();
      }
    },
  });
  expect(isBroken, ended.talk).toBe(true);
  return { ...ended, answer: JSON.parse(ended.out) as Record<string, unknown> };
}

const bought = {
  status: 'not_recorded',
  id: expect.any(String),
  remoteId: expect.stringMatching(/^gen-vid-/),
  files: [],
  message: expect.stringContaining('was bought'),
};

describe('a ledger that is lost right after the submit', () => {
  test(
    'on a disk that is full and stays full, the reason, the ids and the way back are told',
    needsSmallDisk,
    async () => {
      const home = smallDisk();
      const { code, talk, answer } = await runAndBreak(home, () => fill(home));
      expect(code).toBe(1);
      expect(talk).toContain('disk is full');
      expect(answer).toMatchObject({
        status: 'not_recorded',
        files: [],
        message: expect.stringContaining('disk is full'),
        next: expect.stringContaining(`shotcaller resume ${answer.id}`),
      });
    },
  );

  test('whose file was removed, the bought id and the way back are on both streams', async () => {
    const home = folder();
    const { code, talk, answer } = await runAndBreak(home, () => {
      for (const end of ['', '-wal', '-shm']) rmSync(join(home, `simulated.sqlite${end}`), { force: true });
    });
    expect(code).toBe(1);
    expect(answer).toEqual({ ...bought, next: `shotcaller resume ${answer.id} --remote-id ${answer.remoteId}` });
    expect(talk).toContain(String(answer.next));
  });
});
