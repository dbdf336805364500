import type { Brief, SentenceReading } from '@shotcaller/core';
import { UsageError } from './usage-error.ts';

/** A clip is made of a prompt: without one no model would take the request. Whoever wrote a sentence is told that it was read, and that none of it is left. */
export function demandPrompt(
  command: 'run' | 'preview',
  { brief, reading }: { readonly brief: Brief; readonly reading?: SentenceReading | undefined },
): void {
  const { task, prompt } = brief.requirements;
  if (task !== 'generate' || prompt !== undefined) return;
  const isRead = reading !== undefined && reading.used.length > 0;
  throw new UsageError(
    `${command} needs a prompt: what the clip shows. ${
      isRead
        ? 'All of your sentence was read as settings, so none of it is left for the prompt. Say in the sentence what the clip shows, or add --prompt TEXT.'
        : 'Add --prompt TEXT, or a sentence in quotes.'
    }`,
  );
}
