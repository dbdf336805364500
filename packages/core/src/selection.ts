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
  /** Seconds from submit to completed for this clip. */
  readonly speed: { readonly p50Seconds: number; readonly p90Seconds: number; readonly basis: Basis };
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

export interface RejectedModel {
  readonly model: string;
  /** Every broken rule. */
  readonly reasons: readonly Reason[];
  /** The smallest change of the requirements that would make it fit; empty when none would. */
  readonly nearest: readonly Change[];
}

export interface UnknownModel {
  readonly model: string;
  /** What the catalogue does not state. */
  readonly reasons: readonly Reason[];
}

/** The whole answer: the pick, everyone in order, everyone else and why. Plain data that survives JSON. */
export interface Selection {
  readonly catalog: { readonly source: CatalogSource; readonly asOf: string | null; readonly models: number };
  readonly evidence: { readonly version: string; readonly asOf: string };
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
}
