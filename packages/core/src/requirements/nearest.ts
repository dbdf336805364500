/**
 * The candidate that a mistyped word most likely meant, or `null`. Case, spaces, `_` and `-` do not count; at most a third of the
 * letters may differ. Ties go to the earlier candidate.
 */
export function nearestWord(word: string, candidates: readonly string[]): string | null {
  const wanted = plain(word.slice(0, 40));
  if (wanted === '') return null;
  let nearest: string | null = null;
  let smallest = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of candidates) {
    const other = plain(candidate);
    if (Math.abs(other.length - wanted.length) >= smallest) continue;
    const distance = editDistance(wanted, other);
    if (distance < smallest) {
      smallest = distance;
      nearest = candidate;
    }
  }
  return nearest ?? candidates.find((candidate) => wanted.length >= 4 && plain(candidate).startsWith(wanted)) ?? null;
}

/** The candidate nearest in value. */
export function nearestNumber(wanted: number, candidates: readonly number[]): number | null {
  let nearest: number | null = null;
  for (const candidate of candidates)
    if (nearest === null || Math.abs(candidate - wanted) < Math.abs(nearest - wanted)) nearest = candidate;
  return nearest;
}

/** `a`, `a or b`, `a, b or 7 others`. */
export function eitherOf(candidates: readonly string[], most = mostNamed): string {
  const shown = candidates.slice(0, candidates.length > most ? most - 1 : most);
  const words = shown.length < candidates.length ? [...shown, `${candidates.length - shown.length} others`] : shown;
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

/** So many ids one line can hold. */
const mostNamed = 8;

/** Insertions, deletions, replacements and swaps of neighbours that turn one word into the other. */
export function editDistance(left: string, right: string): number {
  let before: number[] = [];
  let above = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    for (let column = 1; column <= right.length; column++) {
      const same = left[row - 1] === right[column - 1];
      let distance = Math.min(above[column]! + 1, current[column - 1]! + 1, above[column - 1]! + (same ? 0 : 1));
      if (row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1])
        distance = Math.min(distance, before[column - 2]! + 1);
      current.push(distance);
    }
    before = above;
    above = current;
  }
  return above[right.length]!;
}

function plain(word: string): string {
  return word.toLowerCase().replace(/[\s_-]/g, '');
}
