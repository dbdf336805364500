import type { Task } from '../requirements/requirements.ts';
import { daysBetween } from './days.ts';
import type { Evidence, PriceCorrection, RatingTask, Vote } from './evidence.ts';

/** A rating of your own on the scale of the bundled ones (LMArena video arena, about 1150 to 1550 points). */
export interface GivenRating {
  readonly model: string;
  readonly task: RatingTask;
  readonly score: number;
  /** 95 % limits, in points. Default: 12 points are taken for the standard error. */
  readonly low?: number;
  readonly high?: number;
  readonly votes?: number;
  /** The class of the rated clips. Default: the rating holds for every class. */
  readonly resolution?: string;
  /** ISO date. */
  readonly asOf: string;
  /** Where it was read, for whoever looks at the basis of a number. */
  readonly source: string;
}

/** A completion time of your own. */
export interface GivenTime {
  readonly model: string;
  /** Submit to completed. */
  readonly seconds: number;
  /** Length of the clip. */
  readonly durationSeconds: number;
  /** Clips behind the figure. Default 1. */
  readonly clips?: number;
  /** The class of the clip, such as `720p`. Default: not known. */
  readonly resolution?: string;
  /** Default OpenRouter. A time of another host says less about OpenRouter. */
  readonly provider?: string;
  /** ISO date. */
  readonly asOf: string;
  /** Where it was read or measured, for whoever looks at the basis of a number. */
  readonly source: string;
}

/** How bills of your own compare with list prices. */
export interface GivenPrice {
  /** `*`: every model, for a discount that your account has. */
  readonly model: string;
  /** Bill over list price of the same clip: 0.8 is a fifth off. */
  readonly factor: number;
  /** Where the factor of one further bill lies. Default: a single bill says from 1 to `factor`, more say `factor`. */
  readonly low?: number;
  readonly high?: number;
  /** The price keys of those bills, joined by `+` as a quote has them. Default: all keys of the model. */
  readonly sku?: string;
  /** The list rates of those keys, joined the same way; the figure ends with them. Default: whatever the list says. */
  readonly ratesUsd?: string;
  /** Default: all tasks. */
  readonly task?: Task;
  /** The least and the most that clips under 5 s were billed at, dollars: this is a floor for them and says nothing of longer ones. */
  readonly floorUsd?: { readonly low: string; readonly high: string };
  /** Bills behind the figure. Default 1. */
  readonly n?: number;
  /** ISO date of the newest of them. */
  readonly asOf: string;
  /** Whose bills they are, for whoever looks at the basis of a price. */
  readonly source: string;
}

/** Evidence of your own, or a newer edition of the published one, to be added to the bundled one. */
export interface GivenEvidence {
  /** ISO date up to which a published edition was collected: from there on the whole evidence is as of that day. Your own needs none. */
  readonly asOf?: string;
  readonly ratings?: readonly GivenRating[];
  readonly times?: readonly GivenTime[];
  readonly prices?: readonly GivenPrice[];
  readonly votes?: readonly Vote[];
}

/**
 * `evidence` with your own added. A rating with a newer date takes the place of an older one wherever it stands in the list, also one of a
 * class (720p); of two of one day the one with more votes counts, then the narrower. Times are weighed with the others of their provider, votes are counted with those
 * that there are, and a price goes like a bill in the ledger, the newer first.
 */
export function withGivenEvidence(evidence: Evidence, given: GivenEvidence): Evidence {
  const { asOf, ratings = [], times = [], prices = [], votes = [] } = given;
  const isNewer = asOf !== undefined && daysBetween(evidence.asOf ?? evidence.goalposts.asOf, asOf) > 0;
  const terms: Terms =
    asOf === undefined
      ? { isEdition: false, named: (source) => `${source} (given)`, licence: 'given by the user' }
      : { isEdition: true, named: (source) => source, licence: 'as the edition states' };
  return {
    ...evidence,
    ...(isNewer && { asOf }),
    ratings: withRatings(evidence.ratings, ratings, terms),
    latencies: withTimes(evidence.latencies, times, terms),
    votes: [...(evidence.votes ?? []), ...votes],
    priceCorrections: [...(evidence.priceCorrections ?? []), ...prices.map((price) => correctionOf(price, terms))],
    given: [...(evidence.given ?? []), given],
  };
}

interface Terms {
  readonly isEdition: boolean;
  readonly named: (source: string) => string;
  readonly licence: string;
}

function withRatings(
  data: Evidence['ratings'],
  ratings: readonly GivenRating[],
  { named, licence }: Terms,
): Evidence['ratings'] {
  const boards = ratings.map(({ source, asOf }) => [
    named(source),
    { name: named(source), scale: 'lmarena', source, asOf, licence },
  ]);
  const rows = ratings.map(({ source, low = null, high = null, votes = null, resolution = null, ...rating }) => ({
    ...rating,
    board: named(source),
    publishedName: rating.model,
    low,
    high,
    votes,
    match: 'exact' as const,
    resolution,
    use: 'given' as const,
  }));
  return {
    ...data,
    boards: { ...data.boards, ...Object.fromEntries(boards) },
    ratings: [...data.ratings, ...rows],
  };
}

function withTimes(
  data: Evidence['latencies'],
  times: readonly GivenTime[],
  { isEdition, named, licence }: Terms,
): Evidence['latencies'] {
  const isKnown = (time: GivenTime) =>
    data.latencies.some(
      ({ model, seconds, durationSeconds, asOf }) =>
        model === time.model &&
        seconds === time.seconds &&
        durationSeconds === time.durationSeconds &&
        asOf === time.asOf,
    );
  // An edition repeats what shipped with the program; your own times are as many as you give.
  const added = isEdition ? times.filter((time) => !isKnown(time)) : times;
  const sources = added.map(({ source, asOf }) => [named(source), { source, asOf, licence }]);
  const rows = added.map(({ source, clips = 1, resolution = null, provider = 'OpenRouter', ...time }) => ({
    ...time,
    resolution,
    audio: null,
    clips,
    failuresInside: 0,
    statistic: 'run' as const,
    intervalLowSeconds: null,
    lowerBound: false,
    p95Seconds: null,
    provider,
    viaOpenRouter: provider === 'OpenRouter',
    task: 'text-to-video' as const,
    source: named(source),
    part: null,
  }));
  return {
    ...data,
    sources: { ...data.sources, ...Object.fromEntries(sources) },
    latencies: [...data.latencies, ...rows],
  };
}

function correctionOf(
  { model, factor, low, high, sku, ratesUsd, task, floorUsd, n = 1, asOf, source }: GivenPrice,
  { named }: Terms,
): PriceCorrection {
  return {
    model,
    ...(sku !== undefined && { sku }),
    ...(ratesUsd !== undefined && { ratesUsd }),
    ...(task !== undefined && { task }),
    ...(floorUsd !== undefined && { floorUsd }),
    n,
    factor,
    low: low ?? (n > 1 ? factor : Math.min(1, factor)),
    high: high ?? (n > 1 ? factor : Math.max(1, factor)),
    oldestAt: asOf,
    newestAt: asOf,
    source: named(source),
  };
}
