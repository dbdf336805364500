import { expect, test } from 'vitest';
import type { Attempt } from '../../src/jobs/job.ts';
import { nextStep } from '../../src/jobs/steps/next-step.ts';
import { sampleAttempt } from './sample-job.ts';

const now = '2026-11-22T10:00:30.000Z';
const later = '2026-11-22T10:05:00.000Z';
const past = '2026-11-22T10:00:00.000Z';
const mine: Partial<Attempt> = { worker: 'me', leaseUntil: later };
const theirs: Partial<Attempt> = { worker: 'you', leaseUntil: later };

test.each<[string, Partial<Attempt>, unknown]>([
  ['planned: submit, which reserves', { state: 'planned', ...mine }, { kind: 'submit' }],
  ['reserved: submit', { state: 'reserved', ...mine }, { kind: 'submit' }],
  ['reserved, to be sent again later: wait', { state: 'reserved', ...mine, nextAt: later }, wait(later, 'not_due')],
  ['submitting, under a lease: wait, even for its worker', { state: 'submitting', ...mine }, wait(later, 'leased')],
  [
    'submitting, lease over: the outcome is unknown',
    { state: 'submitting', leaseUntil: past },
    { kind: 'mark_unknown' },
  ],
  [
    'submitting, worker dead: the outcome is unknown',
    { state: 'submitting', worker: 'dead', leaseUntil: later },
    { kind: 'mark_unknown' },
  ],
  ['submitting, no worker: the outcome is unknown', { state: 'submitting', worker: null }, { kind: 'mark_unknown' }],
  ['submitted, due: poll', { state: 'submitted', ...mine, nextAt: past }, { kind: 'poll' }],
  ['submitted, not due: wait', { state: 'submitted', ...mine, nextAt: later }, wait(later, 'not_due')],
  ['running, held by another process: wait', { state: 'running', ...theirs }, wait(later, 'leased')],
  ['running, the other one is dead: poll', { state: 'running', worker: 'dead', leaseUntil: later }, { kind: 'poll' }],
  ['running, the other lease is over: poll', { state: 'running', worker: 'you', leaseUntil: past }, { kind: 'poll' }],
  ['running, let go: poll', { state: 'running', worker: null, leaseUntil: null }, { kind: 'poll' }],
  [
    'running, past its deadline and seen running after it: give up watching',
    { state: 'running', ...mine, deadlineAt: past, lastPendingAt: past },
    { kind: 'give_up' },
  ],
  [
    'running, past its deadline and last seen before it: look once more',
    { state: 'running', ...mine, deadlineAt: past, lastPendingAt: '2026-11-22T09:59:59.999Z', nextAt: later },
    { kind: 'poll' },
  ],
  [
    'submitted, past its deadline and never looked at: look',
    { state: 'submitted', ...mine, deadlineAt: past, nextAt: later },
    { kind: 'poll' },
  ],
  [
    'running, the last look failed: wait a moment for the next',
    { state: 'running', ...mine, deadlineAt: past, pollErrors: 1, nextAt: '2026-11-22T10:00:32.000Z' },
    wait('2026-11-22T10:00:32.000Z', 'not_due'),
  ],
  [
    'running, told before the deadline to come back long after it: look now',
    { state: 'running', ...mine, deadlineAt: past, pollErrors: 1, nextAt: later },
    { kind: 'poll' },
  ],
  [
    'downloading, past its deadline and tried: give up',
    { state: 'downloading', ...mine, deadlineAt: past, downloadTries: 1 },
    { kind: 'give_up' },
  ],
  [
    'running, deadline before the next poll: wait for the deadline',
    { state: 'running', ...mine, nextAt: later, deadlineAt: '2026-11-22T10:01:00.000Z' },
    wait('2026-11-22T10:01:00.000Z', 'not_due'),
  ],
  [
    'running, the clock put back by an hour since the last poll: poll',
    { state: 'running', ...mine, lastPendingAt: '2026-11-22T11:00:00.000Z', nextAt: '2026-11-22T11:00:30.000Z' },
    { kind: 'poll' },
  ],
  ['planned has no deadline', { state: 'planned', ...mine, deadlineAt: past }, { kind: 'submit' }],
  ['downloading: download', { state: 'downloading', ...mine }, { kind: 'download' }],
  ['unknown: nothing', { state: 'unknown' }, { kind: 'rest' }],
  ['gave up: nothing', { state: 'gave_up_watching' }, { kind: 'rest' }],
  ['not fetched: nothing', { state: 'not_fetched' }, { kind: 'rest' }],
  ...(['done', 'refused', 'failed', 'expired', 'cancelled'] as const).map(
    (state): [string, Partial<Attempt>, unknown] => [`${state}: nothing`, { state, worker: 'dead' }, { kind: 'rest' }],
  ),
])('%s', (_name, change, step) => {
  const asking = { nowMs: Date.parse(now), worker: 'me', isWorkerGone: (worker: string) => worker === 'dead' };
  expect(nextStep(sampleAttempt(change), asking)).toEqual(step);
});

function wait(until: string, why: string) {
  return { kind: 'wait', untilMs: Date.parse(until), why };
}
