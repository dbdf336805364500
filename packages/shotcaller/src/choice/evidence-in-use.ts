import type { Evidence } from '@shotcaller/core';
import type { Ledger } from '../jobs/store.ts';
import { type LearnedCorrection, learnedCorrections, ownOutcomes, ownRuns } from './own-evidence.ts';

/** What the ledger teaches about one service. */
export interface Lessons {
  readonly corrections: readonly LearnedCorrection[];
  /** The evidence that was handed in, with own bills, times and failures beside it. */
  readonly evidence: Evidence;
}

export interface LessonSource {
  readonly open: () => Promise<Ledger>;
  readonly service: string;
  readonly baseEvidence: Evidence;
  /** Bills that are older correct no quote. */
  readonly billsTeachDays: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Most jobs that learning looks back on. */
const memoryAttempts = 20_000;

/** Fewer jobs than this are read again for every plan. */
const cheapAttempts = 300;

const rememberedMs = 30_000;

/** Reads anew every time while that is cheap; from a long ledger every half minute, or a batch would do little else. */
export function createLessons({
  open,
  service,
  baseEvidence,
  billsTeachDays,
  now,
}: LessonSource): () => Promise<Lessons> {
  let remembered: { readonly lessons: Lessons; readonly atMs: number; readonly attempts: number } | undefined;
  return async () => {
    const nowMs = now();
    if (remembered && remembered.attempts > cheapAttempts && nowMs - remembered.atMs < rememberedMs) return remembered.lessons;
    const store = await open();
    const attempts = (await store.attempts({ limit: memoryAttempts })).filter((attempt) => attempt.service === service);
    const since = new Date(nowMs - billsTeachDays * 86_400_000).toISOString();
    const corrections = learnedCorrections(attempts, since);
    const own = { runs: ownRuns(attempts), outcomes: ownOutcomes(attempts), priceCorrections: corrections };
    const lessons = { corrections, evidence: { ...baseEvidence, ...own } };
    remembered = { lessons, atMs: nowMs, attempts: attempts.length };
    return lessons;
  };
}
