import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { noPostgres } from '../../../../tests/needs.ts';
import { systemClock } from '../../src/clock.ts';
import type { Attempt } from '../../src/jobs/job.ts';
import type { JobEvent } from '../../src/jobs/job-event.ts';
import type { Ledger, Move } from '../../src/jobs/ledger.ts';
import { createDatabaseClock } from '../../src/jobs/stores/database-clock.ts';
import { type PostgresServer, startPostgres } from './postgres-server.ts';
import { at, sampleAttempt, sampleJob, sampleReceipt } from './sample-job.ts';
import { twoLedgers } from './two-ledgers.ts';

let postgres: PostgresServer | undefined;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shotcaller-processes-'));
  postgres = await startPostgres();
});

afterAll(async () => {
  await postgres?.stop();
  await rm(folder, { recursive: true, force: true });
});

const service = 'https://openrouter.ai';
const later = (durationMs: number) => new Date(Date.parse(at) + durationMs).toISOString();

describe.each(['sqlite', 'postgres'] as const)('a ledger in %s that several processes share', (kind) => {
  beforeEach((context) => {
    if (kind === 'postgres' && !postgres) context.skip(noPostgres);
  });

  const twoHandles = () => twoLedgers(folder, kind === 'postgres' ? postgres : undefined);

  /** A job that a gateway took, with one attempt. */
  async function record(ledger: Ledger, id: string, change: Partial<Attempt> = {}, isOfGateway = true): Promise<void> {
    await ledger.openJob({
      job: sampleJob({ id, ...(isOfGateway && { receipt: sampleReceipt() }) }),
      attempt: sampleAttempt({ id, jobId: id, ...change }),
      dedupe: null,
      body: '{}',
    });
  }

  const abandoned = (ledger: Ledger, now: string) =>
    ledger.abandonedJobIds({ service, at: now, endedBefore: now, limit: 10 });

  test('a job is abandoned once its step is due and nobody holds it, and only one that a gateway took', async () => {
    const [ledger] = await twoHandles();
    await record(ledger, 'held');
    await record(ledger, 'free', { worker: null, leaseUntil: null });
    await record(ledger, 'later', { worker: null, leaseUntil: null, nextAt: later(30_000) });
    await record(ledger, 'of-a-person', { worker: null, leaseUntil: null }, false);
    await record(ledger, 'in-doubt', { state: 'unknown', worker: null, leaseUntil: null });
    expect(await abandoned(ledger, at)).toEqual(['free']);
    expect(await abandoned(ledger, later(30_000))).toEqual(['free', 'later']);
    expect(await abandoned(ledger, later(60_000))).toEqual(['free', 'held', 'later']);
  });

  test('a job whose process died between two attempts is abandoned, until it is concluded', async () => {
    const [ledger] = await twoHandles();
    await record(ledger, 'refused', { state: 'refused', worker: null, leaseUntil: null, endedAt: later(1000) });
    expect(await abandoned(ledger, at)).toEqual([]);
    expect(await abandoned(ledger, later(1000))).toEqual(['refused']);
    await ledger.concludeJob('refused', later(2000));
    expect(await abandoned(ledger, later(3000))).toEqual([]);
  });

  test('a lease is renewed under the same version by its worker alone', async () => {
    const [ledger] = await twoHandles();
    await record(ledger, 'a');
    expect(await ledger.renewLease({ attemptId: 'a', worker: 'other', until: later(90_000) })).toBe(false);
    expect(await ledger.renewLease({ attemptId: 'a', worker: 'me', until: later(120_000) })).toBe(true);
    expect(await ledger.attempt('a')).toMatchObject({ version: 1, leaseUntil: later(120_000) });
  });

  test('of many that take one webhook call, one has it', async () => {
    const handles = await twoHandles();
    const nextAtMs = Date.parse(at);
    await handles[0].oweWebhook({
      id: 'a-completed',
      jobId: 'a',
      service,
      url: 'https://example.com/hook',
      body: '{}',
      state: 'waiting',
      tries: 0,
      nextAtMs,
      lastError: null,
      firstAtMs: nextAtMs,
      lastAtMs: nextAtMs,
    });
    const claim = { id: 'a-completed', nextAtMs, untilMs: nextAtMs + 30_000 };
    const taken = await Promise.all(
      Array.from({ length: 20 }, (_, number) => handles[number % 2]!.claimWebhook(claim)),
    );
    expect(taken.filter((isMine) => isMine)).toHaveLength(1);
    const [owed] = await handles[1].webhooks({ service, state: 'waiting', limit: 1 });
    expect(owed?.nextAtMs).toBe(claim.untilMs);
  });

  test('one hears of the moves of the other, in the order of their versions', async () => {
    const [mine, other] = await twoHandles();
    const heard: Move[] = [];
    let resolve: () => void = () => undefined;
    const whole = new Promise<void>((done) => {
      resolve = done;
    });
    const stop = await mine.listen({
      onMove(move) {
        heard.push(move);
        if (heard.length === 3) resolve();
      },
      onGap: () => undefined,
    });
    await record(other, 'a');
    for (const version of [1, 2]) {
      const change = { change: {}, at, by: 'other', event: { what: 'taken_over' } } as const;
      await other.apply({ attemptId: 'a', version, ...change });
    }
    await whole;
    await stop();
    const of: readonly JobEvent[] = await mine.events({ jobId: 'a' });
    expect(heard).toEqual(of.map(({ attemptId, jobId, version, by, at }) => ({ attemptId, jobId, version, by, at })));
  });

  test('a clock that is wrong by minutes goes by the clock that all share, or by its own where there is none', async () => {
    const [ledger] = await twoHandles();
    const clock = createDatabaseClock({ ...systemClock, now: () => Date.now() - 200_000 });
    await clock.follow(ledger);
    const clockMs = clock.now();
    const behindMs = Date.now() - clockMs;
    if (kind === 'sqlite') expect(behindMs).toBeGreaterThanOrEqual(200_000);
    else expect(Math.abs(behindMs)).toBeLessThan(60_000);
  });
});
