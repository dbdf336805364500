import type { SentenceReading } from '../requirements/sentence.ts';
import type { BriefInput } from './read-brief.ts';

/** Contradictions of a sentence that nothing settles. Who gives the field otherwise, also as `null`, has settled it. */
export function openConflicts(
  conflicts: SentenceReading['conflicts'],
  { file, fields }: Pick<BriefInput, 'file' | 'fields'>,
): SentenceReading['conflicts'] {
  const given = [file, fields].flatMap((said) =>
    Object.entries(said ?? {}).flatMap(([field, value]) => (value === undefined ? [] : field)),
  );
  return conflicts.filter(({ field }) => !given.includes(field));
}

/** What of a sentence was not understood, without the phrases that contradict each other: those are told as contradictions, or settled. */
export function notUnderstoodOtherwise({
  notUnderstood,
  conflicts,
}: Pick<SentenceReading, 'notUnderstood' | 'conflicts'>): readonly string[] {
  const contradicting = new Set(conflicts.flatMap(({ texts }) => texts));
  return notUnderstood.filter((text) => !contradicting.has(text));
}
