import type { Mode, Task } from '../requirements/requirements.ts';
import type { GivenEvidence } from './given-evidence.ts';
import type { Goalposts } from './goalposts.ts';
import type {
  LatencyData,
  OutcomeCount,
  OwnRun,
  PriceCorrection,
  RatingData,
  SiblingData,
  Vote,
} from './observations.ts';

export type * from './goalposts.ts';
export type * from './observations.ts';

/** The board that a rating is read from: text and reference jobs use text to video, jobs with a frame image to video. */
export type RatingTask = 'text-to-video' | 'image-to-video';

/** Step of the evidence ladder, best first. */
export type EvidenceLevel = 'measured' | 'live' | 'published' | 'linked' | 'sibling' | 'prior';

/** Where a number comes from, in data. Rendered once, elsewhere. */
export interface Basis {
  readonly level: EvidenceLevel;
  /** Name of the board, benchmark or ledger; for a sibling the model it is taken from. */
  readonly source: string;
  /** ISO date of the newest observation; `null` for a prior. */
  readonly asOf: string | null;
  /** Age of that date in whole days at `now`; `null` when there is no date. Warn over 30, say so over 90. */
  readonly ageDays: number | null;
  /** Clips timed, or votes cast; `null` when not published. */
  readonly n: number | null;
  readonly nUnit: 'clips' | 'votes' | 'jobs';
  /** Mismatches of resolution, tier or build, and other cautions, as codes. */
  readonly notes: readonly BasisNote[];
}

/** A caution beside a number: what was observed is not quite what is asked for, or not all of it is known. */
export type BasisNote =
  | 'resolution_unknown'
  | 'other_resolution'
  | 'version_dated'
  | 'tier_uncertain'
  | 'interval_not_published'
  | 'other_board'
  | 'superseded_board'
  | 'other_task'
  | 'no_board_for_task'
  | 'other_provider'
  | 'failures_inside_time'
  | 'unfinished_run_seen'
  | 'times_without_clip_length_left_out'
  | 'no_times_for_task'
  | 'from_predecessor'
  | 'own_votes_counted';

/** A rating with its uncertainty, on the LMArena Elo-like scale. */
export interface QualityEstimate {
  readonly rating: number;
  readonly standardDeviation: number;
  /** 10th and 90th percentile. */
  readonly low: number;
  readonly high: number;
  readonly basis: Basis;
}

/** A completion time with its uncertainty. */
export interface SpeedEstimate {
  /** Seconds from submit to completed for the clip asked for. */
  readonly p50Seconds: number;
  /** Predictive 90th percentile for the clip asked for. */
  readonly p90Seconds: number;
  /** Median for a 6 s clip. */
  readonly p50SixSecondClip: number;
  /** Standard deviation of the log of the median. */
  readonly logStandardDeviation: number;
  /** Share of jobs that end with a clip, posterior mean of the Beta prior and the counts. */
  readonly successRate: number;
  /** Jobs behind that share; 0: it is the prior. */
  readonly jobsCounted: number;
  /** The median for a 6 s clip over the share that succeeds: what the score uses. */
  readonly secondsToResultSixSecondClip: number;
  readonly basis: Basis;
}

/** What is being asked of the evidence. */
export interface EvidenceQuestion {
  readonly mode: Mode;
  readonly task: Task;
  /** Canonical class or `null` when not asked for. */
  readonly resolution: string | null;
  readonly durationSeconds: number | null;
  /** Only own votes with this tag count. Default: all do. */
  readonly tag?: string;
  /** ISO 8601; ages are counted to here. */
  readonly now: string;
}

/**
 * All that is known about quality and speed. Read only: estimates are remembered per object, so a changed ledger is a new
 * object (`{...bundledEvidence, runs}`), never a mutated one.
 */
export interface Evidence {
  readonly ratings: RatingData;
  readonly latencies: LatencyData;
  readonly siblings: SiblingData;
  readonly goalposts: Goalposts;
  /** ISO date of the newest edition of the figures, where that is newer than the goalposts. */
  readonly asOf?: string;
  /** What `withGivenEvidence` added, as it was given: for whoever passes it on. */
  readonly given?: readonly GivenEvidence[];
  /** The user's own completed runs. */
  readonly runs?: readonly OwnRun[];
  /** The user's own counts of successes and failures. */
  readonly outcomes?: readonly OutcomeCount[];
  /** The user's own comparisons of clips. */
  readonly votes?: readonly Vote[];
  /** What the user's own bills say about list prices. */
  readonly priceCorrections?: readonly PriceCorrection[];
}
