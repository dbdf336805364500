import type { CatalogSource } from './catalog/model.ts';
import type { SettledClip } from './clip.ts';
import type { Basis } from './evidence/evidence.ts';
import type { Change, Reason, Warning } from './match/verdict.ts';
import type { Price } from './price/price.ts';
import type { PriceNote } from './price/price-note.ts';
import type { Profile, Weights } from './rank/profiles.ts';
import type { Sensitivity } from './rank/sensitivity.ts';
import type { RequestBody } from './request/wire.ts';
import type { Requirements } from './requirements/requirements.ts';

/** How models are ranked: by evidence, or by the guide's own placeholders (the baseline). */
export type Method = 'evidence' | 'cookbook';

/** One model that can do the job, in its place. */
export interface RankedModel {
  readonly model: string;
  /** 0 to 1 on fixed goalposts, three decimals. */
  readonly score: number;
  /** About a 90 % floor of the score: what the order goes by. Equal to `score` with method `cookbook`. */
  readonly scoreLow: number;
  /** The clip that price, time and quality are for, with what was settled because it was left open. */
  readonly clip: SettledClip;
  readonly price: Price;
  /**
   * Seconds from submit to completed for this clip. `successRate` is the share of jobs that end with a clip, 0 to 1; `secondsToResult` is the
   * median over that share, since a failed job is ordered again: what the score goes by. A failed job is not billed, so the price of a
   * result is the price.
   */
  readonly speed: {
    readonly p50Seconds: number;
    readonly p90Seconds: number;
    readonly successRate: number;
    /** Jobs behind that share; 0: nobody has counted any. */
    readonly jobsCounted: number;
    readonly secondsToResult: number;
    readonly basis: Basis;
  };
  /** Elo-like rating with its 10th and 90th percentile. */
  readonly quality: { readonly rating: number; readonly low: number; readonly high: number; readonly basis: Basis };
  /** What each criterion adds to the score. */
  readonly contributions: Weights;
  /** Models that are in a near tie with this one and the first. */
  readonly tiedWith: readonly string[];
  /** A model that is no worse on price, time and rating and better on one. */
  readonly dominatedBy: string | null;
  /** Share of the weight that rests on measured, live or published evidence, 0 to 1. */
  readonly evidenceShare: number;
  readonly assumptions: readonly PriceNote[];
  readonly warnings: readonly Warning[];
  /** What the catalogue does not state; only with `includeUnknown`. */
  readonly notStated: readonly Reason[];
  /** The guide's own figures; only with method `cookbook`. */
  readonly cookbook?: {
    readonly lowestAdvertisedPrice: number | null;
    readonly speedScore: number;
    readonly costScore: number;
    readonly qualityScore: number;
  };
}

/** A model that cannot make the clip, and what would have to change. */
export interface RejectedModel {
  readonly model: string;
  /** Every broken rule. */
  readonly reasons: readonly Reason[];
  /** The smallest change of the requirements that would make it fit; empty when none would. */
  readonly nearest: readonly Change[];
}

/** A model of which the catalogue does not state whether it can make the clip. */
export interface UnknownModel {
  readonly model: string;
  /** What the catalogue does not state. */
  readonly reasons: readonly Reason[];
}

/** What the requirements would gain by giving up one small thing. */
export interface Concession {
  /** The thing to give up. */
  readonly change: Change;
  /** The model that would be picked then, with its clip, price, time and rating. */
  readonly model: string;
  readonly clip: SettledClip;
  readonly price: Price;
  readonly speed: RankedModel['speed'];
  readonly quality: RankedModel['quality'];
  /** How much higher its value that ranks is than that of the pick, three decimals. */
  readonly gain: number;
  /** The criterion that gains most, and how the pick stands in it: seconds to a result, dollars or points of rating. */
  readonly by: keyof Weights;
  readonly pickHas: number;
}

/** What age does to a pick. */
export type Staleness =
  | { readonly code: 'catalog_old'; readonly ageDays: number; readonly asOf: string }
  | {
      readonly code: 'evidence_old';
      readonly ageDays: number;
      readonly asOf: string;
      /** How much less its worst-case score is than on the day of the evidence; `null` without a pick. */
      readonly scoreLowLost: number | null;
      /** What would have been picked on that day, where it is another model; else `null`. */
      readonly pickWhenNew: string | null;
    };

/** What the age of the numbers does to a pick, without the arguments. */
export type StalenessCode = Staleness['code'];

/** The whole answer: the pick, everyone in order, everyone else and why. Plain data that survives JSON. */
export interface Selection {
  readonly catalog: {
    readonly source: CatalogSource;
    readonly asOf: string | null;
    /** Whole days to the time of the choice; `null`: not known. */
    readonly ageDays: number | null;
    readonly models: number;
  };
  readonly evidence: { readonly version: string; readonly asOf: string; readonly ageDays: number };
  readonly requirements: Requirements;
  readonly profile: Profile;
  readonly method: Method;
  /** `null`: no model fits. */
  readonly pick: string | null;
  readonly ranked: readonly RankedModel[];
  readonly rejected: readonly RejectedModel[];
  readonly unknown: readonly UnknownModel[];
  /** Over which weights the pick stays, and who takes over beyond; `null` without a pick or with method `cookbook`. */
  readonly sensitivity: Sensitivity | null;
  /** The exact body that would be sent for the pick. */
  readonly request: RequestBody | null;
  /** The one concession that gains most; `null`: none gains enough to be worth a word. Only in the answer to a brief. */
  readonly concession?: Concession | null;
  /** What the age of catalogue and evidence does to the pick, from 60 days on. Only in the answer to a brief. */
  readonly staleness?: readonly Staleness[];
}
