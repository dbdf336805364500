import { dollars } from '@shotcaller/core';
import { atFirstUse } from '../first-use.ts';
import { isUnsent } from '../jobs/job.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { JobWithAttempts } from '../jobs/records/job-records.ts';
import { wasNeverSubmitted } from '../jobs/steps/next-attempt.ts';
import { allowManyListeners } from '../outbound/on-abort.ts';
import { type Bought, type DoorJobs, noLongerBuyable, refused, requestRefused } from './door.ts';

export interface LocalJobs extends DoorJobs {
  /** Lets go of every job; submits under way are finished first. */
  close(): Promise<void>;
}

/** What starts the dedupe key of a job that was bought by a quote. */
const quotePrefix = 'quote-';

/** Jobs of an agent on this machine: bought and watched in the background of this process. */
export function createLocalJobs(
  jobs: Jobs,
  /** Hears of a step that failed in a way that no answer tells, such as a ledger that cannot be written. */
  { onTrouble }: { readonly onTrouble: (jobId: string, error: unknown) => void },
): LocalJobs {
  const background = new Set<Promise<unknown>>();
  const closing = new AbortController();
  // Every job under way listens to it, however many they are.
  allowManyListeners(closing.signal);

  function inBackground(jobId: string, work: Promise<unknown>): void {
    const finished = work.catch((error: unknown) => onTrouble(jobId, error)).finally(() => background.delete(finished));
    background.add(finished);
  }

  function watch(jobId: string): void {
    inBackground(jobId, jobs.resume(jobId, { signal: closing.signal }));
  }

  return {
    async buy({ id, owner, brief, options, plan }): Promise<Bought> {
      const opened = await jobs.open({ brief, options, key: id, owner, plan });
      switch (opened.kind) {
        case 'job': {
          const { job } = opened;
          inBackground(job.id, jobs.carry(job.id, { signal: closing.signal }));
          return { kind: 'job', jobId: job.id };
        }
        case 'not_confirmed':
          return refused(
            'spend_not_confirmed',
            `The clip may now cost more than the quoted ${dollars(options.confirmUsd)}. Nothing was bought.`,
            'Call quote again and show the new price.',
          );
        case 'request_refused':
          return requestRefused(opened.plan);
        case 'key_reused':
        case 'no_plan':
        case 'rate_limited':
          return noLongerBuyable(opened.kind);
        default:
          return opened satisfies never;
      }
    },

    goOn({ job: { id } }: JobWithAttempts) {
      if (!jobs.carrier.isCarrying(id)) inBackground(id, jobs.carry(id, { signal: closing.signal }));
    },

    watch,

    takeUp: atFirstUse(async () => {
      for (const id of await jobs.openIds()) {
        const found = await jobs.find(id);
        if (!found?.job.key?.startsWith(quotePrefix) || jobs.carrier.isCarrying(id)) continue;
        // What was never sent waits for its quote to be given again.
        const wasSent = found.attempts.some((attempt) => !isUnsent(attempt) && !wasNeverSubmitted(attempt));
        if (wasSent) watch(id);
      }
    }),

    adopt: (id, found) => jobs.adopt(id, found),
    settle: (id, settlement) => jobs.settle(id, settlement),

    async close() {
      closing.abort(new DOMException('The server is closing.', 'AbortError'));
      await Promise.allSettled([...background]);
    },
  };
}
