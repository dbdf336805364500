import type { JobFile } from '../../jobs/job.ts';
import type { JobResult } from '../../jobs/job-result.ts';
import { modelOf, type PlannedClip } from '../plan/batch-plan.ts';
import { providerOf } from '../plan/forecast.ts';
import type { ClipOrder, ClipResult, ClipState, WhyNotBought } from './clip-result.ts';
import type { LimiterPlace } from './limiter.ts';

/** One clip of a batch that runs, and where it stands. */
export interface ClipUnit {
  readonly planned: PlannedClip;
  /** Whose limit it counts against: the planned model's, later that of the attempt. */
  provider: string;
  state: ClipState;
  model: string | null;
  jobId: string | null;
  job: JobResult | null;
  ordered: ClipOrder | null;
  file: JobFile | null;
  earlier: boolean;
  whyNot: WhyNotBought | null;
  sinceMs: number | null;
  notBeforeMs: number;
  /** Set aside for it, bill or upper price, in pico-dollars. */
  allottedPico: bigint;
  /** Its place among those being made; `null`: it has none. */
  place: LimiterPlace | null;
  busy: boolean;
}

/** A clip's result so far. */
export interface RunningClip extends ClipResult {
  readonly planned: PlannedClip;
  /** Since its submit; `null`: it is not being made. Milliseconds since 1970. */
  readonly sinceMs: number | null;
}

export function unitOf(planned: PlannedClip): ClipUnit {
  const model = modelOf(planned);
  return {
    planned,
    provider: providerOf(model ?? ''),
    state: 'waiting',
    model,
    jobId: null,
    job: null,
    ordered: null,
    file: null,
    earlier: false,
    whyNot: null,
    sinceMs: null,
    notBeforeMs: 0,
    allottedPico: 0n,
    place: null,
    busy: false,
  };
}

export function resultOfUnit({ planned, state, model, job, ordered, file, earlier, whyNot }: ClipUnit): ClipResult {
  return { shot: planned.shot, take: planned.take, state, model, job, ordered, file, earlier, whyNot };
}

export function runningClipOf(unit: ClipUnit): RunningClip {
  return { ...resultOfUnit(unit), planned: unit.planned, sinceMs: unit.sinceMs };
}

/** `shot-1.mp4`, `shot-1.take-2.mp4`. */
export function fileNameOf({ shot, take }: Pick<PlannedClip, 'shot' | 'take'>): string {
  return take === 1 ? `${shot}.mp4` : `${shot}.take-${take}.mp4`;
}
