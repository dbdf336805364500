import { passed } from '../clock.ts';
import type { BatchRuns } from './batches/batch-runs.ts';
import type { GatewayJobs } from './jobs/gateway-jobs.ts';
import { wireStatusOf } from './jobs/wire-status.ts';
import type { GatewayOptions } from './options.ts';
import { createPresence } from './presence.ts';
import type { Outbox } from './webhooks/outbox.ts';

/** What a gateway does beside its requests, as long as it runs. */
export interface Housekeeping {
  /** Takes up what an earlier run left, and from then on, again and again, what other processes on the ledger leave. */
  begin(): Promise<void>;
  /** It is reached at another address now. */
  noteAddress(): Promise<void>;
  /** Resolves once nothing is taken up any more; called after the signal was aborted. */
  ended(): Promise<void>;
  /** Nobody is here any more. */
  leave(): Promise<void>;
}

export interface HousekeepingParts {
  readonly options: GatewayOptions;
  readonly jobs: GatewayJobs;
  readonly batches: BatchRuns;
  readonly outbox: Outbox;
  /** Where it is reached; `null`: nowhere. */
  readonly url: () => string | null;
  readonly noteTrouble: (jobId: string | null, error: unknown) => void;
  readonly signal: AbortSignal;
}

const usualSweepMs = 10_000;

export function createHousekeeping(parts: HousekeepingParts): Housekeeping {
  const { options, jobs, batches, outbox, url, noteTrouble, signal } = parts;
  const { ledger, clock } = options;
  const service = options.parts.client.origin;
  let sweeping: Promise<void> | undefined;

  /** Says to whoever looks at the processes of the ledger that this one is there. */
  const presence = createPresence({
    ledger,
    worker: options.parts.jobs.worker,
    service,
    kind: options.kind ?? 'serve',
    version: options.version,
    url,
    now: () => options.parts.clock.now(),
  });

  /** Ends that no webhook call is owed for yet, though somebody wants one: the process that saw them died. */
  async function oweMissing(): Promise<void> {
    for (const jobId of await ledger.jobIdsOwedWebhook(service)) {
      const snapshot = await jobs.find(jobId);
      if (snapshot) await outbox.owe(snapshot, wireStatusOf(snapshot, false));
    }
  }

  async function takeUp(takeUpJobs: () => Promise<void>): Promise<void> {
    await presence.note();
    await takeUpJobs();
    await batches.takeUp();
    await oweMissing();
    outbox.start();
  }

  async function sweep(): Promise<void> {
    while (await passed(clock, options.sweepMs ?? usualSweepMs, signal)) {
      try {
        await options.setClock?.();
        await takeUp(jobs.takeUpAbandoned);
      } catch (error) {
        noteTrouble(null, error);
      }
    }
  }

  return {
    async begin() {
      await takeUp(jobs.recover);
      sweeping = sweep();
    },
    async noteAddress() {
      if (sweeping) await presence.note();
    },
    ended: async () => sweeping,
    leave: () => presence.end(),
  };
}
