import { dayNumber } from './days.ts';
import type { Latency, OwnRun, Rating } from './observations.ts';

/** What rows are ordered by, the first that differs: numbers by size, texts by their characters. */
type Parts<Row> = readonly ((row: Row) => number | string)[];

/**
 * The rows in an order of their own, so that the order in which they were given changes no estimate, not even in the last digit of a sum.
 * Rows that are in it already cost one look at each.
 */
export function inFixedOrder<Row>(rows: readonly Row[], parts: Parts<Row>): readonly Row[] {
  return [...rows].sort((one, other) => {
    for (const part of parts) {
      const [first, second] = [part(one), part(other)];
      if (first !== second) return first < second ? -1 : 1;
    }
    return 0;
  });
}

/** Newest first; of one day your own, then the one with more votes, then the one with the narrower interval. */
export const ratingOrder: Parts<Rating> = [
  ({ asOf }) => -dayNumber(asOf),
  ({ use }) => (use === 'given' ? 0 : 1),
  ({ votes }) => -(votes ?? 0),
  ({ low, high }) => (low === null || high === null ? Number.MAX_VALUE : high - low),
  ({ board }) => board,
  ({ score }) => score,
  ({ task, resolution, match, use }) => `${task} ${resolution} ${match} ${use}`,
];

/** Newest first. */
export const timeOrder: Parts<Latency> = [
  ({ asOf }) => -dayNumber(asOf),
  ({ provider }) => provider,
  ({ source }) => source,
  ({ part }) => part ?? '',
  ({ seconds }) => seconds,
  ({ durationSeconds }) => durationSeconds ?? 0,
  ({ resolution, clips, failuresInside, intervalLowSeconds }) =>
    `${resolution} ${clips} ${failuresInside} ${intervalLowSeconds}`,
];

/** Oldest first. */
export const runOrder: Parts<OwnRun> = [
  ({ endedAt }) => endedAt,
  ({ seconds }) => seconds,
  ({ durationSeconds }) => durationSeconds,
  ({ resolution, task }) => `${resolution} ${task}`,
];
