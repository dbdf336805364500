import { useCallback, useEffect, useMemo, useState } from 'react';
import { gateway } from './gateway.ts';
import { followSharedEvents } from './shared-events.ts';
import type { Job, Progress, ServerEvent } from './wire.ts';

/** A job as last heard of. `heardAtMs` is this machine's clock, so that seconds can be counted on from there. */
export interface HeardJob {
  readonly job: Job;
  readonly heardAtMs: number;
  /** Seconds of the job a second here: the simulator's time runs faster. */
  readonly pace: number;
  /** The last trouble that goes away by itself. */
  readonly trouble: Extract<ServerEvent, { kind: 'trouble' }> | null;
}

export interface JobBook {
  readonly byId: ReadonlyMap<string, HeardJob>;
  /** Events arrive. */
  readonly live: boolean;
  readonly wasLive: boolean;
  /** The list was read at least once. */
  readonly loaded: boolean;
  readonly loadFailure: string | null;
  readonly note: (job: Job) => void;
  readonly reload: () => void;
}

/** Of the newest, and of those that are under way or wait for somebody, however old. A list that goes further down reads on by itself. */
const jobsRead = 200;

/**
 * The jobs of the gateway, kept current by its events: every tab sees what any tab ordered.
 *
 * @param session grows when somebody else may be looking: what was read before is forgotten
 */
export function useJobBook(connected: boolean, session: number, onLocked: () => void): JobBook {
  const [byId, setById] = useState<Book>(new Map());
  const [live, setLive] = useState(false);
  const [wasLive, setWasLive] = useState(false);
  const [loaded, setLoaded] = useState(false);
  const [loadFailure, setLoadFailure] = useState<string | null>(null);

  const note = useCallback((job: Job) => setById((before) => withJob(before, job)), []);
  const reload = useCallback(() => {
    Promise.all([gateway.jobs({ limit: jobsRead }), gateway.jobs({ limit: jobsRead, status: 'open' })]).then(
      ([newest, open]) => {
        setById((before) => [...open.jobs, ...newest.jobs].reduce(withJob, before));
        setLoaded(true);
        setLoadFailure(null);
      },
      (error: Error) => setLoadFailure(error.message),
    );
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another session is a reason to begin anew
  useEffect(() => {
    if (!connected) return;
    const controller = new AbortController();
    setById(new Map());
    setLoaded(false);
    setWasLive(false);
    reload();
    followSharedEvents({
      signal: controller.signal,
      onLocked,
      onLive: (isLive) => {
        setLive(isLive);
        if (isLive) setWasLive(true);
      },
      onEvent: (event) => {
        if (event.kind === 'reset') reload();
        else if (event.kind === 'job') note(event.job);
        else if (event.kind === 'progress') setById((before) => withProgress(before, event.id, event.progress));
        else if (event.kind === 'trouble') setById((before) => withTrouble(before, event));
      },
    });
    return () => controller.abort();
  }, [connected, session, reload, note, onLocked]);

  return useMemo(
    () => ({ byId, live, wasLive, loaded, loadFailure, note, reload }),
    [byId, live, wasLive, loaded, loadFailure, note, reload],
  );
}

type Book = ReadonlyMap<string, HeardJob>;

/** Lists leave out the longer parts of a job; what is known of them is kept. */
function withJob(book: Book, job: Job): Book {
  const before = book.get(job.id);
  return new Map(book).set(job.id, {
    job: { ...before?.job, ...job },
    heardAtMs: Date.now(),
    pace: before?.pace ?? 1,
    trouble: job.ended ? null : (before?.trouble ?? null),
  });
}

function withProgress(book: Book, id: string, progress: Progress): Book {
  const before = book.get(id);
  if (!before) return book;
  const heardAtMs = Date.now();
  const passedMs = heardAtMs - before.heardAtMs;
  const moved = progress.elapsedSeconds - (before.job.progress?.elapsedSeconds ?? progress.elapsedSeconds);
  const pace = passedMs > 500 && moved > 0 ? Math.max(1, Math.round((moved * 1000) / passedMs)) : before.pace;
  return new Map(book).set(id, { ...before, job: { ...before.job, progress }, heardAtMs, pace });
}

function withTrouble(book: Book, trouble: Extract<ServerEvent, { kind: 'trouble' }>): Book {
  const before = book.get(trouble.id);
  return before ? new Map(book).set(trouble.id, { ...before, trouble }) : book;
}
