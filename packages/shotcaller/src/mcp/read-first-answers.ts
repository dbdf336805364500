import { readFileSync } from 'node:fs';
import type { FirstAnswers } from './first-answers.ts';
import { instructionsOf } from './instructions.ts';

export interface RecordedAnswers extends FirstAnswers {
  /** Version of the program whose server has answered. */
  readonly version: string;
}

/** What the build has recorded beside this program; `undefined`: nothing, as where it runs from its source. */
export function readFirstAnswers({
  version,
  ...about
}: { readonly version: string } & Parameters<typeof instructionsOf>[0]): FirstAnswers | undefined {
  const recorded = readRecorded();
  if (recorded?.version !== version) return undefined;
  const instructions = instructionsOf(about);
  return {
    ...recorded,
    legacy: { ...recorded.legacy, initialize: { ...recorded.legacy.initialize, instructions } },
    modern: { ...recorded.modern, 'server/discover': { ...recorded.modern['server/discover'], instructions } },
  };
}

function readRecorded(): RecordedAnswers | undefined {
  try {
    return JSON.parse(readFileSync(new URL('first-answers.json', import.meta.url), 'utf8')) as RecordedAnswers;
  } catch {
    return undefined;
  }
}
