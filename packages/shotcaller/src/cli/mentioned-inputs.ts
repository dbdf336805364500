import { type NeededInput, neededInputText } from '@shotcaller/core';

/** Inputs that the sentence speaks of and nobody gives, one line each, with the flag that gives it. */
export function mentionedInputLines(missing: readonly NeededInput[]): readonly string[] {
  return missing.map(
    (input) => `You mentioned ${neededInputText(input)} that is not given: add ${flagOfInput[input]}.`,
  );
}

const flagOfInput: Readonly<Record<NeededInput, string>> = {
  firstFrame: '--first-frame URL|FILE',
  lastFrame: '--last-frame URL|FILE',
  references: '--reference URL|FILE',
  sourceVideo: '--source-video URL',
  previousJobId: '--previous-job ID',
  audioReference: '--reference audio:URL',
  videoReference: '--reference video:URL',
};
