import { decisiveAttempt } from '../../jobs/job-result.ts';
import type { Ordered } from './job-order.ts';

/** What became of an order, in one word for the metrics. */
export function resultName(ordered: Ordered): string {
  if (ordered.kind !== 'job') return ordered.kind;
  if (ordered.repeated) return 'repeated';
  return decisiveAttempt(ordered.snapshot.attempts).state === 'refused' ? 'refused' : 'new';
}
