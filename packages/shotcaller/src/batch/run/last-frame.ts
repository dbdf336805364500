import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

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

/** The last picture of a clip, as a `data:` URL. */
export async function lastFrame(clipPath: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'shotcaller-frame-'));
  const path = join(folder, 'last.png');
  try {
    // The end of the clip, each picture over the one before: what stays is the last.
    const from = ['-hide_banner', '-loglevel', 'error', '-sseof', '-1', '-i', `file:${clipPath}`];
    await call('ffmpeg', [...from, '-update', '1', '-y', `file:${path}`], { timeout: longestMs });
    const { prepareImageInput } = await import('../../inputs/prepare-image-input.ts');
    return (await prepareImageInput(path)).url;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
