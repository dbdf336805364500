import { isUnsent } from '../../jobs/job.ts';
import type { JobWithAttempts } from '../../jobs/records/job-records.ts';
import type { CarriedJobs } from './carried-jobs.ts';
import type { GatewayJobs, GatewayJobsOptions } from './gateway-jobs.ts';

export interface TakeUpOptions extends Pick<GatewayJobsOptions, 'jobs' | 'ledger'>, Pick<GatewayJobs, 'watch'> {
  readonly carried: CarriedJobs;
}

/** Jobs read and taken up at once. Of abandoned ones the rest is taken up next time, by whoever looks first. */
const mostTakenUp = 200;

/** Goes on with jobs that nobody carries. */
export function createTakeUp(options: TakeUpOptions): Pick<GatewayJobs, 'recover' | 'takeUpAbandoned'> {
  const { jobs, ledger, carried, watch } = options;

  /** Those of the jobs that a client ordered and no living process is at. */
  async function freeAmong(ids: readonly string[]): Promise<readonly JobWithAttempts[]> {
    const free: JobWithAttempts[] = [];
    for (const found of await ledger.jobsWithAttempts(ids)) {
      const { receipt } = found.job;
      if (receipt && !receipt.letGo && !(await jobs.isHeldElsewhere(found))) free.push(found);
    }
    return free;
  }

  async function takeUp(found: readonly JobWithAttempts[]): Promise<void> {
    // First, and waited for: a client that sends again must not be answered with a job that is about to be given back.
    const untold = found.filter((one) => one.attempts.every(isUnsent) && one.job.receipt?.answer !== 'delivered');
    await Promise.allSettled(untold.map(({ job }) => jobs.resume(job.id)));
    for (const one of found) {
      const { id } = one.job;
      if (untold.includes(one)) continue;
      // Its id was given out and nothing was sent for it: it is bought now, for the first time.
      if (one.attempts.every(isUnsent)) carried.carry(id, (signal) => jobs.carry(id, { signal }));
      else watch(id);
    }
  }

  return {
    async recover() {
      const ids = await jobs.openIds();
      // Each is read with its pictures, and thousands may be open: what is taken up is let go of before the next are read.
      for (let first = 0; first < ids.length; first += mostTakenUp) {
        await takeUp(await freeAmong(ids.slice(first, first + mostTakenUp)));
      }
    },

    async takeUpAbandoned() {
      const free: JobWithAttempts[] = [];
      for (const id of await jobs.abandonedIds(mostTakenUp)) {
        const found = carried.has(id) ? undefined : await ledger.jobWithAttempts(id);
        if (found) free.push(found);
      }
      await takeUp(free);
    },
  };
}
