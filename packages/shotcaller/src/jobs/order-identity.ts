import type { Brief, OrderDifference } from '@shotcaller/core';
import { sha256Of } from '../disk/sha256-of.ts';
import type { Job, JobOptions } from './job.ts';

/** What is ordered: what a clip must be, how it is chosen, and what it may cost. */
type Order = Pick<Job, 'brief' | 'options'>;

/**
 * The options that make an order another one. What was confirmed follows from the price of the day. Where the file goes, how long it is
 * watched, who is told of the end and who traces changes nothing of what is bought.
 */
function boughtOptions({
  confirmUsd: _,
  output: __,
  overwrite: ___,
  sidecar: ____,
  watchSeconds: _____,
  callbackUrl: ______,
  traceparent: _______,
  ...bought
}: JobOptions): Partial<JobOptions> {
  return bought;
}

/** Equal for equal orders. */
export function orderFingerprint({ brief, options }: Order): string {
  return sha256Of(JSON.stringify([brief, boughtOptions(options)]));
}

/**
 * Whether a job is the order of a fingerprint. Earlier versions counted where the file goes: their jobs are compared by what they hold.
 * Fingerprints of version 1 of the ledger were made otherwise and cannot be compared.
 */
export function isSameOrder(job: Pick<Job, 'fingerprint' | 'brief' | 'options'>, fingerprint: string): boolean {
  if (job.fingerprint === fingerprint || job.fingerprint.startsWith('v1:')) return true;
  return orderFingerprint(job) === fingerprint;
}

/** What another order says differently from the job that has its key. */
export function orderDifferences(first: Order, now: Order): readonly OrderDifference[] {
  const [before, after] = [partsOf(first), partsOf(now)];
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const differences = fields.flatMap((field) => {
    const [one, other] = [before[field] ?? null, after[field] ?? null];
    return JSON.stringify(one) === JSON.stringify(other) ? [] : [{ field, first: one, now: other }];
  });
  // A body of the caller's own says the same once more.
  const named = differences.filter(({ field }) => field !== 'body');
  return named.length > 0 ? named : differences;
}

/** Everything by its name. A limit in the requirements is the limit of the job. */
function partsOf({ brief, options }: Order): Readonly<Record<string, unknown>> {
  const { requirements, preferences, model, allowedModels, body }: Brief = brief;
  return { ...boughtOptions(options), allowedModels, body, ...preferences, ...requirements, model: model ?? 'auto' };
}
