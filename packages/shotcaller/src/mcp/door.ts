import { type Plan, type ProfileName, requestFindingSentence } from '@shotcaller/core';
import type { Clock } from '../clock.ts';
import type { JobWithAttempts } from '../jobs/records/job-records.ts';
import type { SealedQuote } from '../jobs/sealed-quote.ts';
import type { Settlement } from '../jobs/settle.ts';
import type { ShotcallerParts } from '../shotcaller-parts.ts';

/** What the agents' door works with, for one who calls. */
export interface Door {
  readonly parts: Pick<ShotcallerParts, 'client' | 'choice' | 'lookAtPictures' | 'jobs' | 'clock' | 'caps' | 'ledger'>;
  readonly jobs: DoorJobs;
  readonly caller: DoorCaller;
  /** The time that people and agents go by; jobs of the simulator go by a faster one. */
  readonly clock: Clock;
  /** So many random bytes as text, unguessable. */
  readonly newToken: (bytes: number) => string;
  readonly version: string;
  /** Nothing is spent. */
  readonly simulated: boolean;
  /** Where clips are bought, for people. */
  readonly serviceName: string;
  /** Answers name paths: whoever calls is on the machine where clips are kept. */
  readonly showsPaths: boolean;
  /** Pictures may be named as files of this machine. */
  readonly readsFiles: boolean;
  /** A person is asked before money is spent, where the client can ask one. */
  readonly asksBeforeSpending: boolean;
  /** Longest wait for their answer where the protocol holds the call open meanwhile, milliseconds. Default 45,000. */
  readonly longestAskMs?: number;
  readonly defaultProfile?: ProfileName;
  /** Address of a file of a job, where this server hands files out over HTTP. */
  readonly contentUrl?: (jobId: string, index: number) => string;
}

/** Who calls: a client key of the gateway, or the user of this machine. */
export interface DoorCaller {
  /** Empty: the user of this machine. */
  readonly owner: string;
  readonly seesAll: boolean;
  /** Model ids that may be bought; absent: all. */
  readonly models?: readonly string[];
}

/** How the server that the door belongs to buys and watches: in the background, whatever becomes of the call. */
export interface DoorJobs {
  /** Opens the job of a sealed quote, or finds it, and carries it on. Answers when its submit is through or certainly not. */
  buy(quote: SealedQuote): Promise<Bought>;
  /** Carries on a job that was opened before, if nobody here does; what was never sent may be sent now, for the first time. */
  goOn(job: JobWithAttempts): void;
  /** Watches a job on, and fetches its clip; what was never sent gets its reservation back. Buys nothing. */
  watch(jobId: string): void;
  /** Takes up what an earlier run of this server left. Called before the first answer about jobs. */
  takeUp(): Promise<void>;
  /** Takes an id that somebody found in the account's activity. Throws `JobFailure`. */
  adopt(
    id: string,
    found: { readonly remoteId: string; readonly saidBy: string; readonly seesOnly?: string | undefined },
  ): Promise<void>;
  /** Ends a job in doubt by what somebody found. Throws `JobFailure`. */
  settle(id: string, settlement: Settlement & { readonly saidBy: string }): Promise<void>;
}

export type Bought =
  | { readonly kind: 'job'; readonly jobId: string }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string; readonly next: string };

export const refused = (code: string, message: string, next: string): Bought => ({
  kind: 'refused',
  code,
  message,
  next,
});

export const requestRefused = ({ model, findings }: Plan): Bought =>
  refused(
    'request_refused',
    `${model} would refuse this request. Nothing was bought. ${findings.map(requestFindingSentence).join(' ')}`,
    'Fix the requirements and call quote again.',
  );

export const noLongerBuyable = (code: string): Bought =>
  refused(
    code,
    'This quote can no longer be bought. Nothing was bought.',
    'Call quote again, and show the user the new price.',
  );

/** Whose records the caller sees. */
export function whose({ parts, caller }: Pick<Door, 'parts' | 'caller'>) {
  return { service: parts.client.origin, ...(!caller.seesAll && { owner: caller.owner }) };
}

/** Whether the caller may look at a job of that owner. */
export function maySee({ owner, seesAll }: DoorCaller, ownerOfJob: string): boolean {
  return seesAll || owner === ownerOfJob;
}

/** Who says what no answer of the service proves, as the events of a job name them. */
export function saidBy({ owner }: DoorCaller): string {
  return owner === '' ? 'an agent of this machine’s user' : `an agent of ${owner} (client key)`;
}
