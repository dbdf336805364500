import { resultOf } from '../../jobs/job-result.ts';
import type { Jobs } from '../../jobs/jobs.ts';
import { modelOf, type PlannedClip } from '../plan/batch-plan.ts';
import { findClipJob } from './clip-job.ts';
import { archivedClip, type ClipResult, clipStateOf, orderedOf, whyNotPlanned } from './clip-result.ts';

/** What has become of a planned clip, by the ledger alone: for batches that nobody runs here. */
export async function lookAtClip(
  planned: PlannedClip,
  { jobs, service, owner }: { readonly jobs: Jobs; readonly service: string; readonly owner: string },
): Promise<ClipResult> {
  const { shot, take, key, outcome } = planned;
  const { found, last, archived } = await findClipJob(jobs, { service, owner, key });
  if (archived) return { shot, take, job: null, ordered: null, earlier: true, ...archivedClip(archived) };
  const known = found ?? last;
  if (!known) {
    const model = modelOf(planned);
    const whyNot = whyNotPlanned(outcome);
    return { shot, take, state: 'not_bought', model, job: null, ordered: null, file: null, earlier: false, whyNot };
  }
  const job = resultOf(known.job, known.attempts);
  const state = clipStateOf(job.status, known.attempts);
  const whyNot = state === 'not_bought' && job.reason ? ({ code: 'refused', reason: job.reason } as const) : null;
  return {
    shot,
    take,
    state,
    model: job.model,
    job,
    ordered: orderedOf(known.attempt),
    file: job.files[0] ?? null,
    earlier: true,
    whyNot,
  };
}
