import { nearestWord } from '@shotcaller/core';

/** `Did you mean 4k? `, to be followed by what is allowed; empty when nothing allowed is near. */
export function nearestHint(written: string, allowed: readonly string[]): string {
  const meant = nearestWord(written, allowed);
  return meant ? `Did you mean ${meant}? ` : '';
}
