import type { Price, RequirementsInput, Selection } from '@shotcaller/core';
import type { Plan, Planner } from '../../jobs/plan.ts';
import type { ProgressEvent } from '../../jobs/step-context.ts';
import type { Choice } from '../api.types.ts';
import type { Caller } from '../keys/caller.ts';
import type { Post } from './post.ts';
import type { Snapshot } from './snapshot.ts';
import type { OverKeyBudget } from './spending.ts';

/** One order as a route hands it in. */
export interface Placement {
  readonly caller: Caller;
  /** For the record, pictures left out; the planner holds the real ones. */
  readonly requirements: RequirementsInput;
  readonly planner: Planner;
  /** Describes what the planner chose. */
  readonly describe: (plan: Plan) => Choice;
  /** The model as asked for. */
  readonly requested: string;
  /** SHA-256 of the canonical body: equal for equal orders. */
  readonly bodyHash: string;
  /** The client's own dedupe key; `null`: the window rule decides. */
  readonly clientKey: string | null;
  readonly callbackUrl: string | null;
  readonly fallback?: number;
  readonly allowTwoBills?: boolean;
  readonly sidecar?: boolean;
  readonly maxUsd?: string;
  /** Nothing is bought when the upper end of the quote is above this, or unknown. */
  readonly confirmUsd?: string;
  readonly post: Post;
}

export type Placed =
  /** It may have been refused: `snapshot` says. */
  | { readonly kind: 'order'; readonly snapshot: Snapshot; readonly repeated: boolean }
  | { readonly kind: 'no_plan'; readonly selection: Selection }
  | { readonly kind: 'model_not_allowed'; readonly model: string; readonly allowed: readonly string[] }
  | { readonly kind: 'over_key_budget'; readonly reason: OverKeyBudget; readonly model: string; readonly price: Price }
  | { readonly kind: 'not_confirmed'; readonly model: string; readonly price: Price }
  | { readonly kind: 'key_reused' }
  /** `not_placed_yet`: the wait was over before the ledger had it. Else the code of what was thrown; without one `internal`. */
  | { readonly kind: 'failed'; readonly code: string };

/** Where routes meet jobs: places orders once, watches them, and answers how they stand. */
export interface Desk {
  place(placement: Placement): Promise<Placed>;
  find(id: string): Promise<Snapshot | undefined>;
  /** Goes on watching in the background; buys nothing. */
  watch(orderId: string, watchSeconds?: number): Promise<void>;
  /** Stops watching here. */
  letGo(orderId: string): Promise<void>;
  handedOver(snapshot: Snapshot): Promise<void>;
  /** Takes up what an earlier run left open. */
  recover(): Promise<void>;
  /** Every progress event of every order, with the order's snapshot. */
  listen(listener: (event: ProgressEvent, snapshot: Snapshot) => void): void;
  readonly underWay: number;
  /** Parks everything: submits under way are finished, the rest is let go. */
  close(): Promise<void>;
}
