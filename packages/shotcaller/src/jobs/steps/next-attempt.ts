import { mayFallBack } from '../../choice/may-fall-back.ts';
import { type Attempt, isTerminal, type Job, type JobOptions } from '../job.ts';

export type NextAttempt =
  /** Plan another model; `exclude` holds those that were tried. */
  | { readonly kind: 'plan'; readonly exclude: readonly string[] }
  /** An attempt may still bill or deliver: wait for it, buy nothing. */
  | { readonly kind: 'stop' }
  /** The job has come to its end. */
  | { readonly kind: 'conclude' };

/**
 * Whether a further attempt may be bought after these, in order. The whole rule of fallback. A job of which nothing was ever submitted
 * buys nothing more by itself: whoever still wants it orders it again.
 */
export function nextAttempt(
  attempts: readonly Attempt[],
  options: Pick<JobOptions, 'fallback' | 'allowTwoBills'>,
): NextAttempt {
  if (attempts.some((attempt) => attempt.state === 'done')) return { kind: 'conclude' };
  const tried = attempts.filter((attempt) => !wasNeverSubmitted(attempt));
  const exclude = tried.map((attempt) => attempt.model);
  const last = tried.at(-1);
  if (!last) return { kind: 'conclude' };

  const open = attempts.filter((attempt) => !isTerminal(attempt.state));
  if (open.length > 0) {
    // Nothing can be cancelled, so whoever goes on from here may pay twice, and must have said that they may.
    const lastIsStuck = last.state === 'unknown' || last.state === 'gave_up_watching';
    const mayGoOn =
      options.allowTwoBills &&
      open.every((attempt) => attempt.state === 'unknown' || attempt.state === 'gave_up_watching');
    const wouldHelp = (lastIsStuck && last.billedUsd === null) || mayFallBack(last);
    return mayGoOn && wouldHelp && tried.length <= options.fallback ? { kind: 'plan', exclude } : { kind: 'stop' };
  }
  return mayFallBack(last) && tried.length <= options.fallback ? { kind: 'plan', exclude } : { kind: 'conclude' };
}

/** The job itself is about to buy a further attempt, or to find that it cannot: until then its attempts look like its end, and are not. */
export function isFurtherAttemptDue(
  { concludedAt, options }: Pick<Job, 'concludedAt' | 'options'>,
  attempts: readonly Attempt[],
): boolean {
  return concludedAt === null && nextAttempt(attempts, options).kind === 'plan';
}

/** Given back before anything was sent, so it counts for nothing. */
export function wasNeverSubmitted({ state, reason }: Pick<Attempt, 'state' | 'reason'>): boolean {
  return state === 'cancelled' && reason?.code === 'never_submitted';
}
