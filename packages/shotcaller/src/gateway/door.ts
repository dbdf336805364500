import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import type { Caller } from './keys/caller.ts';
import type { GatewayOptions, Limits } from './options.ts';
import type { Desk } from './orders/desk.types.ts';
import type { Ground } from './orders/ground.ts';
import type { Post } from './orders/post.ts';
import { type Snapshot, speakerOf } from './orders/snapshot.ts';
import type { Spending } from './orders/spending.ts';

/** What every route works with. */
export interface Door {
  readonly options: GatewayOptions;
  readonly limits: Limits;
  readonly desk: Desk;
  readonly ground: Ground;
  readonly spending: Spending;
  /** Seconds that a key must wait before it may submit again, on whichever API; 0: this submit is counted. */
  readonly submitRate: (caller: Caller) => number;
  /** ISO 8601. */
  readonly startedAt: string;
}

export interface GatewayEnvironment {
  /** Absent when called without a socket. */
  readonly Bindings: Partial<HttpBindings>;
  readonly Variables: {
    caller: Caller;
    requestId: string;
    /** For the log. */
    remoteId?: string;
    errorCode?: string;
    post?: Post;
  };
}

export type GatewayContext = Context<GatewayEnvironment>;

/** Scheme and host under which the client reaches this server. */
export function originOf(c: GatewayContext, { options }: Door): string {
  return options.publicUrl ?? new URL(c.req.url).origin;
}

/** The time that jobs go by. */
export function jobsNow({ jobsNow: now, clock }: Pick<GatewayOptions, 'jobsNow' | 'clock'>): number {
  return now ? now() : clock.now();
}

/** So long a lost answer may still come back by webhook, in milliseconds. */
const patienceMs = 30 * 60_000;

/** A job whose submit's answer was lost is pending as long as a webhook can bring it back. */
export function unknownMayRecover({ options }: Pick<Door, 'options'>, snapshot: Snapshot): boolean {
  if (options.webhookPath === undefined || options.publicUrl === undefined) return false;
  const { submittedAt, createdAt } = speakerOf(snapshot);
  return jobsNow(options) - Date.parse(submittedAt ?? createdAt) < patienceMs;
}
