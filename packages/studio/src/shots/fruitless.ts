import { useMemo } from 'react';
import { useOfJobs } from '../api/connection.tsx';
import type { Job } from '../api/wire.ts';
import type { Shot } from './shot.ts';

/** Whether a job has ended without a clip and without a bill: another order for the same clip is no second one. */
export function isFruitless({ ended, status, billedUsd, unknownBills }: Job): boolean {
  const isOver = ended && ['failed', 'refused', 'expired', 'cancelled'].includes(status);
  return isOver && unknownBills === 0 && Number(billedUsd ?? 0) === 0;
}

/** Keys of the takes of a shot whose jobs are known to be {@link isFruitless}. */
export function useFruitless(shot: Shot | undefined): ReadonlySet<string> {
  // A text and not the jobs themselves: whoever asks is drawn again only when it is another one.
  const keys = useOfJobs(({ byId }) => {
    const own = new Set(shot?.takes.map(({ key }) => key));
    const found = [...byId.values()].flatMap(({ job }) =>
      job.key && own.has(job.key) && isFruitless(job) ? job.key : [],
    );
    return found.join('\n');
  });
  return useMemo(() => new Set(keys === '' ? [] : keys.split('\n')), [keys]);
}
