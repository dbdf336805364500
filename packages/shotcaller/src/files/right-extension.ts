import { extname } from 'node:path';

/** What services deliver, of every model so far. */
export const usualExtension = '.mp4';

/** Extensions that say which container a file is. */
const containerExtensions: ReadonlySet<string> = new Set([
  ...['.mp4', '.m4v', '.mov', '.webm', '.mkv', '.avi', '.gif', '.webp', '.ogv', '.flv', '.wmv', '.mpg', '.mpeg', '.ts'],
]);

/** Different names for the same. */
const alike: Readonly<Record<string, string>> = { '.m4v': '.mp4', '.mpeg': '.mpg' };

/** Whether a name says that it is something else than a video: `note.txt`. One without an extension says nothing. */
export function saysOtherKind(path: string): boolean {
  const means = extname(path).toLowerCase();
  return means !== '' && !containerExtensions.has(means);
}

/** The path with the extension of what the file is. A name that says nothing of a container stays as it is. */
export function withRightExtension(path: string, extension: string): string {
  const named = extname(path);
  const means = named.toLowerCase();
  if (!containerExtensions.has(means) || (alike[means] ?? means) === extension) return path;
  return `${path.slice(0, -named.length)}${extension}`;
}
