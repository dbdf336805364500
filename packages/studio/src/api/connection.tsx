import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import { bundledGround, groundOf, type PageGround } from '../brief/page-ground.ts';
import { clientKey } from './client-key.ts';
import { gateway } from './gateway.ts';
import { GatewayError } from './gateway-error.ts';
import { type JobBook, useJobBook } from './job-book.ts';
import type { HealthAnswer } from './wire.ts';

/**
 * `none`: the page is served without a gateway, so it can choose and preview only. `lost`: there was one. `locked`: it wants a client
 * key.
 */
export type ConnectionState = 'connecting' | 'online' | 'lost' | 'none' | 'locked';

export interface Connection {
  readonly state: ConnectionState;
  readonly health: HealthAnswer | null;
  /** The gateway's catalogue and own evidence; the bundled ones until, or unless, it is there. */
  readonly ground: PageGround;
  readonly jobs: JobBook;
  readonly unlock: (key: string) => void;
}

const ConnectionContext = createContext<Connection | null>(null);

export function ConnectionProvider({ children }: { readonly children: ReactNode }) {
  const [attempt, setAttempt] = useState(0);
  const [found, setFound] = useState<'connecting' | 'online' | 'none' | 'locked'>('connecting');
  const [health, setHealth] = useState<HealthAnswer | null>(null);
  const [ground, setGround] = useState<PageGround>(bundledGround);
  const jobs = useJobBook(found === 'online');

  // biome-ignore lint/correctness/useExhaustiveDependencies: `attempt` grows when a key was given, which is a reason to ask again
  useEffect(() => {
    const controller = new AbortController();
    const look = async (): Promise<void> => {
      try {
        setHealth(await gateway.health(controller.signal));
        const [catalog, evidence] = await Promise.all([
          gateway.catalog(controller.signal),
          gateway.evidence(controller.signal),
        ]);
        setGround(groundOf(catalog, evidence));
        setFound('online');
      } catch (error) {
        if (controller.signal.aborted) return;
        setFound(error instanceof GatewayError && error.status === 401 ? 'locked' : 'none');
      }
    };
    look();
    return () => controller.abort();
  }, [attempt]);

  const unlock = useCallback((key: string) => {
    clientKey.set(key);
    setAttempt((before) => before + 1);
  }, []);
  const state: ConnectionState = found === 'online' && !jobs.live && jobs.wasLive ? 'lost' : found;
  const connection = useMemo(() => ({ state, health, ground, jobs, unlock }), [state, health, ground, jobs, unlock]);
  return <ConnectionContext value={connection}>{children}</ConnectionContext>;
}

export function useConnection(): Connection {
  const connection = useContext(ConnectionContext);
  if (!connection) throw new Error('useConnection needs a ConnectionProvider around it.');
  return connection;
}
