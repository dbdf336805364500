import { useCallback, useEffect, useMemo, useState } from 'react';
import { gateway } from './gateway.ts';
import type { HeardJob } from './heard-jobs.ts';
import { pauseMs } from './pause.ts';
import type { LedgerAnswer } from './wire.ts';

export interface LedgerRead {
  /** `null`: not read yet. */
  readonly ledger: LedgerAnswer | null;
  readonly failure: string | null;
  /** Reads again, as after a limit was changed, and does not wait if the last reading failed. */
  readonly readAgain: () => void;
}

/** Several jobs that move at once are one reason to read. */
const settleMs = 150;

const nothing = { ledger: null, failure: null };

/**
 * The ledger and what budgets have left, read again whenever a job moves: every one may move money.
 *
 * @param session grows when somebody else may be looking: what was read before is forgotten, as it is when the page is locked
 */
export function useLedger(isOnline: boolean, session: number, jobs: ReadonlyMap<string, HeardJob>): LedgerRead {
  const [read, setRead] = useState<Omit<LedgerRead, 'readAgain'>>(nothing);
  const [round, setRound] = useState(0);
  const [failures, setFailures] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another session is a reason to forget
  useEffect(() => setRead(nothing), [isOnline, session]);
  let stamp = '';
  for (const { job } of jobs.values()) stamp += job.status.slice(0, 3) + (job.billedUsd ?? '');

  // biome-ignore lint/correctness/useExhaustiveDependencies: the stamp stands for the states and bills of all jobs
  useEffect(() => {
    if (!isOnline) return;
    const controller = new AbortController();
    const timer = setTimeout(
      () => {
        gateway.ledger(controller.signal).then(
          (ledger) => {
            setRead({ ledger, failure: null });
            setFailures(0);
          },
          (error: Error) => {
            if (controller.signal.aborted) return;
            setRead((before) => ({ ledger: before.ledger, failure: error.message }));
            setFailures((before) => before + 1);
          },
        );
      },
      settleMs + (failures === 0 ? 0 : pauseMs(failures)),
    );
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [isOnline, stamp, round, failures]);
  const readAgain = useCallback(() => {
    setFailures(0);
    setRound((before) => before + 1);
  }, []);
  return useMemo(() => ({ ...read, readAgain }), [read, readAgain]);
}
