import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { FileStore } from '../../files/stores/file-store.ts';

const call = promisify(execFile);

/** Milliseconds. */
const longestMs = 60_000;

/** Whether ffmpeg is on the PATH. */
export async function hasFfmpeg(): Promise<boolean> {
  return call('ffmpeg', ['-hide_banner', '-version'], { timeout: longestMs }).then(
    () => true,
    () => false,
  );
}

/** Takes the last picture of a clip, as a `data:` URL. The clip is a file of this machine, or one in the store. */
export function lastFrameOf(store: FileStore | undefined): (clipPath: string) => Promise<string> {
  return (clipPath) =>
    inFolder(async (folder) => {
      if (!store?.holds(clipPath)) return lastFrame(clipPath, folder);
      const clip = await store.read(clipPath);
      if (!clip) throw new Error(`There is no ${clipPath}.`);
      const copy = join(folder, 'clip');
      await writeFile(copy, clip as AsyncIterable<Uint8Array>);
      return lastFrame(copy, folder);
    });
}

async function inFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'shotcaller-frame-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function lastFrame(clipPath: string, folder: string): Promise<string> {
  const path = join(folder, 'last.png');
  // The end of the clip, each picture over the one before: what stays is the last.
  const from = ['-hide_banner', '-loglevel', 'error', '-sseof', '-1', '-i', `file:${clipPath}`];
  await call('ffmpeg', [...from, '-update', '1', '-y', `file:${path}`], { timeout: longestMs });
  const { prepareImageInput } = await import('../../inputs/prepare-image-input.ts');
  return (await prepareImageInput(path)).url;
}
