import type { JobReason, JobReasonCode } from '@shotcaller/core';
import { describe, expect, test } from 'vitest';
import { mayFallBack } from '../../src/choice/may-fall-back.ts';
import type { Attempt } from '../../src/jobs/job.ts';
import { nextAttempt } from '../../src/jobs/steps/next-attempt.ts';
import { sampleAttempt } from './sample-job.ts';

/** Only the arguments that the rule reads. */
const because = (code: JobReasonCode, given: object = {}) => ({ code, ...given }) as JobReason;

const refused = (reason: Record<string, unknown>): Partial<Attempt> => ({
  state: 'refused',
  reason: because('request_refused', {
    providerName: null,
    errorType: null,
    moderationReasons: [],
    availabilityCode: null,
    ...reason,
  }),
});

describe('another model may not share the reason', () => {
  test.each<[string, Partial<Attempt>, boolean]>([
    [
      'failed at the provider',
      { state: 'failed', reason: because('job_failed', { message: 'Provider returned error' }) },
      true,
    ],
    [
      'failed by moderation',
      { state: 'failed', reason: because('job_failed', { message: 'Content policy violation' }) },
      true,
    ],
    [
      'failed because of the picture',
      { state: 'failed', reason: because('job_failed', { errorCode: 'invalid_image' }) },
      false,
    ],
    ['paid for, the file lost', { state: 'failed', reason: because('content_gone') }, false],
    ['expired', { state: 'expired', reason: because('job_expired') }, true],
    ['cancelled upstream', { state: 'cancelled', reason: because('job_cancelled') }, false],
    ['no capacity after all repeats', { state: 'refused', reason: because('no_capacity', { httpStatus: 429 }) }, true],
    ['529 overloaded', refused({ httpStatus: 529 }), true],
    ['503 without capacity', refused({ httpStatus: 503 }), true],
    ['400 bad request', refused({ httpStatus: 400 }), false],
    ['401 key', refused({ httpStatus: 401 }), false],
    ['402 no credit', refused({ httpStatus: 402, limitSource: 'openrouter_credits' }), false],
    ['403 by the provider', refused({ httpStatus: 403, providerName: 'p', moderationReasons: ['violence'] }), true],
    ['403 by the account guardrail', refused({ httpStatus: 403 }), false],
    ['404 nobody serves it any more', refused({ httpStatus: 404, availabilityCode: 'no_endpoints' }), true],
    ['404 by privacy settings', refused({ httpStatus: 404, availabilityCode: 'privacy_restricted' }), false],
    ['413 too large', refused({ httpStatus: 413 }), false],
    ['over budget', { state: 'refused', reason: because('over_budget') }, false],
    ['no price under a cap', { state: 'refused', reason: because('price_unknown_with_cap') }, false],
    ['no connection', { state: 'refused', reason: because('not_sent') }, false],
    ['done', { state: 'done', reason: null }, false],
    ['unknown', { state: 'unknown', reason: because('submit_outcome_unknown') }, false],
  ])('%s', (_name, change, expected) => {
    expect(mayFallBack(sampleAttempt(change))).toBe(expected);
  });
});

describe('the next attempt', () => {
  const one: Partial<Attempt> = { model: 'a/one' };
  const two: Partial<Attempt> = { model: 'b/two', number: 2 };
  const failed: Partial<Attempt> = { state: 'failed', reason: because('job_failed') };
  const plan = (...exclude: string[]) => ({ kind: 'plan', exclude });
  const stop = { kind: 'stop' };
  const conclude = { kind: 'conclude' };

  test.each<[string, readonly Partial<Attempt>[], number, boolean, unknown]>([
    ['done', [{ ...one, state: 'done' }], 3, false, conclude],
    ['failed, none allowed', [{ ...one, ...failed }], 0, false, conclude],
    ['failed, one allowed', [{ ...one, ...failed }], 1, false, plan('a/one')],
    [
      'failed twice, one allowed',
      [
        { ...one, ...failed },
        { ...two, ...failed },
      ],
      1,
      false,
      conclude,
    ],
    [
      'failed twice, two allowed',
      [
        { ...one, ...failed },
        { ...two, ...failed },
      ],
      2,
      false,
      plan('a/one', 'b/two'),
    ],
    ['refused for a reason all share', [{ ...one, ...refused({ httpStatus: 400 }) }], 3, false, conclude],
    ['unknown: it may still bill', [{ ...one, state: 'unknown' }], 3, false, stop],
    ['unknown, two bills allowed', [{ ...one, state: 'unknown' }], 1, true, plan('a/one')],
    ['unknown, two bills allowed, no fallback', [{ ...one, state: 'unknown' }], 0, true, stop],
    ['gave up: it may still bill', [{ ...one, state: 'gave_up_watching' }], 3, false, stop],
    ['gave up, two bills allowed', [{ ...one, state: 'gave_up_watching' }], 1, true, plan('a/one')],
    [
      'gave up with the bill paid: only its file is missing',
      [{ ...one, state: 'gave_up_watching', billedUsd: '1' }],
      1,
      true,
      stop,
    ],
    ['running', [{ ...one, state: 'running' }], 3, true, stop],
    [
      'first unknown, second failed',
      [
        { ...one, state: 'unknown' },
        { ...two, ...failed },
      ],
      2,
      true,
      plan('a/one', 'b/two'),
    ],
    [
      'first unknown, second done',
      [
        { ...one, state: 'unknown' },
        { ...two, state: 'done' },
      ],
      2,
      true,
      conclude,
    ],
    [
      'never submitted: whoever still wants it orders it again',
      [{ ...one, state: 'cancelled', reason: because('never_submitted') }],
      3,
      true,
      conclude,
    ],
    [
      'failed, and the second never submitted: it counts for nothing',
      [
        { ...one, ...failed },
        { ...two, state: 'cancelled', reason: because('never_submitted') },
      ],
      1,
      false,
      plan('a/one'),
    ],
  ])('%s', (_name, attempts, fallback, allowTwoBills, expected) => {
    expect(
      nextAttempt(
        attempts.map((attempt) => sampleAttempt(attempt)),
        { fallback, allowTwoBills },
      ),
    ).toEqual(expected);
  });
});
