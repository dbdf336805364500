import { counted } from '@shotcaller/core';
import type { BatchRun } from '../batch/batches.ts';
import { isTerminal } from '../jobs/job.ts';
import type { Service } from './service.ts';

/** Named up to here; `shotcaller resume` without ids goes on with all. */
const mostNamed = 3;

/**
 * That clips are under way which the list no longer asks for: they were ordered for shots that were edited or removed since, are paid for,
 * and no further run of the list fetches them. Empty: there are none.
 */
export async function openOrdersText({ name, clips }: BatchRun, { ledger, origin }: Service): Promise<string> {
  const ofClips = new Set(clips.map(({ job }) => job?.id));
  const open: string[] = [];
  for (const { jobId } of await ledger.ordersOfBatch({ service: origin, owner: '', name })) {
    if (ofClips.has(jobId)) continue;
    const attempts = await ledger.attemptsOfJob(jobId);
    if (attempts.some(({ state }) => !isTerminal(state))) open.push(jobId);
  }
  if (open.length === 0) return '';
  const them = open.length === 1 ? 'it' : 'them';
  const ids = open.length > mostNamed ? '' : ` ${open.join(' ')}`;
  return `${counted(open.length, 'further clip')} of this batch ${open.length === 1 ? 'is' : 'are'} open, ordered before the list was changed. To get ${them}: shotcaller resume${ids}\n`;
}
