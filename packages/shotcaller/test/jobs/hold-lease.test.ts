import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Ledger } from '../../src/jobs/ledger.ts';
import { noCheckpoint } from '../../src/jobs/steps/checkpoint.ts';
import { holdLease } from '../../src/jobs/steps/hold-lease.ts';
import { openLedger } from '../../src/jobs/stores/open.ts';
import { at, sampleAttempt, sampleJob } from './sample-job.ts';

const leaseMs = 30_000;

/** A ledger with one attempt of worker `me`, and a clock that the test sets. */
async function downloading() {
  const home = await mkdtemp(join(tmpdir(), 'shotcaller-lease-'));
  const ledger = await openLedger({ home, now: at });
  onTestFinished(async () => {
    await ledger.close();
    await rm(home, { recursive: true, force: true });
  });
  const attempt = sampleAttempt({ state: 'downloading', leaseUntil: new Date(Date.parse(at) + leaseMs).toISOString() });
  await ledger.openJob({ job: sampleJob(), attempt, dedupe: null, body: '{}' });
  let nowMs = Date.parse(at);
  let wake: () => void = () => undefined;
  let slept: () => void = () => undefined;
  const clock = {
    now: () => nowMs,
    sleep: (durationMs: number, { signal }: { signal?: AbortSignal } = {}) =>
      new Promise<void>((resolve, reject) => {
        wake = () => {
          nowMs += durationMs;
          resolve();
        };
        signal?.addEventListener('abort', () => reject(signal.reason));
        slept();
      }),
  };
  const context = {
    ledger,
    clock,
    random: () => 0.5,
    service: attempt.service,
    worker: 'me',
    isWorkerGone: () => false,
    leaseMs,
    caps: () => ({}),
    checkpoint: noCheckpoint,
    tell: () => undefined,
  };
  /** Lets the time of one sleep pass, and whatever happens until the next. */
  const pass = () =>
    new Promise<void>((resolve) => {
      slept = resolve;
      wake();
    });
  return { ledger, attempt, context, pass, now: () => nowMs };
}

const leaseEnd = async (ledger: Ledger) => Date.parse((await ledger.attempt('job-1'))?.leaseUntil ?? '');

test('a step that lasts longer than a lease keeps it, and its version', async () => {
  const { ledger, attempt, context, pass, now } = await downloading();
  const answer = await holdLease(context, attempt, new AbortController().signal, async (held) => {
    for (let sleeps = 0; sleeps < 10; sleeps += 1) {
      await pass();
      expect(await leaseEnd(ledger)).toBe(now() + leaseMs);
    }
    expect(held.aborted).toBe(false);
    return attempt;
  });
  expect(answer).toBe(attempt);
  expect((await ledger.attempt('job-1'))?.version).toBe(1);
});

test('a step whose attempt another process has taken over is ended, and says nothing', async () => {
  const { ledger, attempt, context, pass } = await downloading();
  const answer = await holdLease(context, attempt, new AbortController().signal, async (held) => {
    const by = { at, by: 'other', event: { what: 'taken_over' } } as const;
    await ledger.apply({ attemptId: attempt.id, version: 1, change: { worker: 'other' }, ...by });
    const ended = new Promise((_, reject) => held.addEventListener('abort', () => reject(held.reason)));
    void pass();
    await ended;
    return attempt;
  });
  expect(answer).toBeUndefined();
});

test('a step that fails by itself, or is let go, fails as before', async () => {
  const { attempt, context } = await downloading();
  const letGo = new AbortController();
  const fail = async () => Promise.reject(new Error('the disk is full'));
  await expect(holdLease(context, attempt, letGo.signal, fail)).rejects.toThrow('the disk is full');
  letGo.abort(new Error('let go'));
  const stop = async (held: AbortSignal) => Promise.reject(held.reason);
  await expect(holdLease(context, attempt, letGo.signal, stop)).rejects.toThrow('let go');
});
