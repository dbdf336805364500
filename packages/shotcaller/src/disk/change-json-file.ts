import { closeSync, constants, openSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { makePrivateFolder } from './private-folder.ts';
import { underName, writeJsonFile } from './write-whole-file.ts';

/**
 * Reads, changes and writes a file that several programs change: of two at once the second begins with what the first has written, so that
 * neither undoes the other. `change` reads the file as it is then, and gives the whole that is to stand there, which is the answer; what it
 * throws leaves the file as it is.
 */
export async function changeJsonFile<Content>(
  path: string,
  change: () => Content | Promise<Content>,
  /** Milliseconds between two looks at a file that another program changes. */
  pauseMs = 20,
): Promise<Content> {
  makePrivateFolder(dirname(path));
  const turn = `${path}.turn`;
  await takeTurn(turn, path, pauseMs);
  try {
    const content = await change();
    await writeJsonFile(path, content);
    return content;
  } finally {
    rmSync(turn, { force: true });
  }
}

/** A change takes milliseconds: who has had the turn for so many pauses, five seconds, was killed in it. */
const mostPauses = 250;

/** Makes a file that only one can make. One that stays was left by a program that was killed, and is removed. */
async function takeTurn(turn: string, path: string, pauseMs: number): Promise<void> {
  let [waited, held] = [0, ''];
  for (;;) {
    try {
      return closeSync(openSync(turn, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw underName(error, path);
    }
    const found = statSync(turn, { throwIfNoEntry: false, bigint: true });
    const holder = found ? `${found.ino} ${found.mtimeNs}` : '';
    waited = holder === held ? waited + 1 : 0;
    held = holder;
    if (waited >= mostPauses) rmSync(turn, { force: true });
    else await setTimeout(pauseMs);
  }
}
