import { basename } from 'node:path';
import type { ManifestClip } from './manifest.ts';

/**
 * The ffmpeg command, for a shell in the folder of the clips, that joins the takes that were chosen. Clips that differ are brought to the
 * size of the first one. Printed, never run. `null`: there are fewer than two.
 */
export function joinLine(name: string, chosen: readonly ManifestClip[]): string | null {
  const [first] = chosen;
  if (!first || chosen.length < 2) return null;
  const hasSound = chosen.every(({ hasAudio }) => hasAudio === true);
  const isAlike = chosen.every(({ width, height }) => width === first.width && height === first.height);
  const size = `${first.width ?? 1280}:${first.height ?? 720}`;
  const fit = `scale=${size}:force_original_aspect_ratio=decrease,pad=${size}:-1:-1,setsar=1,fps=24`;
  const fitted = isAlike ? '' : chosen.map((_, index) => `[${index}:v]${fit}[v${index}];`).join('');
  const picture = (index: number) => (isAlike ? `[${index}:v]` : `[v${index}]`);
  const order = chosen.map((_, index) => `${picture(index)}${hasSound ? `[${index}:a]` : ''}`).join('');
  const filter = `${fitted}${order}concat=n=${chosen.length}:v=1:a=${hasSound ? '1[v][a]' : '0[v]'}`;
  const inputs = chosen.map(({ file }) => `-i ${quoted(basename(file ?? ''))}`).join(' ');
  return `ffmpeg ${inputs} -filter_complex ${quoted(filter)} -map '[v]'${hasSound ? " -map '[a]'" : ''} ${quoted(`${name}.mp4`)}`;
}

/** A word of a shell that stays as it is; names that begin with a dash do not occur, since ids begin with a letter or digit. */
function quoted(text: string): string {
  return /^[\w.-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
