import { isoOf } from '../../iso-time.ts';
import { isAtRest } from '../../jobs/job.ts';
import { decisiveAttempt } from '../../jobs/job-result.ts';
import type { ProgressEvent } from '../../jobs/steps/step-context.ts';
import type { BatchNews } from '../batches/batch-runs.ts';
import type { JobSnapshot } from '../jobs/wire-status.ts';
import { type Caller, maySee } from '../keys/caller.ts';
import type { ServerEvent } from '../own-api/addresses/system.ts';
import { batchEventOf } from '../own-api/batch-view.ts';
import type { JobViewOptions } from '../own-api/job-view.ts';
import { eventOf } from './event-of.ts';
import { readPosition } from './position.ts';

/** One event with its number; `owner` decides who gets it. */
export interface NumberedEvent {
  /**
   * `<time of the newest move that was told>.<run of the server>-<number>`: what `Last-Event-ID` brings back. The server that sent it
   * knows what came after by the number, every other one on the ledger by the time.
   */
  readonly id: string;
  /** `null`: of all jobs. Empty: of none, such as of a batch. */
  readonly jobId: string | null;
  /** `null`: of all owners. */
  readonly owner: string | null;
  readonly event: ServerEvent;
}

export interface EventHub {
  publish(event: ProgressEvent, snapshot: JobSnapshot): void;
  publishBatch(news: BatchNews): void;
  /** Another process moved a job while nobody listened here: whoever comes back is told from the ledger. */
  noteUnheard(): void;
  /** Moves of other processes may have been missed: whoever listens must read again. */
  noteGap(): void;
  /**
   * Events after that id, oldest first; of one that another server sent, each job that has moved since, as it stands. `undefined`: it is
   * no id, or too much happened.
   */
  since(lastId: string, caller: Caller): Promise<readonly NumberedEvent[] | undefined>;
  subscribe(caller: Caller, listener: (event: NumberedEvent) => void): () => void;
  /** Whether it has the form of an id that some server on some ledger may have sent. */
  isPosition(id: string): boolean;
  /** The id of the newest event. */
  readonly lastId: string;
  readonly listeners: number;
  /** A job is carried here no more: what was heard of it ages, and whoever carries it next has news of its own. */
  forget(jobId: string): void;
  /** News that no row of the ledger holds. */
  latest(jobId: string): Pick<JobViewOptions, 'download' | 'remainingSeconds'>;
}

const mostKept = 2000;

/** Jobs that are told of to somebody who comes from another server; with more, reading the list is less work. */
const mostMoved = 500;

/** A move may be heard of so much later than the ledger has it: whoever comes from another server hears it twice rather than never. */
const heardLateMs = 10_000;

/** Turns progress into numbered events and keeps the last of them for those who come back. */
export function createEventHub({
  run,
  now,
  jobsNow,
  isCarried,
  movedSince,
  viewOptions,
}: {
  /** Random name of this run of the server. */
  readonly run: string;
  readonly now: () => number;
  /** The time that moves are dated by. */
  readonly jobsNow: () => number;
  readonly isCarried: (jobId: string) => boolean;
  /** Jobs that the caller may see and that moved at that time (ISO 8601) or later, as they stand; at most `limit`. */
  readonly movedSince: (since: string, caller: Caller, limit: number) => Promise<readonly JobSnapshot[]>;
  readonly viewOptions: (snapshot: JobSnapshot) => JobViewOptions;
}): EventHub {
  const kept: NumberedEvent[] = [];
  const subscribers = new Set<{ readonly caller: Caller; readonly listener: (event: NumberedEvent) => void }>();
  const news = new Map<string, Pick<JobViewOptions, 'download' | 'remainingSeconds'>>();
  let number = 0;
  let newestAt = isoOf(jobsNow());
  const position = () => `${newestAt}.${run}-${number}`;

  /** Of what came before this number some may be missing here. */
  let wholeFrom = 0;

  function mayHear(caller: Caller, owner: string | null): boolean {
    return owner === null || maySee(caller, owner);
  }

  function send(jobId: string | null, owner: string | null, event: ServerEvent): void {
    number += 1;
    const numbered = { id: position(), jobId, owner, event };
    kept.push(numbered);
    if (kept.length > mostKept) kept.shift();
    for (const { caller, listener } of subscribers) if (mayHear(caller, owner)) listener(numbered);
  }

  function eventNow(event: ProgressEvent, snapshot: JobSnapshot): ServerEvent | undefined {
    return eventOf(event, snapshot, { at: isoOf(now()), viewOptions });
  }

  return {
    publish(event, snapshot) {
      const { id } = snapshot.job;
      // The job was read meanwhile, and may have been let go of.
      const isFresh = isCarried(id);
      if (event.kind === 'poll' && isFresh) news.set(id, { remainingSeconds: event.remainingSeconds });
      if (event.kind === 'download' && isFresh) {
        news.set(id, { download: { bytes: event.bytes, totalBytes: event.totalBytes } });
      }
      if (event.kind === 'state' && isAtRest(event.attempt)) news.delete(id);
      // Nobody may be looking.
      if (event.kind === 'download' && subscribers.size === 0) return;
      const told = eventNow(event, snapshot);
      if (event.kind === 'state' && event.at > newestAt) newestAt = event.at;
      if (told) send(id, snapshot.job.owner, told);
    },
    publishBatch(told) {
      send('', told.owner, batchEventOf(told, isoOf(now())));
    },
    noteUnheard() {
      number += 1;
      wholeFrom = number;
    },
    noteGap() {
      number += 1;
      wholeFrom = number;
      if (subscribers.size > 0) send(null, null, { kind: 'reset', at: isoOf(now()) });
    },
    async since(lastId, caller) {
      const told = readPosition(lastId);
      if (!told) return undefined;
      const { at, sentBy, sentAs } = told;
      const missed = number - sentAs;
      if (sentBy === run && sentAs >= wholeFrom && missed >= 0 && missed <= kept.length) {
        return kept.slice(kept.length - missed).filter(({ owner }) => mayHear(caller, owner));
      }
      const here = position();
      const moved = await movedSince(isoOf(Date.parse(at) - heardLateMs), caller, mostMoved + 1);
      if (moved.length > mostMoved) return undefined;
      return moved.flatMap((snapshot, index) => {
        const attempt = decisiveAttempt(snapshot.attempts);
        const { id: jobId, owner } = snapshot.job;
        const event = eventNow({ kind: 'state', attempt, from: null, at }, snapshot);
        // Whoever is cut off before the last of them has not caught up.
        return event ? [{ id: index === moved.length - 1 ? here : lastId, jobId, owner, event }] : [];
      });
    },
    subscribe(caller, listener) {
      const subscriber = { caller, listener };
      subscribers.add(subscriber);
      return () => subscribers.delete(subscriber);
    },
    isPosition: (id) => readPosition(id) !== undefined,
    get lastId() {
      // Moves of other processes were not followed while nobody listened.
      if (subscribers.size === 0) newestAt = isoOf(jobsNow());
      return position();
    },
    get listeners() {
      return subscribers.size;
    },
    forget: (jobId) => void news.delete(jobId),
    latest: (jobId) => news.get(jobId) ?? {},
  };
}
