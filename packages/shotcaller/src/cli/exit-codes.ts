/** What a command's exit code says. Stable. */
export const exitCodes = {
  done: 0,
  failed: 1,
  usage: 2,
  noEligibleModel: 3,
  overBudgetOrNotConfirmed: 4,
  outcomeUnknown: 5,
  underWay: 6,
} as const;

/** The code of several jobs: an unknown outcome before anything else. */
export function worstOf(codes: readonly number[]): number {
  return codes.includes(exitCodes.outcomeUnknown) ? exitCodes.outcomeUnknown : Math.max(exitCodes.done, ...codes);
}

/** One line each, for the help and the docs. */
export const exitCodeMeanings: readonly (readonly [number, string])[] = [
  [exitCodes.done, 'done'],
  [exitCodes.failed, 'failed, or billed but the file could not be downloaded'],
  [
    exitCodes.usage,
    'the command line or the requirements cannot be read, a file, job, key or model that you named is not there, or --key belongs to another order',
  ],
  [exitCodes.noEligibleModel, 'no model fits'],
  [exitCodes.overBudgetOrNotConfirmed, 'over budget, or the spend was not confirmed'],
  [exitCodes.outcomeUnknown, 'the outcome is unknown: you may have been billed'],
  [exitCodes.underWay, 'still in progress when watching ended: resume continues it'],
];
