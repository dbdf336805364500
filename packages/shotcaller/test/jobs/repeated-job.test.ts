import { describe, expect, test } from 'vitest';
import type { Attempt, Job, Receipt } from '../../src/jobs/job.ts';
import type { Dedupe, JobWithAttempts } from '../../src/jobs/records/job-records.ts';
import { repeatedJob, twinWindowMs } from '../../src/jobs/repeated-job.ts';
import { sampleAttempt, sampleJob, sampleReceipt } from './sample-job.ts';

const receivedAtMs = Date.parse('2026-11-22T10:00:00.000Z');

/** A job that came in over the gateway and is being made; its answer is still out. */
function received(
  id: string,
  receipt: Partial<Receipt> = {},
  {
    job = {},
    attempts = [{ state: 'running', remoteId: 'remote-1' }],
  }: { job?: Partial<Job>; attempts?: readonly Partial<Attempt>[] } = {},
): JobWithAttempts {
  return {
    job: sampleJob({ id, receipt: sampleReceipt({ receivedAtMs, ...receipt }), ...job }),
    attempts: attempts.map((attempt) => sampleAttempt({ jobId: id, ...attempt })),
  };
}

const byBody = (afterMs: number): Dedupe => ({
  by: 'body',
  hash: 'body-1',
  sinceMs: receivedAtMs - 3_600_000,
  arrivedAtMs: receivedAtMs + afterMs,
  isReceivedHere: (jobId) => jobId !== 'elsewhere',
});

const delivered = (afterMs: number): Partial<Receipt> => ({
  answer: 'delivered',
  answeredAtMs: receivedAtMs + afterMs,
});

const neverSubmitted: Partial<Attempt> = { state: 'cancelled', reason: { code: 'never_submitted' } };
const refused: Partial<Attempt> = { state: 'refused' };
const failed: Partial<Attempt> = { state: 'failed', reason: { code: 'job_failed', message: null } };
const mayFallBackOnce: Partial<Job> = { options: { ...sampleJob({ id: 'a' }).options, fallback: 1 } };
const concluded: Partial<Job> = { concludedAt: '2026-11-22T10:05:00.000Z' };

describe('By an equal body a submit', () => {
  test.each<[string, JobWithAttempts, number, 'repeat' | 'answer_pending' | undefined]>([
    ['waits while the first answer is out and both may be meant', received('a'), twinWindowMs - 1, 'answer_pending'],
    ['repeats one whose answer is out for longer than twins come apart', received('a'), twinWindowMs, 'repeat'],
    ['repeats one whose answer was lost, however soon it comes', received('a', { answer: 'lost' }), 0, 'repeat'],
    ['repeats one that was answered before it came', received('a', delivered(50)), 50, 'repeat'],
    ['is a twin of one that was answered after it came', received('a', delivered(51)), 50, undefined],
    ['repeats one that was answered, much later', received('a', delivered(50)), 3_000_000, 'repeat'],
    ['repeats at once one whose answer is out at another gateway', received('elsewhere'), 0, 'repeat'],
    ['repeats one of another gateway whose clock is ahead', received('elsewhere', delivered(50)), -5000, 'repeat'],
    [
      'is a new order once another gateway has handed the file over',
      received('elsewhere', { ...delivered(50), handedOver: true }),
      900,
      undefined,
    ],
    [
      'is a new order once the file was handed over',
      received('a', { ...delivered(50), handedOver: true }),
      900,
      undefined,
    ],
    [
      'repeats one that is done and was not fetched',
      received('a', delivered(50), { job: concluded, attempts: [{ state: 'done' }] }),
      900,
      'repeat',
    ],
    [
      'is a new order once the job failed',
      received('a', delivered(50), { job: concluded, attempts: [failed] }),
      900,
      undefined,
    ],
    [
      'repeats one that failed and will be tried on another model',
      received('a', delivered(50), { job: mayFallBackOnce, attempts: [failed] }),
      900,
      'repeat',
    ],
    [
      'is a new order when nothing was bought',
      received('a', delivered(50), { attempts: [refused, neverSubmitted] }),
      900,
      undefined,
    ],
    [
      'repeats one whose outcome is not known',
      received('a', delivered(50), { attempts: [{ state: 'unknown' }] }),
      900,
      'repeat',
    ],
    [
      'repeats none that did not come in over the gateway',
      received('a', {}, { job: { receipt: null } }),
      900,
      undefined,
    ],
  ])('%s', (_name, found, afterMs, expected) => {
    expect(repeatedJob([found], byBody(afterMs))?.kind).toBe(expected);
  });

  test('finds twins again one by one when both answers were lost, the older first', () => {
    const twins = (olderRepeats: number) => [
      received('younger', { answer: 'lost', receivedAtMs: receivedAtMs + 1 }),
      received('older', { answer: 'lost', repeats: olderRepeats }),
    ];
    expect(repeatedJob(twins(0), byBody(5000))?.job.id).toBe('older');
    expect(repeatedJob(twins(1), byBody(5000))?.job.id).toBe('younger');
  });

  test('takes the job that certainly is the same before it waits for one that may be', () => {
    const found = [received('out', { receivedAtMs: receivedAtMs + 500 }), received('lost', { answer: 'lost' })];
    expect(repeatedJob(found, byBody(600))).toMatchObject({ kind: 'repeat', job: { id: 'lost' } });
  });

  test('repeats nothing where nothing was found', () => {
    expect(repeatedJob([], byBody(0))).toBeUndefined();
  });
});

describe('By its key a submit', () => {
  const byKey: Dedupe = { by: 'key', key: 'k' };
  const keyed = (fingerprint: string, ...attempts: readonly Partial<Attempt>[]) =>
    received('a', { handedOver: true }, { job: { fingerprint, key: 'k', ...concluded }, attempts });

  test.each<[string, JobWithAttempts, string | undefined, boolean]>([
    ['repeats the job for ever, handed over or not', keyed('f', { state: 'done' }), 'f', true],
    ['repeats a job that failed after it was bought', keyed('f', failed), 'f', true],
    ['repeats a job whose outcome is not known', keyed('f', { state: 'unknown' }), 'f', true],
    ['is a new order when nothing was bought', keyed('f', refused, neverSubmitted), 'f', false],
    ['is told the first job when it orders something else', keyed('f', { state: 'done' }), 'g', true],
    ['is told the first job when it orders something else, bought or not', keyed('f', refused), 'g', true],
    ['is compared with no fingerprint of version 1', keyed('v1:f', refused), 'g', false],
    ['is a new order when nothing was bought and nothing is compared', keyed('f', refused), undefined, false],
  ])('%s', (_name, found, fingerprint, isRepeat) => {
    expect(repeatedJob([found], byKey, fingerprint)).toEqual(isRepeat ? { kind: 'repeat', job: found.job } : undefined);
  });
});
