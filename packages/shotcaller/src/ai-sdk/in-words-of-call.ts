import { nearestWord, RequirementsError, type RequirementsProblem } from '@shotcaller/core';
import type { SdkCallOptions } from './sdk-types.ts';
import { jobOptionNames } from './video-options.ts';

/** What is wrong with requirements, under the names of the options of the call that they came from: its author has never heard of others. */
export function inWordsOfCall(error: unknown, call: SdkCallOptions): unknown {
  if (!(error instanceof RequirementsError)) return error;
  const names = optionsByRequirement(call);
  return new RequirementsError(error.problems.map((problem) => renamed(problem, names)));
}

type Names = Readonly<Partial<Record<string, string>>>;

/** Only of what the call itself has said; the rest stands in `providerOptions.shotcaller`, under our own names. */
function optionsByRequirement(call: SdkCallOptions): Names {
  const { resolution, aspectRatio, duration, generateAudio, image, frameImages, inputReferences } = call;
  const isFirstAmongFrames = frameImages?.some(({ frameType }) => frameType === 'first_frame') ?? false;
  return {
    ...(resolution !== undefined && { size: 'resolution' }),
    ...(aspectRatio !== undefined && { aspectRatio: 'aspectRatio' }),
    ...(duration !== undefined && { durationSeconds: 'duration' }),
    ...(generateAudio !== undefined && { audio: 'generateAudio' }),
    ...((image || isFirstAmongFrames) && { firstFrame: isFirstAmongFrames ? 'frameImages' : 'image' }),
    ...(frameImages && { lastFrame: 'frameImages' }),
    ...(inputReferences && { references: 'inputReferences', sourceVideo: 'inputReferences' }),
  };
}

function renamed(problem: RequirementsProblem, names: Names): RequirementsProblem {
  if (problem.code === 'unknown_field' && problem.nearest === null) {
    return { ...problem, nearest: nearestWord(problem.field, jobOptionNames) };
  }
  // Of a size that contradicts a class, both are named with their values.
  if (problem.code === 'conflict') return problem;
  const [requirement = ''] = problem.field.split(/[.[]/);
  const field = names[requirement];
  if (field === undefined) return problem;
  // A call has no option for a class: its own `resolution` is a size in pixels.
  const isClass = problem.belongsIn === 'resolution';
  return { ...problem, field, ...(isClass && { belongsIn: 'providerOptions.shotcaller.resolution' }) };
}
