import type { FlagValues } from './parse-arguments.ts';
import { UsageError } from './usage-error.ts';

/** A whole number from `least` to `most`; `undefined` when the flag is not given. */
export function wholeNumberFlag(flags: FlagValues, name: string, least: number, most: number): number | undefined {
  const text = flags.text(name);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (Number.isInteger(value) && value >= least && value <= most && text.trim() !== '') return value;
  throw new UsageError(`--${name} ${text} is not a whole number from ${least} to ${most}.`);
}
