import type { OverriddenPhrase } from '../brief/overridden-phrases.ts';

/** What counts instead of a phrase of the sentence. `instead`: as whoever gave it wrote it, such as `--duration 8`. */
export function overriddenPhraseSentence({ text, field }: OverriddenPhrase, instead: string): string {
  return field === 'prompt'
    ? `${instead} counts instead of the prompt in the sentence, "${text}".`
    : `${instead} counts instead of "${text}".`;
}
