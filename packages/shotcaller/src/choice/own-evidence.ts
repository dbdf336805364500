import type { Evidence, JobReason, OutcomeCount, OwnRun, Price, RequestedClip, Vote } from '@shotcaller/core';
import { dateOf } from '@shotcaller/core';
import { utcDayOf } from '../iso-time.ts';
import { learnedCorrections } from './learned-corrections.ts';
import { mayFallBack } from './may-fall-back.ts';
import { timeSeen } from './time-seen.ts';

/** An attempt that ended or completed, as far as it teaches. */
export interface EndedAttempt {
  readonly id: string;
  readonly model: string;
  readonly state: string;
  readonly reason: JobReason | null;
  readonly price: Price;
  readonly clip: RequestedClip;
  readonly file: { readonly durationSeconds: number | null } | null;
  readonly createdAt: string;
  readonly submittedAt: string | null;
  readonly lastPendingAt: string | null;
  readonly completedAt: string | null;
  readonly endedAt: string | null;
  readonly billedUsd: string | null;
  readonly billKnown: boolean | null;
}

/** What the own ledger says: clips made and their times, failures by model, how bills compare with list prices, and votes. */
export type OwnEvidence = Required<Pick<Evidence, 'runs' | 'outcomes' | 'priceCorrections' | 'votes'>>;

/** Most attempts that own evidence looks back on. */
const mostAttempts = 20_000;

/** Where own attempts are read from: the ledger. */
export interface AttemptSource {
  /** The newest attempts of a service that ended or completed. */
  endedAttempts(query: { readonly service: string; readonly limit: number }): Promise<readonly EndedAttempt[]>;
  /** Comparisons of clips of a service. */
  votes(query: { readonly service: string }): Promise<readonly Vote[]>;
}

/**
 * What the own attempts of one service say today. Bills of before `billsTeachDays` days correct no price; days are UTC days, so that the
 * answer stays the same until the next day or the next news.
 */
export async function readOwnEvidence(
  source: AttemptSource,
  {
    service,
    nowMs,
    billsTeachDays,
  }: { readonly service: string; readonly nowMs: number; readonly billsTeachDays: number },
): Promise<ReadEvidence> {
  const [attempts, votes] = await Promise.all([
    source.endedAttempts({ service, limit: mostAttempts }),
    source.votes({ service }),
  ]);
  const since = firstTeachingDay(nowMs, billsTeachDays);
  return evidenceFrom(attempts, votes.map(countedVote), since);
}

/** Own evidence, and what it was made of. */
export interface ReadEvidence {
  readonly own: OwnEvidence;
  /** How many there are to read. */
  readonly attempts: number;
  /** The same with one more, or with one that has moved on, as if all were read again. Absent: it counts once all are. */
  readonly withAttempt?: (attempt: EndedAttempt) => ReadEvidence;
}

function evidenceFrom(attempts: readonly EndedAttempt[], votes: readonly Vote[], since: string): ReadEvidence {
  let own: OwnEvidence | undefined;
  return {
    get own() {
      own ??= { ...ownEvidenceOf(attempts, since), votes };
      return own;
    },
    attempts: attempts.length,
    withAttempt(attempt) {
      const others = attempts.filter(({ id }) => id !== attempt.id);
      const older = others.findIndex(({ createdAt }) => createdAt <= attempt.createdAt);
      const newestFirst = others.toSpliced(older < 0 ? others.length : older, 0, attempt);
      return evidenceFrom(newestFirst, votes, since);
    },
  };
}

/** The UTC day from which on bills correct prices. */
export function firstTeachingDay(nowMs: number, billsTeachDays: number): string {
  return utcDayOf(nowMs - billsTeachDays * 86_400_000);
}

/** A vote without what only the ledger needs: whose it is, and on which jobs. */
export function countedVote({ models, better, task, tag, votedAt }: Vote): Vote {
  return { models, better, task, ...(tag !== undefined && { tag }), votedAt };
}

/** @param since ISO 8601; older bills correct no price */
function ownEvidenceOf(attempts: readonly EndedAttempt[], since: string): Omit<OwnEvidence, 'votes'> {
  return {
    runs: ownRuns(attempts),
    outcomes: ownOutcomes(attempts),
    priceCorrections: learnedCorrections(attempts, since),
  };
}

/** The clips made and how long they took, in the form of core's evidence. */
export function ownRuns(attempts: readonly EndedAttempt[]): readonly OwnRun[] {
  return attempts.flatMap((attempt) => {
    const durationSeconds = attempt.clip.durationSeconds ?? attempt.file?.durationSeconds ?? undefined;
    if (attempt.completedAt === null || attempt.submittedAt === null || durationSeconds === undefined) return [];
    const { seconds } = timeSeen({ ...attempt, submittedAt: attempt.submittedAt, completedAt: attempt.completedAt });
    if (seconds === null) return [];
    const { resolution, task } = attempt.clip;
    return [
      {
        model: attempt.model,
        seconds,
        durationSeconds,
        endedAt: attempt.completedAt,
        task,
        ...(resolution !== undefined && { resolution }),
      },
    ];
  });
}

/** Ends of jobs by model. Failures that the order itself caused are not the model's. Ordered by model id. */
export function ownOutcomes(attempts: readonly EndedAttempt[]): readonly OutcomeCount[] {
  const counts = new Map<string, { succeeded: number; failed: number; asOf: string }>();
  for (const attempt of attempts) {
    const succeeded = attempt.completedAt !== null;
    const failed = !succeeded && (attempt.state === 'failed' || attempt.state === 'expired') && mayFallBack(attempt);
    if (!succeeded && !failed) continue;
    const count = counts.get(attempt.model) ?? { succeeded: 0, failed: 0, asOf: '' };
    count.succeeded += Number(succeeded);
    count.failed += Number(failed);
    const day = dateOf(attempt.completedAt ?? attempt.endedAt ?? attempt.createdAt);
    if (day > count.asOf) count.asOf = day;
    counts.set(attempt.model, count);
  }
  return [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([model, count]) => ({ model, source: 'own ledger', ...count }));
}
