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
  const words = prompt.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.slice(0, 6).join('-').slice(0, 60) || 'clip';
}
