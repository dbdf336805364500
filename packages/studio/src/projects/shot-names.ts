import { choiceOf } from '../brief/choice-link.ts';
import type { Shot } from '../shots/shot.ts';

/** A name for each shot, unique among them, that may stand in a shot list and in a file's name. */
export function shotNames(shots: readonly Shot[]): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  const names = new Map<string, string>();
  for (const shot of shots) {
    const wanted = shot.name ?? wordsOf(choiceOf(shot.query).sentence);
    let name = wanted;
    for (let number = 2; taken.has(name.toLowerCase()); number += 1) name = `${wanted}-${number}`;
    taken.add(name.toLowerCase());
    names.set(shot.id, name);
  }
  return names;
}

/** The first words of a prompt as a file name. */
export function wordsOf(prompt: string): string {
  // Marks belong to their letters: without them Hindi, Thai and Arabic words fall apart.
  const words =
    prompt
      .normalize('NFC')
      .toLowerCase()
      .match(/[\p{L}\p{N}][\p{L}\p{M}\p{N}]*/gu) ?? [];
  return inBytes(words.slice(0, 6).join('-'), mostNameBytes) || 'clip';
}

/** File systems take names of 255 bytes; take and model stand behind this. */
const mostNameBytes = 120;

/** The first characters of a text that take up no more than so many bytes in UTF-8. */
export function inBytes(text: string, most = mostNameBytes): string {
  const encoder = new TextEncoder();
  let bytes = 0;
  let kept = '';
  for (const character of text) {
    bytes += encoder.encode(character).length;
    if (bytes > most) break;
    kept += character;
  }
  return kept;
}
