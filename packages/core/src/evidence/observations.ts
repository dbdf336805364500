import type { Task } from '../requirements/requirements.ts';
import type { RatingTask } from './evidence.ts';

/** A record that can be checked: where it was read, when it was true, and on what terms the figures may be shipped. */
export interface Origin {
  readonly source: string;
  /** ISO date; for a span its end; a month alone where no day is known. */
  readonly asOf: string;
  readonly licence: string;
}

/** How surely a published rating is of the listed model: of its build, its class and its version. */
export type RatingMatch =
  | 'exact'
  | 'resolution_pinned'
  | 'resolution_unknown'
  | 'resolution_mismatch'
  | 'version_dated'
  | 'tier_uncertain';

/** One published rating of one model for one task. */
export interface Rating {
  readonly model: string;
  readonly task: RatingTask;
  /** Key of `RatingData.boards`. */
  readonly board: string;
  /** The name on the board; the mapping to `model` was made by hand, never by spelling. */
  readonly publishedName: string;
  readonly score: number;
  /** Published 95 % limits; `null` when none was seen. */
  readonly low: number | null;
  readonly high: number | null;
  readonly votes: number | null;
  readonly asOf: string;
  readonly match: RatingMatch;
  /** Resolution of the rated runs when the board states it, else `null`. */
  readonly resolution: string | null;
  /** `superseded`: from a board that is no longer kept, the last resort. `given`: the user's own; without a resolution it holds for all. */
  readonly use: 'primary' | 'other_resolution' | 'linked' | 'superseded' | 'given';
}

/** How the figures of another scale are carried over to the main scale. */
export interface ScaleLink {
  readonly board: string;
  readonly task: RatingTask;
  readonly offset: number;
  /** Points. */
  readonly residualStandardDeviation: number;
  /** Models on both scales. */
  readonly n: number;
}

/** How one rating tells about another: `to = toMean + slope × (from − fromMean)`. */
export interface RatingLine {
  readonly fromMean: number;
  readonly toMean: number;
  readonly slope: number;
  /** Points. */
  readonly residualStandardDeviation: number;
  readonly n: number;
}

/** How a rating for one task tells about the other. */
export interface TaskLink extends RatingLine {
  readonly from: RatingTask;
  readonly to: RatingTask;
}

/** A published list of ratings. */
export interface RatingBoard extends Origin {
  readonly name: string;
  /** Scores are comparable inside one scale only. */
  readonly scale: string;
}

/** Published ratings, and what ties those of different boards, tasks and versions to each other. */
export interface RatingData {
  readonly boards: Readonly<Record<string, RatingBoard>>;
  readonly ratings: readonly Rating[];
  readonly scaleLinks: readonly ScaleLink[];
  readonly taskLinks: readonly TaskLink[];
  /** How the rating of a version tells about that of the next one of its make. */
  readonly successionLink: RatingLine;
  /** Mean and spread of the main scale in this snapshot, what an unrated model is taken for. */
  readonly population: Readonly<Record<RatingTask, { readonly mean: number; readonly standardDeviation: number }>>;
}

/** One published completion time: of one run, or the middle of several. */
export interface Latency {
  readonly model: string;
  /** Submit to completed, as published. With `lowerBound` a run that had not finished by then. */
  readonly seconds: number;
  /** Length of the clip; `null` when not stated, and then the time cannot be scaled. */
  readonly durationSeconds: number | null;
  readonly resolution: string | null;
  readonly audio: boolean | null;
  /** Clips behind the figure; `null` when not stated. */
  readonly clips: number | null;
  /** Instant refusals among those clips, which make the time too short. */
  readonly failuresInside: number;
  readonly statistic: 'run' | 'mean' | 'p50' | 'range_middle' | 'generation_time' | 'reported';
  /** Lower end of the interval in which polling left the true time; `null` when `seconds` is the time. */
  readonly intervalLowSeconds: number | null;
  readonly lowerBound: boolean;
  readonly p95Seconds: number | null;
  readonly provider: string;
  readonly viaOpenRouter: boolean;
  readonly task: RatingTask | 'reference-to-video';
  readonly asOf: string;
  /** Key of `LatencyData.sources`. */
  readonly source: string;
  /** Where in the source. */
  readonly part: string | null;
}

/** Ends of jobs, counted: failures never enter a time. */
export interface OutcomeCount {
  readonly model: string;
  readonly succeeded: number;
  readonly failed: number;
  /** ISO date of the newest end, when known. */
  readonly asOf?: string;
  readonly source?: string;
  readonly note?: string;
}

/** Published completion times, and how often jobs succeed. */
export interface LatencyData {
  readonly sources: Readonly<Record<string, Origin>>;
  readonly latencies: readonly Latency[];
  /** Published counts of successes and failures. */
  readonly outcomes: readonly OutcomeCount[];
}

/** A clip that the user made and waited for. Failed jobs are `OutcomeCount`s, not runs. */
export interface OwnRun {
  readonly model: string;
  /** Submit to completed. When polling was coarse, the middle of the last gap. */
  readonly seconds: number;
  /** Length of the clip. */
  readonly durationSeconds: number;
  /** ISO 8601. */
  readonly endedAt: string;
  readonly resolution?: string;
  readonly task?: Task;
}

/** Models of one make, of which one may tell about another. */
export interface ModelLine {
  readonly name: string;
  readonly models: readonly string[];
  /** `false`: its members differ so much in speed that one says nothing about another. */
  readonly speedsAlike: boolean;
}

/** Which models belong together, for estimates of those without observations of their own. */
export interface SiblingData extends Origin {
  readonly lines: readonly ModelLine[];
  /** A tier without a rating → the rated model of which it is a tier. */
  readonly ratedParent: Readonly<Record<string, string>>;
}

/** One comparison of two clips of the same shot by somebody who did not see the models' names. */
export interface Vote {
  /** In the order shown. */
  readonly models: readonly [string, string];
  /** The model whose clip was better; `null`: neither. */
  readonly better: string | null;
  readonly task: RatingTask;
  /** What the shot was about, for example `talking` or `product`; absent: not said. */
  readonly tag?: string;
  /** ISO 8601. */
  readonly votedAt: string;
}

/** How bills compare with list prices, learnt from a ledger: for one model, price key and kind of clip. */
export interface PriceCorrection {
  /** `*`: every model, for a discount that the account has. */
  readonly model: string;
  /** The price keys of the jobs that were compared, joined by `+` in the order of the quote. Absent: all keys of the model. */
  readonly sku?: string;
  /** The list rates of those keys, joined the same way: once the list price is another, these bills correct it no more. Absent: any rates. */
  readonly ratesUsd?: string;
  /** The task of those jobs. Absent: all tasks. */
  readonly task?: Task;
  /**
   * The least and the most that clips under 5 s were billed at, dollars as exact decimals. Present: every one of them was billed over
   * list, so this is a floor for short clips and says nothing of longer ones. Absent: `factor` holds for clips of every length.
   */
  readonly floorUsd?: { readonly low: string; readonly high: string };
  /** Bills compared. */
  readonly n: number;
  /** Mean of bill ÷ list price. */
  readonly factor: number;
  /** Interval of the ratio for one further job. */
  readonly low: number;
  readonly high: number;
  /** ISO 8601: when the bills were. */
  readonly oldestAt: string;
  readonly newestAt: string;
  /** Where it was read. Absent: learnt from the ledger. */
  readonly source?: string;
}
