import { join } from 'node:path';
import { isTerminal } from '../../jobs/job.ts';
import { wasNeverBought } from '../../jobs/job-result.ts';
import type { BatchState } from './batch-state.ts';
import { followClip, judgeClip } from './carry-clip.ts';
import { findClipJob } from './clip-job.ts';
import { archivedClip, whyNotPlanned } from './clip-result.ts';
import { type ClipUnit, fileNameOf } from './clip-unit.ts';
import { putInPlace } from './put-in-place.ts';

/**
 * What is in the ledger already: done, unknown, or under way since a run that has ended. Answers what is to be done for it beside all
 * else, or `null`.
 */
export async function takeUpClip(state: BatchState, unit: ClipUnit): Promise<(() => Promise<void>) | null> {
  const { parts, limiter, options } = state;
  const { jobs, service } = parts;
  const { outcome } = unit.planned;
  const whyNot = whyNotPlanned(outcome);
  if (whyNot) {
    state.end(unit, 'not_bought', whyNot);
    return null;
  }
  const { found, archived } = await findClipJob(jobs, { service, owner: options.owner, key: unit.planned.key });
  if (archived) {
    const { state: ended, model, file, whyNot: inArchive } = archivedClip(archived);
    unit.model = model ?? unit.model;
    unit.earlier = true;
    unit.file = await putInPlace(file, join(options.outFolder, fileNameOf(unit.planned)));
    state.end(unit, ended, inArchive);
    return null;
  }
  if (!found) {
    if (outcome.kind !== 'to_buy') state.end(unit, 'not_bought', { code: 'changed', what: 'model' });
    return null;
  }
  unit.jobId = found.job.id;
  unit.model = found.attempt.model;
  unit.earlier = true;
  unit.allottedPico = await (await jobs.ledger()).bookedPico({ service, jobId: found.job.id });
  if (isTerminal(found.attempt.state) || found.attempt.state === 'unknown') {
    await judgeClip(state, unit, true);
    return null;
  }
  // It is being made, whatever the limit says.
  unit.place = limiter.enter(unit.provider, { isAccepted: true });
  unit.sinceMs = found.attempt.submittedAt === null ? null : Date.parse(found.attempt.submittedAt);
  unit.state = 'generating';
  return () => goOn(state, unit, found.job.id);
}

async function goOn(state: BatchState, unit: ClipUnit, jobId: string): Promise<void> {
  const { jobs } = state.parts;
  const { signal } = state.options;
  await jobs.resume(jobId, {
    ...(signal && { signal }),
    onProgress: (event) => event.kind === 'state' && followClip(state, unit, event.attempt),
  });
  const after = await jobs.find(jobId);
  const wasGivenBack =
    after !== undefined &&
    wasNeverBought(after.attempts) &&
    after.attempts.every(({ state: word }) => isTerminal(word));
  if (!wasGivenBack || signal?.aborted || unit.planned.outcome.kind !== 'to_buy') {
    await judgeClip(state, unit, true);
    return;
  }
  // Given back: the process before this one died before it sent anything.
  state.leave(unit, 'ended');
  Object.assign(unit, {
    jobId: null,
    job: null,
    ordered: null,
    state: 'waiting',
    earlier: false,
    allottedPico: 0n,
    sinceMs: null,
  });
}
