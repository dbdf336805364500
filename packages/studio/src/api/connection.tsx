import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { bundledGround, groundOf, type PageGround } from '../brief/page-ground.ts';
import { clientKey } from './client-key.ts';
import { gateway } from './gateway.ts';
import { GatewayError } from './gateway-error.ts';
import { type JobBook, useJobBook } from './job-book.ts';
import { pause, pauseMs } from './pause.ts';
import { type LedgerRead, useLedger } from './use-ledger.ts';
import type { HealthAnswer } from './wire.ts';

/**
 * `none`: no gateway has answered so far, so the page can choose and preview only; it goes on asking. `lost`: there was one.
 * `locked`: it wants a client key.
 */
export type ConnectionState = 'connecting' | 'online' | 'lost' | 'none' | 'locked';

/** The gateway and what it knows, which stays the same while jobs move. */
export interface GatewayConnection {
  readonly state: ConnectionState;
  readonly health: HealthAnswer | null;
  /** The gateway's catalogue and own evidence; the bundled ones until, or unless, it is there. */
  readonly ground: PageGround;
  /** A key was given, and the gateway did not take it. */
  readonly isKeyRefused: boolean;
  readonly unlock: (key: string) => void;
  /** Forgets the client key of this tab, and all that was read with it. */
  readonly lock: () => void;
  /** Reads own evidence again, as after a vote. */
  readonly learn: () => Promise<void>;
  /** Takes in a job as an answer told it. */
  readonly note: JobBook['note'];
  /** Reads the list of jobs again, as after an order whose answer was lost. */
  readonly reload: JobBook['reload'];
}

/** The same with jobs and money: another one with every event. */
export interface Connection extends GatewayConnection {
  readonly jobs: JobBook;
  readonly spend: LedgerRead;
}

const ConnectionContext = createContext<Connection | null>(null);
const GatewayContext = createContext<GatewayConnection | null>(null);
const SpendContext = createContext<LedgerRead | null>(null);
const JobsContext = createContext<WatchedJobs | null>(null);

/** The jobs for those who look at a part of them. */
interface WatchedJobs {
  readonly now: () => JobBook;
  readonly watch: (watcher: () => void) => () => void;
}

export function ConnectionProvider({ children }: { readonly children: ReactNode }) {
  const [attempt, setAttempt] = useState(0);
  const [found, setFound] = useState<'connecting' | 'online' | 'none' | 'locked'>('connecting');
  const [isKeyRefused, setIsKeyRefused] = useState(false);
  const [health, setHealth] = useState<HealthAnswer | null>(null);
  const [ground, setGround] = useState<PageGround>(bundledGround);

  const onLocked = useCallback(() => {
    setIsKeyRefused(clientKey.get() !== null);
    setFound('locked');
  }, []);
  const jobs = useJobBook(found === 'online', attempt, onLocked);
  const spend = useLedger(found === 'online', attempt, jobs.byId);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `attempt` grows when a key was given, which is a reason to ask again
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    const look = async (): Promise<void> => {
      for (let failures = 1; !signal.aborted; failures += 1) {
        try {
          const health = await gateway.health(signal);
          const ground = await readGround(signal);
          setHealth(health);
          setGround(ground);
          setFound('online');
          return;
        } catch (error) {
          if (signal.aborted) return;
          if (error instanceof GatewayError && error.status === 401) return onLocked();
          // A server that starts, or a proxy before it: whatever it was, the next look tells.
          setFound('none');
        }
        await pause(pauseMs(failures), signal);
      }
    };
    void look();
    return () => controller.abort();
  }, [attempt, onLocked]);

  const unlock = useCallback((key: string) => {
    clientKey.set(key);
    setIsKeyRefused(false);
    setFound('connecting');
    setAttempt((before) => before + 1);
  }, []);
  const lock = useCallback(() => {
    clientKey.clear();
    setIsKeyRefused(false);
    setHealth(null);
    setGround(bundledGround);
    setFound('connecting');
    setAttempt((before) => before + 1);
  }, []);
  // What cannot be read now stays as it was: whoever asks for it has something better to tell.
  const learn = useCallback(() => readGround().then(setGround, () => undefined), []);
  const state: ConnectionState = found === 'online' && !jobs.live && jobs.isStreamTried ? 'lost' : found;
  const { note, reload } = jobs;
  const wasLost = useRef(false);
  useEffect(() => {
    // Whatever answers now may have been started anew, with other models, prices and settings.
    if (state === 'online' && wasLost.current) {
      void learn();
      gateway.health().then(setHealth, () => undefined);
    }
    wasLost.current = state === 'lost';
  }, [state, learn]);
  const still = useMemo(
    () => ({ state, health, ground, isKeyRefused, unlock, lock, learn, note, reload }),
    [state, health, ground, isKeyRefused, unlock, lock, learn, note, reload],
  );
  const watched = useWatchedJobs(jobs);
  const connection = useMemo(() => ({ ...still, jobs, spend }), [still, jobs, spend]);
  return (
    <GatewayContext value={still}>
      <SpendContext value={spend}>
        <JobsContext value={watched}>
          <ConnectionContext value={connection}>{children}</ConnectionContext>
        </JobsContext>
      </SpendContext>
    </GatewayContext>
  );
}

/** Whether whoever looks may see all and administer this server: only they are told more than that it is well. */
export function isAdminOf(health: HealthAnswer | null): boolean {
  return health?.mode !== undefined;
}

/** For what shows jobs or money: it is drawn again with every event. */
export function useConnection(): Connection {
  return provided(useContext(ConnectionContext));
}

/** For what shows neither: it is drawn again only when the gateway itself changes. */
export function useGateway(): GatewayConnection {
  return provided(useContext(GatewayContext));
}

/** For what shows money and no job. */
export function useSpend(): LedgerRead {
  return provided(useContext(SpendContext));
}

/**
 * For what shows a part of the jobs, such as how many there are: it is drawn again only when that part is another one.
 *
 * @param part gives the same value for as long as nothing of it has changed: a number, a text, one job
 */
export function useOfJobs<Part>(part: (jobs: JobBook) => Part): Part {
  const { now, watch } = provided(useContext(JobsContext));
  return useSyncExternalStore(watch, () => part(now()));
}

/** Whether jobs and budgets were read: before that nobody knows what is bought and what is left, and nothing can be ordered. */
export function useIsMoneyRead(): boolean {
  const areJobsRead = useOfJobs(({ loaded }) => loaded);
  const { ledger, failure } = useSpend();
  return areJobsRead && (ledger !== null || failure !== null);
}

function useWatchedJobs(jobs: JobBook): WatchedJobs {
  const current = useRef(jobs);
  const watchers = useRef(new Set<() => void>());
  useLayoutEffect(() => {
    current.current = jobs;
    for (const watcher of watchers.current) watcher();
  }, [jobs]);
  return useMemo(
    () => ({
      now: () => current.current,
      watch(watcher) {
        watchers.current.add(watcher);
        return () => void watchers.current.delete(watcher);
      },
    }),
    [],
  );
}

function provided<Value>(value: Value | null): Value {
  if (value === null) throw new Error('A ConnectionProvider has to stand around this.');
  return value;
}

async function readGround(signal?: AbortSignal): Promise<PageGround> {
  const [catalog, evidence] = await Promise.all([gateway.catalog(signal), gateway.evidence(signal)]);
  return groundOf(catalog, evidence);
}
