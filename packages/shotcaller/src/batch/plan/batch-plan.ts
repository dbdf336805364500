import type { Brief, Change, ExpectedTime, Price, Reason, RequestFinding } from '@shotcaller/core';
import type { Forecast } from './forecast.ts';
import type { ShotReason } from './shot-reason.ts';

/** How a shot goes on from another one. */
export type Continuation = {
  readonly shot: string;
  /** The last frame of its clip is the first frame here, or its job is named as the one to continue. */
  readonly how: 'last_frame' | 'task';
};

/** One clip of the batch: a shot, or one take of it. */
export interface PlannedClip {
  /** The shot's id. */
  readonly shot: string;
  /** 1, 2, … */
  readonly take: number;
  readonly line: number;
  /** Its dedupe key. */
  readonly key: string;
  readonly hash: string;
  readonly brief: Brief;
  readonly fallback: number;
  readonly note: string | null;
  readonly continues: Continuation | null;
  readonly outcome: ClipOutcome;
}

/** A model that makes it, at a price. */
export interface ClipToBuy {
  readonly kind: 'to_buy';
  readonly model: string;
  readonly price: Price;
  /** Upper price of the cheapest model that may take its place; absent: none may, or none has a price. */
  readonly leastUsd?: string;
  readonly expectedTime: ExpectedTime | null;
  /** SHA-256 of the request; `null`: it is known only when the clip that it continues is there. */
  readonly requestSha256: string | null;
  readonly why: ShotReason;
  /** Worth knowing before it is bought, such as a picture of another shape; absent: nothing. */
  readonly warnings?: readonly RequestFinding[];
  /** Bought before with the same text and settings, under an id that no longer stands for them; absent: nothing was. */
  readonly boughtAs?: { readonly shot: string; readonly jobId: string };
  /** Low end, middle and high end of the rating. */
  readonly quality: { readonly low: number; readonly rating: number; readonly high: number } | null;
}

/** What would happen to a clip of the list: bought now, bought before, or why not. */
export type ClipOutcome =
  | ClipToBuy
  /** Bought before; `jobId` says what became of it. */
  | {
      readonly kind: 'bought';
      readonly jobId: string;
      readonly status: string;
      readonly model: string;
      /** The file that its job was archived in; absent: the ledger has it. */
      readonly archivedIn?: string;
    }
  | { readonly kind: 'no_model'; readonly obstacles: readonly Obstacle[]; readonly nearest: readonly NearestFit[] }
  /** A model fits, but would refuse the request. */
  | { readonly kind: 'request_refused'; readonly model: string; readonly findings: readonly RequestFinding[] }
  | { readonly kind: 'cannot_continue'; readonly model: string; readonly lacks: 'ffmpeg' | 'first_frame' };

/** Those that are to be bought. */
export const toBuyOf = (clips: readonly Pick<PlannedClip, 'outcome'>[]): readonly ClipToBuy[] =>
  clips.flatMap(({ outcome }) => (outcome.kind === 'to_buy' ? [outcome] : []));

/** The model that makes it, or has; `null`: none. */
export const modelOf = ({ outcome }: Pick<PlannedClip, 'outcome'>): string | null =>
  'model' in outcome ? outcome.model : null;

/** A reason, and how many models it rules out. */
export interface Obstacle {
  readonly reason: Reason;
  readonly models: number;
}

/** A model that would fit after a change. */
export interface NearestFit {
  readonly model: string;
  readonly changes: readonly Change[];
}

/** What a batch would buy, before a cent is spent. Plain data that survives JSON. */
export interface BatchPlan {
  readonly kind: 'batch_plan';
  readonly version: 1;
  readonly name: string;
  readonly service: string;
  readonly plannedAt: string;
  readonly catalog: { readonly source: string; readonly asOf: string | null; readonly models: number };
  readonly evidence: { readonly version: string; readonly asOf: string };
  /** Most that the batch may cost; absent: nobody said. */
  readonly maxUsd?: string;
  /** Clips at once; absent: learnt. */
  readonly concurrency?: number;
  readonly clips: readonly PlannedClip[];
  readonly total: BatchTotal;
  /** What the optimiser was asked, and how good its answer is. */
  readonly optimum?: Optimum;
}

/** What a batch would cost and how many clips it has. Amounts are exact decimal dollars of what is still to be bought. */
export interface BatchTotal {
  readonly lowUsd: string;
  readonly expectedUsd: string;
  readonly highUsd: string;
  /** What the batch has cost so far: bills and reservations of all its clips, of shots that are no longer listed too. */
  readonly bookedUsd: string;
  /** Clips whose price is not known; no total holds them. */
  readonly unknownPrices: number;
  readonly toBuy: number;
  readonly bought: number;
  readonly impossible: number;
  /** `null`: nothing is to be bought. */
  readonly time: Forecast | null;
}

/** What the choice of models for all shots together reached. */
export interface Optimum {
  readonly objective: 'quality' | 'cost' | 'time';
  readonly status: 'optimal' | 'time_limit';
  /** What was reached, in points a clip, dollars or seconds, and what no choice could exceed. */
  readonly reached: number;
  readonly bound: number;
  readonly kinds: number;
  readonly candidates: number;
  /** Kinds of shots for which another model is as good as far as the evidence tells. */
  readonly ties: readonly { readonly shots: number; readonly model: string; readonly as: string }[];
}
