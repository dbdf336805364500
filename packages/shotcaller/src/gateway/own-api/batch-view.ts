import { requestFindingSentence } from '@shotcaller/core';
import type { BatchStore, ListedBatch, StoredBatch } from '../../batch/batch-store.ts';
import type { BatchPlan, PlannedClip } from '../../batch/plan/batch-plan.ts';
import type { Forecast } from '../../batch/plan/forecast.ts';
import { shotReasonSentence } from '../../batch/plan/shot-reason.ts';
import { clipProblem } from '../../batch/report/manifest.ts';
import type { ClipResult, ClipState } from '../../batch/run/clip-result.ts';
import { usdFromPico } from '../../jobs/money/pico.ts';
import type { BatchNews, RunningBatch } from '../batches/batch-runs.ts';
import type { Caller } from '../keys/caller.ts';
import type { BatchClipView, BatchView, ListedBatchView } from './addresses/batches.ts';
import type { ServerEvent } from './addresses/system.ts';

export function listedBatchView(
  { name, owner, state, createdAt, updatedAt, summary }: ListedBatch,
  { caller, isRunning }: { readonly caller: Caller; readonly isRunning: boolean },
): ListedBatchView {
  return {
    name,
    owner,
    isYours: owner === caller.owner,
    state: isRunning ? 'running' : state,
    createdAt,
    updatedAt,
    total: { ...summary.total },
    clips: summary.clips,
    states: summary.states,
  };
}

/** A batch as it stands: by the process that runs it, where that is this one, else by the ledger. */
export async function batchView(
  stored: StoredBatch,
  {
    caller,
    running,
    store,
    timeLeft,
  }: {
    readonly caller: Caller;
    readonly running: RunningBatch | undefined;
    readonly store: BatchStore;
    readonly timeLeft: Forecast | null;
  },
): Promise<BatchView> {
  const { name, owner, createdAt, updatedAt, plan, options } = stored;
  // Until its process has let go of it, it cannot be run again, and has not ended.
  const state = running ? 'running' : stored.state;
  const results = running?.progress?.clips ?? (await store.look(plan, owner));
  const byName = new Map(results.map((clip) => [`${clip.shot}/${clip.take}`, clip]));
  return {
    name,
    owner,
    isYours: owner === caller.owner,
    state,
    createdAt,
    updatedAt,
    total: { ...plan.total },
    maxUsd: options.maxUsd ?? plan.maxUsd ?? null,
    bookedUsd: usdFromPico(await store.bookedPico(name, owner)),
    timeLeft,
    clips: plan.clips.map((clip) => clipView(clip, byName.get(`${clip.shot}/${clip.take}`), state)),
  };
}

function clipView(planned: PlannedClip, result: ClipResult | undefined, state: StoredBatch['state']): BatchClipView {
  const { shot, take, brief, note, continues, outcome } = planned;
  const toBuy = outcome.kind === 'to_buy' ? outcome : null;
  return {
    shot,
    take,
    state: result ? stateNow(result, state) : 'waiting',
    prompt: brief.requirements.prompt ?? null,
    note,
    continues: continues?.shot ?? null,
    model: result?.model ?? ('model' in outcome ? outcome.model : null),
    why: toBuy && shotReasonSentence(toBuy.why),
    boughtAs: toBuy?.boughtAs ?? null,
    jobId: result?.job?.id ?? archivedAs(result) ?? (outcome.kind === 'bought' ? outcome.jobId : null),
    lowUsd: toBuy?.price.lowUsd ?? null,
    expectedUsd: toBuy?.price.expectedUsd ?? null,
    highUsd: toBuy?.price.highUsd ?? null,
    expectedSeconds: toBuy?.expectedTime?.p50Seconds ?? null,
    billedUsd: result?.job?.billedUsd ?? null,
    warnings: result?.job?.findings.map(requestFindingSentence) ?? [],
    problem: result ? clipProblem(result) : null,
  };
}

function archivedAs(result: ClipResult | undefined): string | undefined {
  return result?.whyNot?.code === 'archived' ? result.whyNot.jobId : undefined;
}

/** What the ledger holds no purchase of waits for its turn, as long as the batch has one to come. */
function stateNow({ state, whyNot }: ClipResult, batch: StoredBatch['state']): ClipState {
  return state === 'not_bought' && whyNot === null && batch !== 'ended' ? 'waiting' : state;
}

export function batchEventOf({ plan, ...news }: BatchNews, at: string): ServerEvent {
  if (news.kind === 'end') {
    const { clips, detached } = news.run;
    const committed = news.run.committedUsd;
    return {
      ...common(plan, news.owner, at, detached ? 'interrupted' : 'ended', clips),
      clip: null,
      inFlight: 0,
      committedUsd: committed,
    };
  }
  const { changed, clips, inFlight, committedUsd } = news.progress;
  const planned = changed && plan.clips.find(({ shot, take }) => shot === changed.shot && take === changed.take);
  return {
    ...common(plan, news.owner, at, 'running', clips),
    clip: planned ? clipView(planned, changed ?? undefined, 'running') : null,
    inFlight,
    committedUsd,
  };
}

function common(
  { name }: BatchPlan,
  owner: string,
  at: string,
  state: 'running' | 'interrupted' | 'ended',
  clips: readonly ClipResult[],
) {
  const done = clips.filter((clip) => clip.state === 'done').length;
  return { kind: 'batch', at, name, owner, state, done, clips: clips.length } as const;
}
