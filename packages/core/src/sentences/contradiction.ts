import type { SentenceReading } from '../requirements/sentence.ts';

/** What a sentence says in two ways, of which neither counts. */
export function contradictionSentence({ field, texts }: SentenceReading['conflicts'][number]): string {
  const said = texts.map((text) => `"${text}"`).join(' and ');
  return `The sentence contradicts itself on ${field} (${said}), so neither is used.`;
}
