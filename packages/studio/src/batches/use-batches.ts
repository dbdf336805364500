import { useCallback, useEffect, useMemo, useState } from 'react';
import { batchNews } from '../api/batch-news.ts';
import { useGateway } from '../api/connection.tsx';
import { gateway } from '../api/gateway.ts';
import type { ListedBatch } from '../api/wire.ts';
import { readInTurn } from './read-in-turn.ts';

/** A batch of the list, with what was heard of it since. */
export interface BatchRow extends ListedBatch {
  /** Clips that are there; `null`: not told. */
  readonly done: number | null;
}

export interface BatchesRead {
  /** Those that changed last first. */
  readonly batches: readonly BatchRow[];
  readonly isRead: boolean;
  readonly failure: string | null;
  /** Reads at once, as after a reading failed. */
  readonly readNow: () => void;
}

const nothing: Omit<BatchesRead, 'readNow'> = { batches: [], isRead: false, failure: null };

/** The batches of the ledger: those of this gateway, and those that a command bought on the same ledger. */
export function useBatches(): BatchesRead {
  const { state } = useGateway();
  const [read, setRead] = useState(nothing);
  const [round, setRound] = useState(0);
  const isOnline = state === 'online';
  useEffect(() => {
    if (state === 'locked') setRead(nothing);
  }, [state]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `round` grows when somebody asks to read at once
  useEffect(() => {
    if (!isOnline) return;
    const controller = new AbortController();
    const { signal } = controller;
    const readSoon = readInTurn(async () => {
      try {
        const { batches } = await gateway.batches(signal);
        setRead((before) => ({
          batches: batches.map((batch) => ({ ...batch, done: batch.states?.done ?? doneBefore(before, batch) })),
          isRead: true,
          failure: null,
        }));
        return true;
      } catch (error) {
        if (!signal.aborted) setRead((before) => ({ ...before, failure: (error as Error).message }));
        return false;
      }
    }, signal);
    readSoon();
    const unfollow = batchNews.follow(({ name, owner, state, done }) => {
      setRead((before) => ({
        ...before,
        batches: before.batches.map((batch) =>
          batch.name === name && batch.owner === owner ? { ...batch, state, done } : batch,
        ),
      }));
      readSoon();
    });
    return () => {
      controller.abort();
      unfollow();
    };
  }, [isOnline, round]);
  const readNow = useCallback(() => setRound((before) => before + 1), []);
  return useMemo(() => ({ ...read, readNow }), [read, readNow]);
}

function doneBefore({ batches }: Pick<BatchesRead, 'batches'>, { name, owner }: ListedBatch): number | null {
  return batches.find((batch) => batch.name === name && batch.owner === owner)?.done ?? null;
}
