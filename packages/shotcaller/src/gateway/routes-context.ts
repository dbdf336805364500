import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import { decisiveAttempt } from '../jobs/job-result.ts';
import type { HandOvers } from './content/hand-overs.ts';
import type { AnswerFate } from './guards/answer-fate.ts';
import type { ChoiceTurns } from './guards/choice-turns.ts';
import type { KeyWatch } from './guards/key-watch.ts';
import type { RefusalRate } from './guards/refusal-rate.ts';
import type { RequestShare, Shares } from './guards/shares.ts';
import type { GatewayJobs } from './jobs/gateway-jobs.ts';
import type { JobSnapshot } from './jobs/wire-status.ts';
import type { Caller } from './keys/caller.ts';
import type { GatewayOptions, Limits } from './options.ts';

/** What every route works with. */
export interface RoutesContext {
  readonly options: GatewayOptions;
  readonly limits: Limits;
  readonly jobs: GatewayJobs;
  readonly shares: Shares;
  readonly choiceTurns: ChoiceTurns;
  readonly refusals: RefusalRate;
  readonly keyWatch: KeyWatch;
  readonly handOvers: HandOvers;
  /** For the log: what failed in a way that no answer tells. `null`: it belongs to no job. */
  readonly noteTrouble: (jobId: string | null, error: unknown) => void;
  /** ISO 8601. */
  readonly startedAt: string;
}

export interface GatewayEnvironment {
  /** Absent when called without a socket. */
  readonly Bindings: Partial<HttpBindings>;
  readonly Variables: {
    caller: Caller;
    /** Of the caller's key; set with `caller`. */
    share: RequestShare;
    requestId: string;
    /** For the log. */
    jobId?: string;
    errorCode?: string;
    answerFate: AnswerFate;
  };
}

export type GatewayContext = Context<GatewayEnvironment>;

/** Scheme and host under which the client reaches this server. */
export function originOf(c: GatewayContext, { options }: RoutesContext): string {
  return options.publicUrl ?? new URL(c.req.url).origin;
}

/** So long a lost answer may still come back by webhook, in milliseconds. */
const patienceMs = 30 * 60_000;

/** A job whose submit's answer was lost is pending as long as a webhook can bring it back. */
export function unknownMayRecover({ options }: Pick<RoutesContext, 'options'>, { attempts }: JobSnapshot): boolean {
  if (options.webhookPath === undefined || options.publicUrl === undefined) return false;
  const { submittedAt, createdAt } = decisiveAttempt(attempts);
  return options.parts.clock.now() - Date.parse(submittedAt ?? createdAt) < patienceMs;
}
