import { readUsd } from '@shotcaller/core';
import type { FlagValues } from './parse-arguments.ts';
import { UsageError } from './usage-error.ts';

/** The dollars that a flag was given, as an exact decimal; undefined without it. Throws `UsageError`, which names the flag. */
export function usdFlag(flags: FlagValues, name: string): string | undefined {
  const text = flags.text(name);
  const amount = text === undefined ? undefined : readUsd(text);
  if (text === undefined || amount !== undefined) return amount;
  throw new UsageError(`--${name} ${text} is not an amount in US dollars. Write for example --${name} 2.50.`);
}
