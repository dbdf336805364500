import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { batchNews } from './batch-news.ts';
import { gateway } from './gateway.ts';
import { type Book, type HeardJob, withJob, withList, withProgress, withTrouble } from './heard-jobs.ts';
import { pauseMs } from './pause.ts';
import { ownNowMs } from './server-clock.ts';
import { followSharedEvents } from './shared-events.ts';
import type { Job } from './wire.ts';

export interface JobBook {
  readonly byId: ReadonlyMap<string, HeardJob>;
  /** Events arrive. */
  readonly live: boolean;
  /** The stream of events has come or has failed at least once: before that nobody knows whether it comes. */
  readonly isStreamTried: boolean;
  /** The list was read at least once. */
  readonly loaded: boolean;
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
  const [isStreamTried, setIsStreamTried] = useState(false);
  const [loaded, setLoaded] = useState(false);
  /** Readings in a row that failed. */
  const [failures, setFailures] = useState(0);

  /** Grows when what was read is forgotten: an answer to an earlier question is not taken in. */
  const epoch = useRef(0);

  const note = useCallback((job: Job) => setById((before) => withJob(before, job, ownNowMs())), []);
  const reload = useCallback(() => {
    const askedAtMs = ownNowMs();
    const asked = epoch.current;
    Promise.all([gateway.jobs({ limit: jobsRead }), gateway.jobs({ limit: jobsRead, status: 'open' })]).then(
      ([newest, open]) => {
        if (epoch.current !== asked) return;
        setById((before) => withList(before, [...open.jobs, ...newest.jobs], askedAtMs, ownNowMs()));
        setLoaded(true);
        setFailures(0);
      },
      () => epoch.current === asked && setFailures((before) => before + 1),
    );
  }, []);

  useEffect(() => {
    if (!connected || failures === 0) return;
    // Nothing is ordered before the list is there: what is bought already stands in it.
    const timer = setTimeout(reload, pauseMs(failures));
    return () => clearTimeout(timer);
  }, [connected, failures, reload]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another session is a reason to begin anew
  useEffect(() => {
    epoch.current += 1;
    setById(new Map());
    setLoaded(false);
    setIsStreamTried(false);
    if (!connected) return;
    const controller = new AbortController();
    reload();
    // At first too: the list may have been read before the first event could be heard.
    let wasDeaf = true;
    followSharedEvents({
      signal: controller.signal,
      onLocked,
      onLive: (isLive) => {
        setLive(isLive);
        // What happened meanwhile was told to nobody: it is in the list.
        if (isLive && wasDeaf) reload();
        wasDeaf = !isLive;
        setIsStreamTried(true);
      },
      onEvent: (event) => {
        if (event.kind === 'reset') reload();
        else if (event.kind === 'job') note(event.job);
        else if (event.kind === 'progress')
          setById((before) => withProgress(before, event.id, event.progress, ownNowMs()));
        else if (event.kind === 'trouble') setById((before) => withTrouble(before, event));
        else if (event.kind === 'batch') batchNews.tell(event);
      },
    });
    return () => controller.abort();
  }, [connected, session, reload, note, onLocked]);

  return useMemo(
    () => ({ byId, live, isStreamTried, loaded, note, reload }),
    [byId, live, isStreamTried, loaded, note, reload],
  );
}
