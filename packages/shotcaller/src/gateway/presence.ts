import { isoOf } from '../iso-time.ts';
import type { Ledger } from '../jobs/ledger.ts';
import type { Instance } from '../jobs/records/instance-records.ts';

export interface Presence {
  /** Says that the process is there. */
  note(): Promise<void>;
  /** It is gone, and nobody need wait to see that. Never rejects. */
  end(): Promise<void>;
}

/** What `shotcaller fleet` lists: a row for each process, renewed as long as it runs. */
export function createPresence({
  ledger,
  worker,
  url,
  now,
  ...instance
}: Pick<Instance, 'worker' | 'service' | 'kind' | 'version'> & {
  readonly ledger: Pick<Ledger, 'noteInstance' | 'forgetInstance'>;
  readonly url: () => string | null;
  readonly now: () => number;
}): Presence {
  const startedAt = isoOf(now());
  const [host = ''] = worker.split(' ');
  let isNoted = false;
  return {
    async note() {
      await ledger.noteInstance({ ...instance, worker, host, url: url(), startedAt, seenAt: isoOf(now()) });
      isNoted = true;
    },
    async end() {
      if (isNoted) await ledger.forgetInstance(worker).catch(() => undefined);
    },
  };
}
