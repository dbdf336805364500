import { isoOf } from '../../jobs/iso-time.ts';
import type { ProgressEvent } from '../../jobs/steps/step-context.ts';
import type { JobSnapshot } from '../jobs/wire-status.ts';
import { type Caller, maySee } from '../keys/caller.ts';
import type { ServerEvent } from '../own-api/addresses/system.ts';
import type { JobViewOptions } from '../own-api/job-view.ts';
import { jobView, progressOf } from '../own-api/job-view.ts';

/** One event with its number; `owner` decides who gets it. */
export interface NumberedEvent {
  /** `<run of the server>-<number>`: what `Last-Event-ID` brings back. */
  readonly id: string;
  readonly jobId: string;
  readonly owner: string;
  readonly event: ServerEvent;
}

export interface EventHub {
  publish(event: ProgressEvent, snapshot: JobSnapshot): void;
  /** Events after that id, oldest first; `undefined`: some were missed. */
  since(lastId: string, caller: Caller): readonly NumberedEvent[] | undefined;
  subscribe(caller: Caller, listener: (event: NumberedEvent) => void): () => void;
  /** The id of the newest event. */
  readonly lastId: string;
  readonly listeners: number;
  /** News that no row of the ledger holds. */
  latest(jobId: string): Pick<JobViewOptions, 'download' | 'remainingSeconds'>;
}

const mostKept = 2000;

/** Turns progress into numbered events and keeps the last of them for those who come back. */
export function createEventHub({
  run,
  now,
  viewOptions,
}: {
  /** Random name of this run of the server. */
  readonly run: string;
  readonly now: () => number;
  readonly viewOptions: (snapshot: JobSnapshot) => JobViewOptions;
}): EventHub {
  const kept: NumberedEvent[] = [];
  const subscribers = new Set<{ readonly caller: Caller; readonly listener: (event: NumberedEvent) => void }>();
  const news = new Map<string, Pick<JobViewOptions, 'download' | 'remainingSeconds'>>();
  let number = 0;

  function send(jobId: string, owner: string, event: ServerEvent): void {
    number += 1;
    const numbered = { id: `${run}-${number}`, jobId, owner, event };
    kept.push(numbered);
    if (kept.length > mostKept) kept.shift();
    for (const { caller, listener } of subscribers) if (maySee(caller, owner)) listener(numbered);
  }

  function eventOf(event: ProgressEvent, snapshot: JobSnapshot): ServerEvent | undefined {
    const at = new Date(now()).toISOString();
    const { id } = snapshot.job;
    switch (event.kind) {
      case 'state':
        return {
          kind: 'job',
          at,
          id,
          status: event.attempt.state,
          from: event.from,
          job: jobView(snapshot, viewOptions(snapshot)),
        };
      case 'poll':
      case 'download': {
        const progress = progressOf(snapshot, viewOptions(snapshot));
        return progress ? { kind: 'progress', at, id, progress } : undefined;
      }
      case 'poll_failed':
        return {
          kind: 'trouble',
          at,
          id,
          what: 'poll_failed',
          reason: { code: 'poll_failed' },
          nextTryAt: isoOf(event.nextPollMs),
        };
      case 'download_failed':
        return {
          kind: 'trouble',
          at,
          id,
          what: 'download_failed',
          reason: event.reason,
          nextTryAt: isoOf(event.nextTryMs),
        };
      case 'fallback':
      case 'not_recorded':
      case 'waiting_for_other_process':
        return undefined;
      default:
        return event satisfies never;
    }
  }

  return {
    publish(event, snapshot) {
      const { id } = snapshot.job;
      if (event.kind === 'poll') news.set(id, { remainingSeconds: event.remainingSeconds });
      if (event.kind === 'download') news.set(id, { download: { bytes: event.bytes, totalBytes: event.totalBytes } });
      if (event.kind === 'state' && event.attempt.endedAt !== null) news.delete(id);
      // A download tells of every chunk; nobody looks so fast, and nobody may be looking.
      if (event.kind === 'download' && subscribers.size === 0) return;
      const told = eventOf(event, snapshot);
      if (told) send(id, snapshot.job.owner, told);
    },
    since(lastId, caller) {
      const match = /^(.+)-(\d{1,15})$/.exec(lastId);
      if (!match || match[1] !== run) return undefined;
      const missed = number - Number(match[2]);
      if (missed < 0 || missed > kept.length) return undefined;
      return kept.slice(kept.length - missed).filter(({ owner }) => maySee(caller, owner));
    },
    subscribe(caller, listener) {
      const subscriber = { caller, listener };
      subscribers.add(subscriber);
      return () => subscribers.delete(subscriber);
    },
    get lastId() {
      return `${run}-${number}`;
    },
    get listeners() {
      return subscribers.size;
    },
    latest: (jobId) => news.get(jobId) ?? {},
  };
}
