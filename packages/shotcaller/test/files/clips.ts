import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

export function testFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'shotcaller-media-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export interface ClipOptions {
  readonly frames?: number;
  readonly size?: string;
  readonly audio?: boolean;
  /** Further options of ffmpeg, before the output. */
  readonly options?: readonly string[];
  readonly extension?: string;
}

/** A moving picture at 24 frames a second, with a tone if asked for. */
export function makeClip({
  frames = 49,
  size = '320x180',
  audio = false,
  options = [],
  extension = 'mp4',
}: ClipOptions = {}): string {
  const path = join(testFolder(), `clip.${extension}`);
  const tone = audio ? ['-f', 'lavfi', '-i', `sine=frequency=440:duration=${frames / 24}`] : [];
  const { status, stderr } = spawnSync('ffmpeg', [
    ...['-v', 'error', '-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=24`, ...tone],
    ...['-frames:v', String(frames), '-pix_fmt', 'yuv420p', ...options, path],
  ]);
  if (status !== 0) throw new Error(String(stderr));
  return path;
}
