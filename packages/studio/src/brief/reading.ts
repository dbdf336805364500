import { parseSentence, type SentenceReading } from '@shotcaller/core';

let last: { readonly sentence: string; readonly reading: SentenceReading } | undefined;

/** What is read from a sentence. The last one is kept: every part of the page asks for the same. */
export function readingOf(sentence: string): SentenceReading {
  if (last?.sentence !== sentence) last = { sentence, reading: parseSentence(sentence) };
  return last.reading;
}
