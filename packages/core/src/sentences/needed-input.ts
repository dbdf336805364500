import type { NeededInput } from '../requirements/sentence.ts';

/** An input that a sentence speaks of, as people call it: `a picture`. */
export function neededInputText(input: NeededInput): string {
  return neededInputs[input];
}

const neededInputs = {
  firstFrame: 'a picture',
  lastFrame: 'a picture to end with',
  references: 'pictures',
  sourceVideo: 'a video to start from',
  previousJobId: 'an earlier clip to continue',
  audioReference: 'a sound or song',
  videoReference: 'a video',
} as const satisfies Record<NeededInput, string>;
