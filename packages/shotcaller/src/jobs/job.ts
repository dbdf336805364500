import type {
  BillDoubt,
  Brief,
  ExpectedTime,
  JobReason,
  Price,
  Profile,
  RequestedClip,
  RequestFinding,
} from '@shotcaller/core';
import type { AttemptFile } from '../files/job-file.ts';

export type { ExpectedTime, JobReason, RequestedClip } from '@shotcaller/core';
export type { JobFile } from '../files/job-file.ts';

/** How far one attempt at a clip has come. */
export type AttemptState =
  /** Model and request are chosen; nothing is reserved. */
  | 'planned'
  /** The upper end of the quote is reserved; nothing is sent, or the service has certainly refused for now. */
  | 'reserved'
  /** Reserved, and the intent is on disk; the POST may have left. A crash here leads to `unknown`, never to a second POST. */
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
  /** The deadline passed, and a look after it found it running or got no answer; `reason` says which. `resume` goes on watching. */
  | 'gave_up_watching'
  /** Completed and billed, and its file could not be fetched or kept so far. `resume` fetches it and buys nothing. */
  | 'not_fetched';

/** States that no step leaves. */
export const terminalStates = [
  'done',
  'refused',
  'failed',
  'expired',
  'cancelled',
] as const satisfies readonly AttemptState[];

/** States in which a step is, or will be, due by itself. */
export const movingStates = [
  'planned',
  'reserved',
  'submitting',
  'submitted',
  'running',
  'downloading',
] as const satisfies readonly AttemptState[];

/** States that only news or a person leads out of: no step is due. */
export const waitingStates = ['unknown', 'gave_up_watching', 'not_fetched'] as const satisfies readonly AttemptState[];

/** States in which something may still happen: a step, a bill, or somebody who resumes. */
export const unfinishedStates = [...movingStates, ...waitingStates] as const satisfies readonly AttemptState[];

/** Certainly not bought so far. */
export function isUnsent({ state }: Pick<Attempt, 'state'>): boolean {
  return state === 'planned' || state === 'reserved';
}

export function isTerminal(state: AttemptState): state is (typeof terminalStates)[number] {
  return (terminalStates as readonly AttemptState[]).includes(state);
}

/** No step is due by itself: ended, or waiting for somebody. */
export function isAtRest({ state }: Pick<Attempt, 'state'>): boolean {
  return !(movingStates as readonly AttemptState[]).includes(state);
}

/** At most one submit to one model. The row of the ledger that steps move on. */
export interface Attempt {
  /** The job's id for the first attempt, then `<job id>.2`, `<job id>.3`, … */
  readonly id: string;
  readonly jobId: string;
  /** 1, 2, … within the job. */
  readonly number: number;
  readonly state: AttemptState;
  /** Grows with every write; a write names the version it has seen. */
  readonly version: number;
  /** The process that may take the next step until `leaseUntil`. */
  readonly worker: string | null;
  readonly leaseUntil: string | null;
  /** When the next step is due; `null`: now. */
  readonly nextAt: string | null;
  /** When watching stops. */
  readonly deadlineAt: string | null;
  /** Origin of the API that it was, or is to be, bought from: a job of the simulator is never asked for elsewhere. */
  readonly service: string;
  readonly model: string;
  /** Random; stands in the callback URL, so that a webhook finds an attempt whose answer was lost. */
  readonly correlationToken: string;
  /** SHA-256 of the request body as sent. */
  readonly requestHash: string;
  readonly price: Price;
  readonly clip: RequestedClip;
  readonly expectedTime: ExpectedTime | null;
  /** OpenRouter's id of it. */
  readonly remoteId: string | null;
  readonly pollingUrl: string | null;
  /** The status as the API last said it. */
  readonly remoteStatus: string | null;
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
  /** One entry for each file: its address, or its addresses in the order to try. */
  readonly contentUrls: readonly (string | readonly string[])[];
  /** Where the file goes; chosen when the download starts. */
  readonly target: string | null;
  readonly file: AttemptFile | null;
  /** Exact decimal; `null` until settled, and when the API did not say. */
  readonly billedUsd: string | null;
  /** `false`: finished without a stated cost that is believed, booked as the reservation. */
  readonly billKnown: boolean | null;
  /** Why what was stated is not believed; `null`: it is, or nothing was stated. */
  readonly billDoubt: BillDoubt | null;
  readonly reason: JobReason | null;
  /** UTC day that its money counts for. */
  readonly budgetDay: string | null;
}

/** What the user ordered: one clip, one bill, over all attempts. */
export interface Job {
  readonly id: string;
  /** Origin of the API that it is bought from. Sums, budgets, evidence and counts never mix services. */
  readonly service: string;
  /** The client key that ordered it; empty: nobody's, as from the command line. */
  readonly owner: string;
  /** The caller's dedupe key. */
  readonly key: string | null;
  /** Hash of brief and options: the same key with something else is a mistake that must be told. */
  readonly fingerprint: string;
  readonly brief: Brief;
  readonly options: JobOptions;
  /** How it came in through the gateway; `null`: it did not. */
  readonly receipt: Receipt | null;
  /** What was worth knowing of its request and pictures when it was ordered. */
  readonly findings: readonly RequestFinding[];
  readonly createdAt: string;
  /** Set when no further attempt will be made. */
  readonly concludedAt: string | null;
}

/** How a job was ordered, as the ledger keeps it. */
export interface JobOptions {
  /** How many further models may be tried. Default 0. */
  readonly fallback: number;
  /** Most that all attempts together may cost, in dollars. Default: no limit but the caps. */
  readonly maxUsd?: string;
  /** What was confirmed: an attempt whose upper price is above this, or unknown, is not bought. Absent: nobody needs to confirm. */
  readonly confirmUsd?: string;
  /** Whether a further attempt may be bought although the one before may still bill. */
  readonly allowTwoBills: boolean;
  /** File or folder for the result. Default: `files` in the home folder. */
  readonly output?: string;
  /** Whether a file that is there is replaced. */
  readonly overwrite: boolean;
  /** Whether a JSON file beside the clip says how it came about. */
  readonly sidecar: boolean;
  /** How long to watch one attempt, in seconds. */
  readonly watchSeconds: number;
  /** Where the service is to send this job's webhooks. Default: the address in the settings. */
  readonly callbackUrl?: string;
  /** W3C trace context of the order: steps on every machine join its trace. Absent: nobody traced. */
  readonly traceparent?: string;
  /** The batch that it is a clip of; `maxUsd` is the most that all its clips together may cost. Absent: it is of none. */
  readonly batch?: { readonly name: string; readonly maxUsd?: string };
  /**
   * A refusal for lack of room is waited out however often it comes, and counts for nothing: somebody decides when the next submit may
   * leave. Absent: after a few of them the job ends as refused.
   */
  readonly waitsForRoom?: boolean;
}

/** What the gateway remembers of a submit, so that an equal one is answered with the same job. */
export interface Receipt {
  /** SHA-256 of the canonical body: equal for equal submits. */
  readonly bodyHash: string;
  readonly receivedAtMs: number;
  /** The model as asked for: an id or `auto…`. */
  readonly requested: string;
  readonly callbackUrl: string | null;
  /** Why the model was taken, as the answer says it. */
  readonly choice: JobChoice | null;
  /** The answer to the submit: still on its way, handed to the client, or the client was gone before. */
  readonly answer: 'pending' | 'delivered' | 'lost';
  /** When the answer was out, milliseconds since 1970; `null` while pending. */
  readonly answeredAtMs: number | null;
  /** How many equal submits were answered with this job. */
  readonly repeats: number;
  /** The client has got the whole file. */
  readonly handedOver: boolean;
  /** Somebody asked to leave it alone: nobody takes it up by itself, on no machine, until it is resumed. */
  readonly letGo: boolean;
}

/** Which model was taken and why, as a submit's answer tells it. */
export interface JobChoice {
  readonly requested: string;
  readonly model: string;
  /** `null`: the model was named. */
  readonly profile: Profile['name'] | null;
  readonly score: number | null;
  readonly rank: number;
  readonly of: number;
  readonly why: string;
}
