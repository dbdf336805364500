/** What a command's exit code says. Stable. */
export const exitCodes = {
  done: 0,
  failed: 1,
  usage: 2,
  noEligibleModel: 3,
  overBudgetOrNotConfirmed: 4,
  outcomeUnknown: 5,
} as const;

/** One line each, for the help and the docs. */
export const exitCodeMeanings: readonly (readonly [number, string])[] = [
  [exitCodes.done, 'done'],
  [exitCodes.failed, 'failed'],
  [exitCodes.usage, 'the command line or the requirements cannot be read'],
  [exitCodes.noEligibleModel, 'no model fits'],
  [exitCodes.overBudgetOrNotConfirmed, 'over budget, or the spend was not confirmed'],
  [exitCodes.outcomeUnknown, 'the outcome is unknown: a paid job may exist'],
];
