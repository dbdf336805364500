import { readUsd } from '@shotcaller/core';
import { UsageError } from './usage-error.ts';

/** The dollars that a flag was given, as an exact decimal. Throws `UsageError`, which names the flag. */
export function usdGiven(text: string, flag: string): string {
  const amount = readUsd(text);
  if (amount !== undefined) return amount;
  throw new UsageError(`--${flag} ${text} is not an amount in US dollars. Write for example --${flag} 2.50.`);
}
