import { mkdir } from 'node:fs/promises';
import { createAlarm } from '../../clock.ts';
import { isTerminal } from '../../jobs/job.ts';
import { picoFromUsd, usdFromPico } from '../../jobs/money/pico.ts';
import { onAbort } from '../../outbound/on-abort.ts';
import type { BatchPlan } from '../plan/batch-plan.ts';
import { type BatchState, createBatchState, type RunBatchOptions, type RunParts } from './batch-state.ts';
import { carryClip } from './carry-clip.ts';
import type { ClipResult, WhyNotBought } from './clip-result.ts';
import { type ClipUnit, resultOfUnit } from './clip-unit.ts';
import { openClip } from './open-clip.ts';
import { takeUpClip } from './take-up-clip.ts';

/** What became of a batch. Amounts are exact decimal dollars; `limits`: clips at once, as a provider or the `account` takes them. */
export interface BatchResult {
  readonly name: string;
  readonly clips: readonly ClipResult[];
  /** Of all clips of the batch, as far as they are known. */
  readonly billedUsd: string;
  /** Bills, and what is reserved for clips under way, of earlier runs too. */
  readonly committedUsd: string;
  readonly detached: boolean;
  /** Refusals for lack of room that were waited out. */
  readonly refusals: number;
  readonly limits: Readonly<Record<string, number>>;
}

/** Buys what a plan says and nothing else, as many at once as the service takes, under one budget. What is there is not bought again. */
export async function runBatch(plan: BatchPlan, parts: RunParts, options: RunBatchOptions): Promise<BatchResult> {
  const { jobs, clock } = parts;
  const { outFolder, signal } = options;
  /** Lets go of what is under way, because the batch cannot go on. */
  const broken = new AbortController();
  const letGo = signal ? AbortSignal.any([signal, broken.signal]) : broken.signal;
  const state = createBatchState(plan, parts, { ...options, signal: letGo });
  const { units, limiter, budget } = state;
  let wakeAtMs = Number.POSITIVE_INFINITY;
  /** What is in the ledger is known: until then nothing new may be bought. */
  let isTakenUp = false;
  let finish: () => void = () => undefined;
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  await mkdir(outFolder, { recursive: true });

  function pump(): void {
    if (!isTakenUp) return;
    wakeAtMs = Number.POSITIVE_INFINITY;
    const full = new Set<string>();
    for (const unit of units) {
      if (unit.state !== 'waiting' || unit.busy) continue;
      const why = obstacle(unit, full);
      if (why === 'wait') continue;
      if (why) {
        state.end(unit, 'not_bought', why);
        continue;
      }
      unit.place = limiter.enter(unit.provider);
      if (unit.jobId === null) budget.setAside(unit);
      work(unit, async () => {
        if (unit.jobId === null && !(await openClip(state, unit))) return;
        await carryClip(state, unit);
      });
    }
    if (!units.some(({ busy, state: word }) => busy || word === 'waiting')) finish();
    else if (Number.isFinite(wakeAtMs)) alarm.set(wakeAtMs);
  }

  /** Why a clip cannot begin now: a reason for ever, or `wait`. */
  function obstacle(unit: ClipUnit, full: Set<string>): WhyNotBought | 'wait' | null {
    if (state.stopped) return { code: 'stopped', because: state.stopped };
    const before = beforeOf(state, unit);
    if (before && !before.busy && before.state !== 'waiting' && before.state !== 'done') {
      return { code: 'waits_for', shot: before.planned.shot };
    }
    if (before && before.state !== 'done') return 'wait';
    const nowMs = clock.now();
    if (full.has(unit.provider)) return 'wait';
    const readyAtMs = Math.max(limiter.readyAt(unit.provider, nowMs) ?? Number.POSITIVE_INFINITY, unit.notBeforeMs);
    if (readyAtMs > nowMs) {
      // One that was refused waits alone; whoever comes after it would be refused as well.
      full.add(unit.provider);
      wakeAtMs = Math.min(wakeAtMs, readyAtMs);
      return 'wait';
    }
    return unit.jobId === null ? budget.obstacle(unit) : null;
  }

  const alarm = createAlarm({ clock, ring: pump });
  const working = new Set<Promise<void>>();
  function work(unit: ClipUnit, task: () => Promise<void>): void {
    unit.busy = true;
    const ended = task()
      .catch((error: unknown) => endByError(unit, error))
      .finally(() => {
        unit.busy = false;
        working.delete(ended);
        pump();
      });
    working.add(ended);
  }

  /** What was bought is in the ledger; what is wrong with one shot stops no other. */
  function endByError(unit: ClipUnit, error: unknown): void {
    // Nothing was ordered: what was set aside for it is free for others.
    if (unit.jobId === null) unit.allottedPico = 0n;
    state.end(unit, unit.job && !isTerminal(unit.job.status) ? 'under_way' : unit.jobId ? 'failed' : 'not_bought', {
      code: 'error',
      message: error instanceof Error ? error.message : String(error),
    });
    if (isOfLedger(error)) state.stopped ??= 'ledger';
  }

  async function takeUp(unit: ClipUnit): Promise<void> {
    try {
      const task = await takeUpClip(state, unit);
      if (task) work(unit, task);
    } catch (error) {
      // Without its job it is not known whether it was bought: the ledger could not be read, and nothing can go on.
      if (unit.job === null || isOfLedger(error)) throw error;
      endByError(unit, error);
    }
  }

  state.onRoom = pump;
  const onInterrupt = () => {
    state.stopped ??= 'interrupt';
    pump();
  };
  const takeBack = onAbort(signal, onInterrupt);
  if (signal?.aborted) state.stopped = 'interrupt';
  try {
    for (const unit of units) await takeUp(unit);
    await state.noteBooked();
    isTakenUp = true;
    state.tell(null);
    pump();
    await finished;
    // What waited for room when the batch was stopped was never sent: its reservation goes back.
    const unsent = units.filter(({ whyNot, jobId }) => whyNot?.code === 'stopped' && jobId !== null);
    await Promise.allSettled(unsent.map(({ jobId }) => jobs.resume(jobId!)));
  } catch (error) {
    // Another process may start the batch as soon as it is told: by then nothing of it is at work here.
    broken.abort();
    await Promise.all(working);
    throw error;
  } finally {
    takeBack();
    alarm.clear();
  }
  const clips = units.map(resultOfUnit);
  return {
    name: plan.name,
    clips,
    billedUsd: usdFromPico(clips.reduce((sum, { job }) => sum + picoFromUsd(job?.billedUsd ?? '0'), 0n)),
    committedUsd: usdFromPico(budget.committedPico()),
    detached: signal?.aborted ?? false,
    refusals: state.refusals,
    limits: limiter.limits(),
  };
}

/** The clip that this one goes on from. */
function beforeOf({ firstTakes }: BatchState, { planned: { continues } }: ClipUnit): ClipUnit | undefined {
  return continues === null ? undefined : firstTakes.get(continues.shot);
}

/** The ledger cannot be written: nothing more may be bought. */
function isOfLedger(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'not_recorded';
}
