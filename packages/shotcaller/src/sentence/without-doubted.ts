import type { RequirementsInput, SentenceReading } from '@shotcaller/core';
import type { ReadingDoubt } from './merge-readings.ts';

/** A reading in which a doubt is answered the other way: the setting has its other value, or none. */
export function withoutDoubted(reading: SentenceReading, { field, otherwise }: ReadingDoubt): SentenceReading {
  if (field === 'profile') {
    const { profile: _, ...rest } = reading;
    return otherwise === undefined ? rest : { ...rest, profile: otherwise as NonNullable<SentenceReading['profile']> };
  }
  const requirements: Record<string, unknown> = { ...reading.requirements };
  if (otherwise === undefined) delete requirements[field];
  else requirements[field] = otherwise;
  return { ...reading, requirements: requirements as RequirementsInput };
}
