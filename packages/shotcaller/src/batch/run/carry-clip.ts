import { join } from 'node:path';
import { type Attempt, isAtRest, isUnsent } from '../../jobs/job.ts';
import { decisiveAttempt, resultOf } from '../../jobs/job-result.ts';
import { lostJob } from '../../jobs/no-such-job.ts';
import type { ProgressEvent } from '../../jobs/steps/step-context.ts';
import { onAbort } from '../../outbound/on-abort.ts';
import { providerOf } from '../plan/forecast.ts';
import type { BatchState } from './batch-state.ts';
import { type ClipState, clipStateOf, orderedOf } from './clip-result.ts';
import { type ClipUnit, fileNameOf } from './clip-unit.ts';
import { putInPlace } from './put-in-place.ts';

/** Brings the job of a clip to its end, unless the service has no room: then it waits for its turn. */
export async function carryClip(state: BatchState, unit: ClipUnit): Promise<void> {
  const { signal } = state.options;
  let refusedUntilMs: number | null;
  do {
    refusedUntilMs = await carryOnce(state, unit);
    // Let go of for its turn, and yet sent: its next try had begun already.
  } while (refusedUntilMs !== null && !signal?.aborted && (await isUnderWay(state, unit)));
  if (!(await judgeClip(state, unit, signal?.aborted ?? false))) return;
  state.leave(unit, 'ended');
  unit.state = 'waiting';
  unit.sinceMs = null;
  unit.notBeforeMs = refusedUntilMs ?? state.parts.clock.now();
  state.tell(unit);
}

/** Answers when the service was to be asked again, if it had no room; `null`: it had, or nobody knows. */
async function carryOnce(state: BatchState, unit: ClipUnit): Promise<number | null> {
  const { jobs, clock } = state.parts;
  const { signal } = state.options;
  const turn = new AbortController();
  const stop = () => turn.abort();
  const takeBack = onAbort(signal, stop);
  if (signal?.aborted) stop();
  let refusedUntilMs: number | null = null;
  const onProgress = (event: ProgressEvent) => {
    if (event.kind !== 'state') return;
    const { attempt } = event;
    const { reason } = attempt;
    unit.model = attempt.model;
    countFor(state, unit, providerOf(attempt.model));
    if (attempt.state === 'reserved' && reason?.code === 'no_capacity') {
      const of = isOfAccount(reason) ? 'account' : 'provider';
      refusedUntilMs = attempt.nextAt === null ? clock.now() : Date.parse(attempt.nextAt);
      state.refusals += 1;
      unit.place?.refused({ of, retryAfterMs: refusedUntilMs - clock.now() }, clock.now());
      turn.abort();
      return;
    }
    followClip(state, unit, attempt);
  };
  try {
    await jobs.carry(unit.jobId!, { signal: turn.signal, onProgress });
  } finally {
    takeBack();
  }
  return refusedUntilMs;
}

/** A further attempt may go to another provider, and then counts against that one's limit. */
function countFor({ limiter }: BatchState, unit: ClipUnit, provider: string): void {
  if (unit.provider === provider) return;
  unit.provider = provider;
  if (!unit.place) return;
  unit.place.leave('ended');
  unit.place = limiter.enter(provider);
}

function isOfAccount(reason: { readonly httpStatus: number; readonly limitSource: string | null }): boolean {
  return reason.httpStatus === 402 || (reason.limitSource?.startsWith('openrouter') ?? false);
}

async function isUnderWay({ parts }: BatchState, { jobId }: ClipUnit): Promise<boolean> {
  const found = await parts.jobs.find(jobId!);
  return found?.attempts.some((attempt) => !isUnsent(attempt) && !isAtRest(attempt)) ?? false;
}

/** What a move of the attempt tells of the clip. */
export function followClip(state: BatchState, unit: ClipUnit, attempt: Attempt): void {
  const next = stateWords[attempt.state];
  if (attempt.state === 'submitted') {
    unit.sinceMs = state.parts.clock.now();
    unit.place?.accepted();
  }
  // The service has made it: there is room for another one.
  if (attempt.state === 'downloading') state.leave(unit, 'completed');
  if (next !== undefined && next !== unit.state) {
    unit.state = next;
    state.tell(unit);
  }
  state.onRoom();
}

const stateWords: Partial<Record<Attempt['state'], ClipState>> = {
  submitting: 'submitting',
  submitted: 'generating',
  running: 'generating',
  downloading: 'downloading',
};

/** What has become of the job. `true`: it is still to be sent. */
export async function judgeClip(state: BatchState, unit: ClipUnit, detached: boolean): Promise<boolean> {
  const { jobs, service } = state.parts;
  const found = await jobs.find(unit.jobId!);
  if (!found) throw lostJob(unit.jobId!);
  const result = resultOf(found.job, found.attempts);
  const ledger = await jobs.ledger();
  const booked = await ledger.bookedPico({ service, jobId: result.id });
  unit.job = result;
  unit.ordered = orderedOf(decisiveAttempt(found.attempts));
  unit.model = result.model;
  const { status } = result;
  const waits = status === 'reserved' || status === 'planned';
  if (!waits) unit.allottedPico = booked;
  if (waits && !detached) return true;
  const [delivered = null] = result.files;
  if (status === 'done') {
    const { outFolder, keepsAsJobs } = state.options;
    unit.file = keepsAsJobs ? delivered : await putInPlace(delivered, join(outFolder, fileNameOf(unit.planned)));
  }
  // Another process has spent of the same budget.
  if (result.reason?.code === 'over_budget' && result.reason.cap === 'batch') {
    await state.noteBooked();
  }
  const ended = clipStateOf(status, found.attempts);
  if (status === 'done' && delivered && !unit.file) {
    state.end(unit, ended, { code: 'file_gone', jobId: result.id, path: delivered.path });
  } else if (ended !== 'not_bought') state.end(unit, ended);
  else if (waits) state.end(unit, ended, { code: 'stopped', because: 'interrupt' });
  else state.end(unit, ended, result.reason ? { code: 'refused', reason: result.reason } : { code: 'request_refused' });
  return false;
}
