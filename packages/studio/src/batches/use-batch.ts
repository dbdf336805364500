import { useCallback, useEffect, useRef, useState } from 'react';
import { batchNews } from '../api/batch-news.ts';
import { useGateway } from '../api/connection.tsx';
import { gateway } from '../api/gateway.ts';
import type { GatewayError } from '../api/gateway-error.ts';
import type { Batch } from '../api/wire.ts';
import { readInTurn } from './read-in-turn.ts';

export interface BatchRead {
  /** `null`: not read yet. */
  readonly batch: Batch | null;
  readonly failure: GatewayError | null;
  /** Reads at once, as after a reading failed. */
  readonly readNow: () => void;
  /** With an answer that is newer than what was read. */
  readonly note: (batch: Batch) => void;
}

/** A batch that another process runs sends no events here: it is looked at again and again. */
const lookMs = 5000;

/**
 * One batch, kept current by its events and by reading it again.
 *
 * @param owner of a batch of another key; `null`: one's own
 */
export function useBatch(name: string, owner: string | null): BatchRead {
  const { state } = useGateway();
  const [batch, setBatch] = useState<Batch | null>(null);
  const [failure, setFailure] = useState<GatewayError | null>(null);
  const [round, setRound] = useState(0);
  const readSoon = useRef<() => void>(() => undefined);
  const isOnline = state === 'online';
  useEffect(() => {
    if (state === 'locked') setBatch(null);
  }, [state]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `round` grows when somebody asks to read at once
  useEffect(() => {
    if (!isOnline) return;
    const controller = new AbortController();
    const { signal } = controller;
    readSoon.current = readInTurn(async () => {
      try {
        const answer = await gateway.batch(name, owner, signal);
        if (signal.aborted) return true;
        setBatch(answer);
        setFailure(null);
        return true;
      } catch (error) {
        if (!signal.aborted) setFailure(error as GatewayError);
        return false;
      }
    }, signal);
    readSoon.current();
    const unfollow = batchNews.follow((event) => {
      if (event.name !== name || (owner !== null && event.owner !== owner)) return;
      const { clip } = event;
      if (clip) setBatch((before) => before && withClip(before, clip));
      readSoon.current();
    });
    return () => {
      controller.abort();
      unfollow();
    };
  }, [isOnline, name, owner, round]);
  const isRunning = batch?.state === 'running';
  useEffect(() => {
    if (!isOnline || !isRunning) return;
    const timer = setInterval(() => readSoon.current(), lookMs);
    return () => clearInterval(timer);
  }, [isOnline, isRunning]);
  const note = useCallback((answer: Batch) => {
    setBatch(answer);
    readSoon.current();
  }, []);
  const readNow = useCallback(() => setRound((before) => before + 1), []);
  return { batch, failure, readNow, note };
}

function withClip(batch: Batch, clip: Batch['clips'][number]): Batch {
  return {
    ...batch,
    clips: batch.clips.map((known) => (known.shot === clip.shot && known.take === clip.take ? clip : known)),
  };
}
