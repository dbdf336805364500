import {
  type Evidence,
  type JobReason,
  mostBelievedUsd,
  mostTimesQuote,
  type OutcomeCount,
  type OwnRun,
  type Price,
  type PriceCorrection,
  type RequestedClip,
} from '@shotcaller/core';
import { mayFallBack } from './may-fall-back.ts';

/** An attempt that ended or completed, as far as it teaches. */
export interface EndedAttempt {
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

/** What own attempts say: clips made and their times, failures by model, and how bills compare with list prices. */
export type OwnEvidence = Required<Pick<Evidence, 'runs' | 'outcomes' | 'priceCorrections'>>;

/** Most attempts that own evidence looks back on. */
const mostAttempts = 20_000;

/** Where own attempts are read from: the ledger. */
export interface AttemptSource {
  /** The newest attempts of a service that ended or completed. */
  endedAttempts(query: { readonly service: string; readonly limit: number }): Promise<readonly EndedAttempt[]>;
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
): Promise<{ readonly own: OwnEvidence; readonly attempts: number }> {
  const attempts = await source.endedAttempts({ service, limit: mostAttempts });
  const since = new Date(nowMs - billsTeachDays * 86_400_000).toISOString().slice(0, 10);
  return { own: ownEvidenceOf(attempts, since), attempts: attempts.length };
}

/** @param since ISO 8601; older bills correct no price */
function ownEvidenceOf(attempts: readonly EndedAttempt[], since: string): OwnEvidence {
  return {
    runs: ownRuns(attempts),
    outcomes: ownOutcomes(attempts),
    priceCorrections: learnedCorrections(attempts, since),
  };
}

/** How a model's bills compare with its list price, from this ledger: geometric mean and 90 % interval; of a single bill from list price to bill. */
export type LearnedCorrection = PriceCorrection;

/**
 * Compares bills with the quotes they were given, learnt corrections taken out of them. Ordered by model id.
 *
 * @param since ISO 8601; older bills teach nothing, for prices and discounts change. Default: all teach
 */
export function learnedCorrections(attempts: readonly EndedAttempt[], since = ''): readonly LearnedCorrection[] {
  const byModel = groupByModel(attempts.flatMap(comparison).filter(({ at }) => at >= since));
  return [...byModel].sort(([a], [b]) => (a < b ? -1 : 1)).map(([model, bills]) => correctionOf(model, bills));
}

interface Comparison {
  readonly model: string;
  readonly logRatio: number;
  readonly at: string;
}

function comparison(attempt: EndedAttempt): readonly Comparison[] {
  if (attempt.completedAt === null || attempt.billKnown !== true || attempt.billedUsd === null) return [];
  const lines = attempt.price.lines.filter(({ sku }) => !sku.startsWith('correction:'));
  const listUsd = lines.reduce((sum, { usd }) => sum + Number(usd), 0);
  const billedUsd = Number(attempt.billedUsd);
  // A free job (credits, own key) says nothing about the list price.
  if (!(listUsd > 0) || !(billedUsd > 0)) return [];
  // Ledgers hold bills that were booked before any was held against its quote.
  if (billedUsd > Number(mostBelievedUsd(attempt.price))) return [];
  return [{ model: attempt.model, logRatio: Math.log(withinReach(billedUsd / listUsd)), at: attempt.completedAt }];
}

function correctionOf(model: string, bills: readonly Comparison[]): LearnedCorrection {
  const n = bills.length;
  const mean = bills.reduce((sum, { logRatio }) => sum + logRatio, 0) / n;
  const times = bills.map(({ at }) => at).sort();
  const dates = { oldestAt: times[0] ?? '', newestAt: times.at(-1) ?? '' };
  if (n === 1) {
    const factor = tidy(Math.exp(mean));
    return { model, n, factor, low: Math.min(1, factor), high: Math.max(1, factor), ...dates };
  }
  const variance = bills.reduce((sum, { logRatio }) => sum + (logRatio - mean) ** 2, 0) / (n - 1);
  const reach = studentT95(n - 1) * Math.sqrt(variance * (1 + 1 / n));
  return {
    model,
    n,
    factor: tidy(Math.exp(mean)),
    low: tidy(withinReach(Math.exp(mean - reach))),
    high: tidy(withinReach(Math.exp(mean + reach))),
    ...dates,
  };
}

/** No bill is believed that lies further from its quote, so no further one is expected: two bills alone would span millions. */
function withinReach(ratio: number): number {
  return Math.min(mostTimesQuote, Math.max(1 / mostTimesQuote, ratio));
}

/** 95th percentile of Student's t: tables of any textbook; beyond 10 degrees within 1 % of the formula used. */
function studentT95(degrees: number): number {
  const table = [6.314, 2.92, 2.353, 2.132, 2.015, 1.943, 1.895, 1.86, 1.833, 1.812];
  return table[degrees - 1] ?? 1.645 + 1.5 / degrees;
}

/** Ratios of exact decimals come out as 0.9999999; what is left after nine digits is noise. */
function tidy(value: number): number {
  return Number(value.toFixed(9));
}

function groupByModel(items: readonly Comparison[]): Map<string, Comparison[]> {
  const groups = new Map<string, Comparison[]>();
  for (const item of items) groups.set(item.model, [...(groups.get(item.model) ?? []), item]);
  return groups;
}

/** The clips made and how long they took, in the form of core's evidence. When polling was coarse, the middle of the last gap. */
export function ownRuns(attempts: readonly EndedAttempt[]): readonly OwnRun[] {
  return attempts.flatMap((attempt) => {
    const durationSeconds = attempt.clip.durationSeconds ?? attempt.file?.durationSeconds ?? undefined;
    if (attempt.completedAt === null || attempt.submittedAt === null || durationSeconds === undefined) return [];
    const submittedMs = Date.parse(attempt.submittedAt);
    const completedMs = Date.parse(attempt.completedAt);
    const lastPendingMs = attempt.lastPendingAt === null ? submittedMs : Date.parse(attempt.lastPendingAt);
    const seconds = ((lastPendingMs + completedMs) / 2 - submittedMs) / 1000;
    if (!(seconds > 0)) return [];
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
export function ownOutcomes(attempts: readonly EndedAttempt[], source = 'own ledger'): readonly OutcomeCount[] {
  const counts = new Map<string, { succeeded: number; failed: number; asOf: string }>();
  for (const attempt of attempts) {
    const succeeded = attempt.completedAt !== null;
    const failed = !succeeded && (attempt.state === 'failed' || attempt.state === 'expired') && mayFallBack(attempt);
    if (!succeeded && !failed) continue;
    const count = counts.get(attempt.model) ?? { succeeded: 0, failed: 0, asOf: '' };
    count.succeeded += Number(succeeded);
    count.failed += Number(failed);
    const day = (attempt.completedAt ?? attempt.endedAt ?? attempt.createdAt).slice(0, 10);
    if (day > count.asOf) count.asOf = day;
    counts.set(attempt.model, count);
  }
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([model, count]) => ({ model, source, ...count }));
}
