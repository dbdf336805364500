import type { Manifest } from './manifest.ts';

/**
 * The ffmpeg command that joins the first takes that are there, in the order of the list, at the size of the first one. Printed, never
 * run. `null`: there are fewer than two.
 */
export function joinLine({ name, clips }: Manifest, output = `${name}.mp4`): string | null {
  const chosen = clips.filter(({ take, file }) => take === 1 && file !== null);
  const [first] = chosen;
  if (!first || chosen.length < 2) return null;
  const size = `${first.width ?? 1280}:${first.height ?? 720}`;
  const hasSound = chosen.every(({ hasAudio }) => hasAudio === true);
  const fitted = chosen.map(
    (_, index) =>
      `[${index}:v]scale=${size}:force_original_aspect_ratio=decrease,pad=${size}:(ow-iw)/2:(oh-ih)/2,setsar=1,fps=24[v${index}]`,
  );
  const order = chosen.map((_, index) => `[v${index}]${hasSound ? `[${index}:a]` : ''}`).join('');
  const ends = hasSound ? '[v][a]' : '[v]';
  const filter = `${fitted.join(';')};${order}concat=n=${chosen.length}:v=1:a=${hasSound ? 1 : 0}${ends}`;
  const inputs = chosen.map(({ file }) => `-i ${quoted(file ?? '')}`).join(' ');
  const maps = hasSound ? "-map '[v]' -map '[a]'" : "-map '[v]'";
  return `ffmpeg ${inputs} -filter_complex ${quoted(filter)} ${maps} ${quoted(output)}`;
}

/** A word of a shell that stays as it is. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
