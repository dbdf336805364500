import { join } from 'node:path';
import { type Brief, isRefused } from '@shotcaller/core';
import { usualWatchSeconds } from '../../jobs/jobs.ts';
import { changeOfClip } from '../plan/plan-changes.ts';
import type { BatchState, RunParts } from './batch-state.ts';
import { findClipJob } from './clip-job.ts';
import type { WhyNotBought } from './clip-result.ts';
import { type ClipUnit, fileNameOf } from './clip-unit.ts';

/** Records the job of a clip, exactly as planned. `false`: it has ended here, or waits for its turn. */
export async function openClip(state: BatchState, unit: ClipUnit): Promise<boolean> {
  const { options, parts } = state;
  const { jobs, service, clock } = parts;
  const { planned } = unit;
  const { outcome } = planned;
  if (outcome.kind !== 'to_buy')
    throw new TypeError(
      `Nothing is to be bought for ${planned.shot} by this plan, and nothing was. Plan the batch again.`,
    );
  const giveUp = (whyNot: WhyNotBought) => {
    unit.allottedPico = 0n;
    state.end(unit, 'not_bought', whyNot);
    return false;
  };
  const brief = await briefOf(state, unit);
  const fresh = await parts.choice.plan({ ...brief, model: outcome.model });
  if (fresh.kind === 'no_plan') return giveUp({ code: 'changed', what: 'model' });
  const changed = changeOfClip(fresh, outcome);
  if (changed) return giveUp({ code: 'changed', what: changed });
  if (isRefused(fresh.findings)) return giveUp({ code: 'request_refused' });
  const { highUsd } = outcome.price;
  const { key } = await findClipJob(jobs, { service, owner: options.owner, key: planned.key });
  const opened = await jobs.open({
    brief,
    plan: fresh,
    key,
    owner: options.owner,
    fingerprint: planned.hash,
    options: {
      fallback: planned.fallback,
      allowTwoBills: false,
      overwrite: false,
      sidecar: options.sidecar ?? false,
      watchSeconds: options.watchSeconds ?? usualWatchSeconds,
      waitsForRoom: true,
      batch: { name: state.plan.name, ...(options.maxUsd !== undefined && { maxUsd: options.maxUsd }) },
      ...(!options.keepsAsJobs && { output: join(options.outFolder, fileNameOf(planned)) }),
      // What is set aside for it bounds all its attempts together, so the sum of all shots holds the budget.
      ...(highUsd !== null && { maxUsd: highUsd, confirmUsd: highUsd }),
    },
  });
  switch (opened.kind) {
    case 'job':
      unit.jobId = opened.job.id;
      return true;
    case 'key_reused':
      return giveUp({
        code: 'error',
        message: `Its key belongs to job ${opened.job.id}, which asks for something else. Nothing was bought for it. Give the shot another id.`,
      });
    case 'no_plan':
      return giveUp({ code: 'changed', what: 'model' });
    case 'request_refused':
      return giveUp({ code: 'request_refused' });
    case 'not_confirmed':
      return giveUp({ code: 'changed', what: 'price' });
    case 'rate_limited':
      unit.notBeforeMs = clock.now() + opened.retryAfterSeconds * 1000;
      state.leave(unit, 'ended');
      unit.allottedPico = 0n;
      return false;
    default:
      return opened satisfies never;
  }
}

/** The brief with what the clip before it has left behind. */
async function briefOf({ parts, firstTakes }: BatchState, { planned }: ClipUnit): Promise<Brief> {
  const { brief, continues } = planned;
  const before = continues && firstTakes.get(continues.shot);
  if (!continues || !before) return brief;
  const { requirements } = brief;
  if (continues.how === 'task') {
    const previousJobId = before.job?.remoteId;
    if (previousJobId) return { ...brief, requirements: { ...requirements, previousJobId } };
    throw new Error(
      `It goes on from ${continues.shot}, whose id at OpenRouter is not known. Nothing was bought for it. Go on with ${continues.shot} (shotcaller resume), then run the batch again.`,
    );
  }
  const url = await lastFrameOf(parts, before, continues.shot);
  return { ...brief, requirements: { ...requirements, firstFrame: { url } } };
}

async function lastFrameOf({ lastFrame }: RunParts, { job, file, whyNot }: ClipUnit, shot: string): Promise<string> {
  if (!file && whyNot?.code === 'archived') {
    throw new Error(
      `It goes on from the last frame of ${shot}, whose job was archived in ${whyNot.file} and whose clip is no longer here. Nothing was bought for it.`,
    );
  }
  let cause: unknown;
  try {
    if (file) return await lastFrame(file.path);
  } catch (error) {
    cause = error;
  }
  const path = file?.path ?? (whyNot?.code === 'file_gone' ? whyNot.path : undefined);
  const output = path === undefined ? '' : ` --output ${path}`;
  throw new Error(
    `It goes on from the last frame of ${shot}, which cannot be taken from its clip. Nothing was bought for it. If the clip is gone, shotcaller resume ${job?.id ?? ''}${output} fetches it again; then run the batch again.`,
    { cause },
  );
}
