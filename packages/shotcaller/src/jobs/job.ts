import type { DeliveryDifference, JobReason, Price } from '@shotcaller/core';

export type { JobReason } from '@shotcaller/core';

/** How far one attempt at a clip has come. */
export type JobState =
  /** Model and request are chosen; nothing is reserved. */
  | 'planned'
  /** The upper end of the quote is held against the budgets; nothing is sent. */
  | 'reserved'
  /** The intent is on disk; the POST may have left. A crash here leads to `unknown`, never to a second POST. */
  | 'submitting'
  | 'submitted'
  /** Seen alive at least once. */
  | 'running'
  /** Completed and billed; the file is not here yet. */
  | 'downloading'
  | 'done'
  /** Certainly not bought: refused by the API, or by a budget. */
  | 'refused'
  | 'failed'
  | 'expired'
  | 'cancelled'
  /** Whether it was bought is not known. A webhook with the correlation token leads back to `submitted`. */
  | 'unknown'
  /** The deadline passed while it was still running. `resume` goes on watching. */
  | 'gave_up_watching';

/** States that no step leaves. */
export const terminalStates = [
  'done',
  'refused',
  'failed',
  'expired',
  'cancelled',
] as const satisfies readonly JobState[];

/** States in which a bill may still come. */
export const openStates = [
  'submitting',
  'submitted',
  'running',
  'unknown',
  'gave_up_watching',
] as const satisfies readonly JobState[];

export function isTerminal(state: JobState): state is (typeof terminalStates)[number] {
  return (terminalStates as readonly JobState[]).includes(state);
}

/** The clip that was ordered, as far as it can be checked and learnt from. */
export interface OrderedClip {
  readonly task: 'generate' | 'continue' | 'edit' | 'upscale' | 'avatar';
  readonly durationSeconds?: number;
  readonly resolution?: string;
  /** `W:H`, or `adaptive`. */
  readonly aspectRatio?: string;
  /** `1280x720`, when ordered by size. */
  readonly size?: string;
  /** `undefined`: not ordered either way. */
  readonly audio?: boolean;
}

/** How long the plan expects the job to take. */
export interface ExpectedTime {
  readonly p50Seconds: number;
  readonly p90Seconds: number;
}

/** A file that is whole and in its place. */
export interface JobFile {
  /** Absolute path. */
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly durationSeconds: number | null;
  readonly width: number | null;
  readonly height: number | null;
  readonly hasAudio: boolean | null;
  /** What differs from the order; empty: as ordered. */
  readonly differences: readonly DeliveryDifference[];
}

/** One attempt: at most one submit. The row of the ledger that steps move on. */
export interface Job {
  readonly id: string;
  readonly orderId: string;
  /** 1, 2, … within the order. */
  readonly attempt: number;
  readonly state: JobState;
  /** Grows with every write; a write names the version it has seen. */
  readonly version: number;
  /** Who may take the next step until `leaseUntil`. */
  readonly owner: string | null;
  readonly leaseUntil: string | null;
  /** When the next step is due; `null`: now. */
  readonly nextAt: string | null;
  /** When watching stops. */
  readonly deadlineAt: string | null;
  /** Origin of the API that it was, or is to be, bought from: a job of the simulator is never asked for elsewhere. */
  readonly service: string;
  readonly model: string;
  /** Random; stands in the callback URL, so that a webhook finds a job whose answer was lost. */
  readonly correlationToken: string;
  /** SHA-256 of the request body as sent. */
  readonly requestHash: string;
  readonly price: Price;
  readonly clip: OrderedClip;
  readonly expectedTime: ExpectedTime | null;
  /** The API's id of the job. */
  readonly jobId: string | null;
  readonly pollingUrl: string | null;
  /** The status as the API last said it. */
  readonly word: string | null;
  readonly submitTries: number;
  readonly polls: number;
  /** In a row. */
  readonly pollErrors: number;
  readonly downloadTries: number;
  readonly createdAt: string;
  readonly submittedAt: string | null;
  /** The last time that it was seen unfinished. */
  readonly lastPendingAt: string | null;
  readonly completedAt: string | null;
  readonly endedAt: string | null;
  readonly contentUrls: readonly string[];
  /** Where the file goes; chosen when the download starts. */
  readonly target: string | null;
  readonly file: JobFile | null;
  /** Exact decimal; `null` until settled, and when the API did not say. */
  readonly billedUsd: string | null;
  /** `false`: finished without a stated cost, booked as the reservation. */
  readonly billKnown: boolean | null;
  readonly reason: JobReason | null;
  /** UTC day that its money counts for. */
  readonly budgetDay: string | null;
}

/** What was asked for, over all attempts. */
export interface Order {
  readonly id: string;
  /** The caller's dedupe key. */
  readonly key: string | null;
  /** Hash of requirements and options: the same key with another order is a mistake that must be told. */
  readonly fingerprint: string;
  readonly requirements: unknown;
  readonly options: OrderOptions;
  readonly createdAt: string;
  /** Set when no further attempt will be made. */
  readonly concludedAt: string | null;
}

export interface OrderOptions {
  /** How many further models may be tried. Default 0. */
  readonly fallback: number;
  /** Most that all attempts together may cost. */
  readonly maxUsd?: string;
  readonly allowTwoBills: boolean;
  /** File or folder for the result. */
  readonly output?: string;
  readonly overwrite: boolean;
  readonly sidecar: boolean;
  /** How long to watch one job, in seconds. */
  readonly watchSeconds: number;
}
