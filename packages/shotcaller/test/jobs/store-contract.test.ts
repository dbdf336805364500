import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Plan, readBrief } from '@shotcaller/core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { noPostgres } from '../../../../tests/needs.ts';
import type { Attempt, Job, Receipt } from '../../src/jobs/job.ts';
import type { Ledger } from '../../src/jobs/ledger.ts';
import type { Caps } from '../../src/jobs/money/caps.ts';
import { reportOf } from '../../src/jobs/money/ledger-report.ts';
import { refundOf, settlementOf } from '../../src/jobs/money/money-entry.ts';
import type { NewReading } from '../../src/jobs/money/reading.ts';
import type { ClientKey } from '../../src/jobs/records/client-key-records.ts';
import type { Instance } from '../../src/jobs/records/instance-records.ts';
import type { Dedupe, JobOpening, Transition } from '../../src/jobs/records/job-records.ts';
import type { StoredVote } from '../../src/jobs/records/vote-records.ts';
import type { OwedWebhook } from '../../src/jobs/records/webhook-records.ts';
import type { SealedQuote } from '../../src/jobs/sealed-quote.ts';
import { openLedger, openMemoryLedger } from '../../src/jobs/stores/open.ts';
import { type PostgresServer, startPostgres } from './postgres-server.ts';
import { at, sampleAttempt, sampleJob, samplePrice, sampleReceipt } from './sample-job.ts';

let postgres: PostgresServer | undefined;
let folder: string;
const opened: Ledger[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shotcaller-ledger-'));
  postgres = await startPostgres();
});

afterEach(async () => {
  for (const ledger of opened.splice(0)) await ledger.close();
});

afterAll(async () => {
  await postgres?.stop();
  await rm(folder, { recursive: true, force: true });
});

let places = 0;

const service = 'https://openrouter.ai';
const elsewhere = 'https://simulator.invalid';
const atMs = Date.parse(at);
const later = (durationMs: number) => new Date(atMs + durationMs).toISOString();

/** A dollar, in pico-dollars. */
const dollar = 10n ** 12n;

/** What opens a job `id` with one attempt. */
function opening(
  id: string,
  {
    job = {},
    attempt = {},
    dedupe = null,
    body = '{"model":"m"}',
  }: {
    readonly job?: Partial<Job>;
    readonly attempt?: Partial<Attempt>;
    readonly dedupe?: Dedupe | null;
    readonly body?: string;
  } = {},
): JobOpening {
  const whole = sampleJob({ id, ...job });
  return {
    job: whole,
    dedupe,
    attempt: sampleAttempt({ id, jobId: id, service: whole.service, createdAt: whole.createdAt, ...attempt }),
    body,
  };
}

/** A clip of the batch `film`. */
const ofFilm = { options: { ...sampleJob({}).options, batch: { name: 'film' } } };

const byKey = (key: string): Dedupe => ({ by: 'key', key });

/** Moves job `id`'s first attempt from the version. */
function move(id: string, version: number, change: Partial<Transition> = {}): Transition {
  return {
    attemptId: id,
    version,
    change: { state: 'submitting', budgetDay: at.slice(0, 10) },
    at,
    by: 'me',
    event: { what: 'submitting', detail: { reservedUsd: '0.12' } },
    ...change,
  };
}

async function reserve(
  ledger: Ledger,
  id: string,
  pico: bigint | null,
  caps: Caps = {},
  change: Partial<Transition> = {},
) {
  const money = pico === null ? [] : [{ kind: 'reserve', pico } as const];
  return ledger.reserve(move(id, 1, { money, ...change }), pico, caps);
}

const neverSubmitted: Partial<Transition> = {
  change: { state: 'cancelled', reason: { code: 'never_submitted' } },
  event: { what: 'cancelled' },
};

function clientKey(name: string, change: Partial<ClientKey> = {}): ClientKey {
  return {
    name,
    owner: `${name}~1`,
    sha256: `hash of ${name}`,
    createdAt: at,
    revokedAt: null,
    admin: false,
    ...change,
  };
}

function webhook(id: string, change: Partial<OwedWebhook> = {}): OwedWebhook {
  return {
    id,
    jobId: id,
    service,
    url: 'https://example.com/hook',
    body: '{}',
    state: 'waiting',
    tries: 0,
    nextAtMs: atMs,
    lastError: null,
    firstAtMs: atMs,
    lastAtMs: atMs,
    ...change,
  };
}

describe.each(['sqlite', 'memory', 'postgres'] as const)('the ledger in %s', (kind) => {
  beforeEach((context) => {
    if (kind === 'postgres' && !postgres) context.skip(noPostgres);
  });

  /** Opens a new ledger; called twice with one place, the same ledger by a second handle, which one in memory has not. */
  async function place() {
    places += 1;
    const home = join(folder, String(places));
    if (kind === 'memory') {
      const ledger = await openMemoryLedger();
      opened.push(ledger);
      return async () => ledger;
    }
    const databaseUrl = kind === 'postgres' ? await postgres?.createDatabase() : undefined;
    return async (): Promise<Ledger> => {
      const ledger = await openLedger({ home, now: at, ...(databaseUrl !== undefined && { databaseUrl }) });
      opened.push(ledger);
      return ledger;
    };
  }

  async function open(): Promise<Ledger> {
    return (await place())();
  }

  async function twoHandles(): Promise<readonly [Ledger, Ledger]> {
    const openHere = await place();
    return [await openHere(), await openHere()];
  }

  describe('jobs and attempts', () => {
    test('gives back a job, its attempt and its request as they were recorded', async () => {
      const ledger = await open();
      expect(ledger.kind).toBe(kind === 'postgres' ? 'postgres' : 'sqlite');
      const job = sampleJob({
        id: 'job-1',
        key: 'k',
        owner: 'alice~1',
        receipt: sampleReceipt({ callbackUrl: 'https://example.com/hook' }),
        options: { ...sampleJob().options, maxUsd: '1.5', confirmUsd: '2', output: 'out/' },
        brief: readBrief({
          fields: { prompt: 'a mug "$picture"', durationSeconds: 5 },
          model: 'google/veo-3.1-lite',
          allowedModels: ['google/veo-3.1-lite'],
          preferences: { profile: 'fastAndCheap' },
        }),
      });
      const attempt = sampleAttempt({
        contentUrls: ['a', 'b'],
        reason: { code: 'over_budget', cap: 'day', limitUsd: '1', bookedUsd: '1', neededUsd: '1' },
        billKnown: false,
        nextAt: at,
      });
      expect(await ledger.openJob({ job, attempt, dedupe: byKey('k'), body: '{"model":"m"}' })).toEqual({
        kind: 'opened',
        job,
      });
      expect(await ledger.job('job-1')).toEqual(job);
      expect(await ledger.attempt('job-1')).toEqual(attempt);
      expect(await ledger.jobWithAttempts('job-1')).toEqual({ job, attempts: [attempt] });
      expect(await ledger.attemptsOfJob('job-1')).toEqual([attempt]);
      expect(await ledger.attemptByToken(attempt.correlationToken)).toEqual(attempt);
      expect(await ledger.requestBody('job-1')).toBe('{"model":"m"}');
      for (const nobody of [
        ledger.job('nobody'),
        ledger.attempt('nobody'),
        ledger.jobWithAttempts('nobody'),
        ledger.attemptByToken('nobody'),
        ledger.attemptByRemoteId(service, 'nobody'),
        ledger.requestBody('nobody'),
      ]) {
        expect(await nobody).toBeUndefined();
      }
      expect(await ledger.checkIntegrity()).toEqual([]);
    });

    test('gives many jobs with their attempts in the order in which they are asked, without those that are not there', async () => {
      const ledger = await open();
      const ids = Array.from({ length: 3 }, (_, number) => `job-${number}`);
      for (const id of ids) {
        await ledger.openJob({
          job: sampleJob({ id }),
          attempt: sampleAttempt({ id, jobId: id }),
          dedupe: null,
          body: '{}',
        });
      }
      const strangers = Array.from({ length: 1200 }, (_, number) => `nobody-${number}`);
      const found = await ledger.jobsWithAttempts(['job-2', ...strangers, 'job-0', 'job-1']);
      expect(found).toEqual(await Promise.all(['job-2', 'job-0', 'job-1'].map((id) => ledger.jobWithAttempts(id))));
      expect(found.map(({ attempts }) => attempts.map(({ id }) => id))).toEqual([['job-2'], ['job-0'], ['job-1']]);
      expect(await ledger.jobsWithAttempts([])).toEqual([]);
    });

    test('a write under the version that was read moves the attempt; a second one under the same version does not', async () => {
      const ledger = await open();
      await ledger.openJob(opening('job-1'));
      const moved = await ledger.apply(move('job-1', 1));
      expect(moved).toMatchObject({ state: 'submitting', version: 2, model: 'google/veo-3.1-lite' });
      expect(await ledger.apply(move('job-1', 1, neverSubmitted))).toBeUndefined();
      expect(await ledger.attempt('job-1')).toEqual(moved);
    });

    test('of fifty writers of one version over several connections, one wins', async () => {
      const openAgain = await place();
      const ledgers = [await openAgain(), await openAgain(), await openAgain(), await openAgain()];
      await ledgers[0]!.openJob(opening('job-1'));
      const answers = await Promise.all(
        Array.from({ length: 50 }, (_, number) =>
          ledgers[number % 4]!.apply(move('job-1', 1, { by: `writer ${number}` })),
        ),
      );
      expect(answers.filter((attempt) => attempt !== undefined)).toHaveLength(1);
      expect(await ledgers[0]!.events({ jobId: 'job-1' })).toHaveLength(2);
    });

    test('of many writes at once the one that fails leaves no trace, and the others are all there', async () => {
      const [ledger, other] = await twoHandles();
      const ids = Array.from({ length: 60 }, (_, n) => `job-${n}`);
      const outcomes = await Promise.allSettled(
        // One attempt's id is taken: its job must not stay behind without an attempt.
        ids.map((id, n) => {
          const attempt = { id: n === 30 ? 'job-29' : id, correlationToken: `token-${n}` };
          return ledger.openJob(opening(id, { attempt }));
        }),
      );
      const failed = outcomes.flatMap(({ status }, n) => (status === 'rejected' ? [`job-${n}`] : []));
      expect([['job-29'], ['job-30']]).toContainEqual(failed);
      const written = ids.filter((id) => !failed.includes(id));
      const { jobs } = await other.jobs({ service, limit: 100 });
      expect(jobs.map(({ job }) => job.id).sort()).toEqual(written.sort());
      expect(await other.job(failed[0]!)).toBeUndefined();
      expect(jobs.every(({ attempts }) => attempts.length === 1)).toBe(true);
    });

    test('what is written is seen by every handle as soon as the promise resolves', async () => {
      const [ledger, other] = await twoHandles();
      await Promise.all(
        Array.from({ length: 40 }, async (_, n) => {
          const id = `job-${n}`;
          await ledger.openJob(opening(id));
          expect((await other.attempt(id))?.state).toBe('planned');
          await ledger.apply(move(id, 1));
          expect((await other.attempt(id))?.state).toBe('submitting');
          await ledger.apply(move(id, 2, { change: { state: 'running' }, durable: false }));
          expect((await other.attempt(id))?.state).toBe('running');
        }),
      );
    });

    test('every move leaves an event: what, when, by whom, in order; a poll that finds nothing leaves none', async () => {
      const ledger = await open();
      await ledger.openJob(opening('job-1'));
      const { event: _, ...silent } = move('job-1', 2, { change: { polls: 1 } });
      await ledger.apply(move('job-1', 1));
      await ledger.apply(silent);
      await ledger.apply(
        move('job-1', 3, { at: later(1), by: 'you', change: { state: 'running' }, event: { what: 'running' } }),
      );
      const written = { attemptId: 'job-1', jobId: 'job-1', at, by: 'me' };
      expect(await ledger.events({ jobId: 'job-1' })).toEqual([
        {
          ...written,
          version: 1,
          what: 'planned',
          state: 'planned',
          detail: { model: 'google/veo-3.1-lite', requestHash: 'h1' },
        },
        { ...written, version: 2, what: 'submitting', state: 'submitting', detail: { reservedUsd: '0.12' } },
        { ...written, version: 4, what: 'running', state: 'running', detail: null, at: later(1), by: 'you' },
      ]);
      expect(await ledger.events({ jobId: 'job-1', limit: 1 })).toHaveLength(1);
      expect(await ledger.events({ jobId: 'another' })).toEqual([]);
    });

    test('a further attempt is recorded once, whoever else plans it', async () => {
      const [ledger, other] = await twoHandles();
      await ledger.openJob(opening('job-1'));
      const second = sampleAttempt({ id: 'job-1.2', number: 2 });
      const answers = await Promise.all([
        ledger.addAttempt(second, '{"a":1}'),
        other.addAttempt({ ...second, correlationToken: 'another' }, '{"b":2}'),
      ]);
      expect(answers.filter(Boolean)).toHaveLength(1);
      expect(await ledger.requestBody('job-1.2')).toBe(answers[0] ? '{"a":1}' : '{"b":2}');
      expect((await ledger.attemptsOfJob('job-1')).map(({ id }) => id)).toEqual(['job-1', 'job-1.2']);
    });

    test('an attempt is found by the id that its service gave, there and nowhere else, the newest first', async () => {
      const ledger = await open();
      const bought = { remoteId: 'remote-1', state: 'submitted' } as const;
      await ledger.openJob(opening('older', { attempt: bought }));
      await ledger.openJob(opening('newer', { attempt: bought, job: { createdAt: later(1) } }));
      await ledger.openJob(opening('there', { attempt: bought, job: { service: elsewhere, createdAt: later(2) } }));
      expect((await ledger.attemptByRemoteId(service, 'remote-1'))?.id).toBe('newer');
      expect((await ledger.attemptByRemoteId(elsewhere, 'remote-1'))?.id).toBe('there');
    });

    test('ended attempts are given newest first, those of one service', async () => {
      const ledger = await open();
      await ledger.openJob(opening('open'));
      await ledger.openJob(opening('failed', { attempt: { endedAt: at }, job: { createdAt: later(1) } }));
      await ledger.openJob(opening('fetching', { attempt: { completedAt: at }, job: { createdAt: later(2) } }));
      await ledger.openJob(opening('there', { attempt: { endedAt: at }, job: { service: elsewhere } }));
      const ended = async (limit: number) =>
        (await ledger.endedAttempts({ service, limit })).map(({ completedAt, endedAt }) => ({ completedAt, endedAt }));
      const [fetching, failed] = [
        { completedAt: at, endedAt: null },
        { completedAt: null, endedAt: at },
      ];
      expect(await ended(10)).toEqual([fetching, failed]);
      expect(await ended(1)).toEqual([fetching]);
    });

    test('a webhook call of the service is new once', async () => {
      const ledger = await open();
      expect(await ledger.rememberDelivery('job-completed', at)).toBe(true);
      expect(await ledger.rememberDelivery('job-completed', at)).toBe(false);
    });

    test('a webhook call of the service is remembered for a month', async () => {
      const ledger = await open();
      const after = (days: number) => new Date(Date.parse(at) + days * 86_400_000).toISOString();
      expect(await ledger.rememberDelivery('first', at)).toBe(true);
      expect(await ledger.rememberDelivery('second', after(2))).toBe(true);
      expect(await ledger.rememberDelivery('first', after(30))).toBe(false);
      expect(await ledger.rememberDelivery('third', after(31))).toBe(true);
      expect(await ledger.rememberDelivery('second', after(31))).toBe(false);
      expect(await ledger.rememberDelivery('first', after(31))).toBe(true);
    });

    if (kind !== 'memory') {
      test('opening it again keeps what is there, and many may open a new one at once', async () => {
        const openAgain = await place();
        const ledgers = await Promise.all(Array.from({ length: 5 }, openAgain));
        await ledgers[0]!.openJob(opening('job-1'));
        await ledgers[4]!.close();
        opened.splice(opened.indexOf(ledgers[4]!), 1);
        expect(await (await openAgain()).attempt('job-1')).toEqual(opening('job-1').attempt);
      });
    }
  });

  describe('equal submits', () => {
    test('a repeated key records nothing and returns the first job', async () => {
      const ledger = await open();
      const first = opening('job-1', { job: { key: 'k' }, dedupe: byKey('k') });
      await ledger.openJob(first);
      const repeat = { kind: 'repeat', job: first.job };
      expect(await ledger.openJob(opening('job-2', { job: { key: 'k' }, dedupe: byKey('k') }))).toEqual(repeat);
      expect(await ledger.findRepeat(service, '', byKey('k'))).toEqual(repeat);
      expect(await ledger.findRepeat(service, '', byKey('another'))).toBeUndefined();
      expect(await ledger.job('job-2')).toBeUndefined();
      expect(await ledger.attempt('job-2')).toBeUndefined();
    });

    test('the same key of another client key or at another service is another order', async () => {
      const ledger = await open();
      const orders = [{}, { owner: 'alice~1' }, { owner: 'bob~1' }, { service: elsewhere }];
      for (const [number, job] of orders.entries()) {
        const answer = await ledger.openJob(
          opening(`job-${number}`, { job: { key: 'k', ...job }, dedupe: byKey('k') }),
        );
        expect(answer.kind).toBe('opened');
      }
      expect(await ledger.findRepeat(service, 'bob~1', byKey('k'))).toMatchObject({ job: { id: 'job-2' } });
      expect(await ledger.findRepeat(elsewhere, '', byKey('k'))).toMatchObject({ job: { id: 'job-3' } });
    });

    test('a key whose job was never bought may be used again, each time as a new job', async () => {
      const ledger = await open();
      for (const id of ['job-1', 'job-2', 'job-3']) {
        const answer = await ledger.openJob(opening(id, { job: { key: 'k' }, dedupe: byKey('k') }));
        expect(answer).toMatchObject({ kind: 'opened', job: { id } });
        if (id !== 'job-3') await ledger.apply(move(id, 1, neverSubmitted));
      }
      expect(await ledger.findRepeat(service, '', byKey('k'))).toMatchObject({ kind: 'repeat', job: { id: 'job-3' } });
    });

    test('a key whose job was never bought still does not stand for another order', async () => {
      const ledger = await open();
      await ledger.openJob(opening('job-1', { job: { key: 'k' }, dedupe: byKey('k') }));
      await ledger.apply(move('job-1', 1, neverSubmitted));
      const other = opening('job-2', { job: { key: 'k', fingerprint: 'another' }, dedupe: byKey('k') });
      expect(await ledger.openJob(other)).toMatchObject({ kind: 'repeat', job: { id: 'job-1' } });
    });

    const byBody = (arrivedAtMs: number, windowMs = 60_000): Dedupe => ({
      by: 'body',
      hash: 'body-1',
      sinceMs: arrivedAtMs - windowMs,
      arrivedAtMs,
      isReceivedHere: () => true,
    });

    const received = (id: string, receivedAtMs: number, change: Partial<Receipt> = {}) =>
      opening(id, {
        job: { receipt: sampleReceipt({ bodyHash: 'body-1', receivedAtMs, ...change }) },
        dedupe: byBody(receivedAtMs),
      });

    test('the same body within the window is a repeat, until its file was handed over; outside it is a new order', async () => {
      const ledger = await open();
      await ledger.openJob(received('job-1', atMs));
      const repeatAt = async (arrivedAtMs: number, windowMs?: number) =>
        (await ledger.findRepeat(service, '', byBody(arrivedAtMs, windowMs)))?.kind;
      expect(await repeatAt(atMs + 100)).toBe('answer_pending');
      await ledger.changeReceipt('job-1', { answer: 'delivered', answeredAtMs: atMs + 200 });
      expect(await repeatAt(atMs + 199)).toBeUndefined();
      expect(await repeatAt(atMs + 200)).toBe('repeat');
      expect(await repeatAt(atMs + 60_000)).toBe('repeat');
      expect(await repeatAt(atMs + 60_001)).toBeUndefined();
      expect(await ledger.findRepeat(service, 'alice~1', byBody(atMs + 500))).toBeUndefined();
      expect(await ledger.findRepeat(elsewhere, '', byBody(atMs + 500))).toBeUndefined();
      await ledger.changeReceipt('job-1', { handedOver: true });
      expect(await repeatAt(atMs + 500)).toBeUndefined();
      expect((await ledger.openJob(received('job-2', atMs + 500))).kind).toBe('opened');
    });

    test('an order with a key is not repeated by the same body without one', async () => {
      const ledger = await open();
      await ledger.openJob(
        opening('job-1', {
          job: { key: 'k', receipt: sampleReceipt({ bodyHash: 'body-1', receivedAtMs: atMs, answer: 'lost' }) },
          dedupe: byKey('k'),
        }),
      );
      expect(await ledger.findRepeat(service, '', byBody(atMs + 1000))).toBeUndefined();
    });

    test('what became of the answer is noted, and repeats are counted', async () => {
      const ledger = await open();
      await ledger.openJob(received('job-1', atMs));
      await ledger.changeReceipt('job-1', { countRepeat: true });
      await ledger.changeReceipt('job-1', {
        countRepeat: true,
        answer: 'lost',
        answeredAtMs: atMs + 7,
        durable: true,
      });
      const receipt = sampleReceipt({ bodyHash: 'body-1', receivedAtMs: atMs, answer: 'lost', answeredAtMs: atMs + 7 });
      expect((await ledger.job('job-1'))?.receipt).toEqual({ ...receipt, repeats: 2 });
    });

    test('of twenty orders that two ledgers submit at once, each is opened once, whoever was first', async () => {
      const ledgers = await twoHandles();
      const answers = await Promise.all(
        Array.from({ length: 40 }, (_, number) => {
          const key = `k${number % 20}`;
          return ledgers[number < 20 ? 0 : 1].openJob(opening(`job-${number}`, { job: { key }, dedupe: byKey(key) }));
        }),
      );
      for (let order = 0; order < 20; order += 1) {
        const pair = [answers[order]!, answers[order + 20]!];
        expect(pair.map(({ kind: answer }) => answer).sort()).toEqual(['opened', 'repeat']);
        expect(new Set(pair.map((answer) => 'job' in answer && answer.job.id)).size).toBe(1);
      }
      expect((await ledgers[0].jobs({ service })).jobs).toHaveLength(20);
    });

    test.each([
      ['key', 'repeat', byKey('k')],
      ['body', 'answer_pending', byBody(atMs)],
    ] as const)('of twenty equal submits by %s over each of two ledgers one is opened', async (_by, others, dedupe) => {
      const ledgers = await twoHandles();
      const answers = await Promise.all(
        Array.from({ length: 40 }, (_, number) =>
          ledgers[number % 2 ? 1 : 0].openJob(
            opening(`job-${number}`, {
              job: {
                key: dedupe.by === 'key' ? 'k' : null,
                receipt: sampleReceipt({ bodyHash: 'body-1', receivedAtMs: atMs }),
              },
              dedupe,
            }),
          ),
        ),
      );
      const kinds = answers.map((answer) => answer.kind);
      expect(kinds.filter((answer) => answer === 'opened')).toHaveLength(1);
      expect(kinds.filter((answer) => answer === others)).toHaveLength(39);
      expect((await ledgers[0].jobs({ service })).jobs).toHaveLength(1);
    });

    test('a key may submit so many a minute, in bursts of a minute, and is told when it may again', async () => {
      const ledger = await open();
      await ledger.addClientKey(clientKey('alice', { submitsPerMinute: 3 }));
      const submit = (id: string, afterMs: number, owner = 'alice~1') =>
        ledger.openJob(opening(id, { job: { owner, createdAt: later(afterMs) } }));
      for (const id of ['a', 'b', 'c']) expect((await submit(id, 0)).kind).toBe('opened');
      // Three a minute: one every 20 s.
      expect(await submit('d', 0)).toEqual({ kind: 'rate_limited', retryAfterSeconds: 20 });
      expect(await submit('d', 15_000)).toEqual({ kind: 'rate_limited', retryAfterSeconds: 5 });
      expect((await submit('d', 20_000)).kind).toBe('opened');
      expect((await submit('e', 20_000)).kind).toBe('rate_limited');
      expect((await submit('f', 20_000, 'bob~1')).kind).toBe('opened');
      expect(await ledger.job('e')).toBeUndefined();
    });

    test('a repeat takes nothing from the rate, and the last submit of a rate is given once', async () => {
      const ledgers = await twoHandles();
      await ledgers[0].addClientKey(clientKey('alice', { submitsPerMinute: 2 }));
      const submit = (id: string, key: string, ledger: 0 | 1) =>
        ledgers[ledger].openJob(opening(id, { job: { owner: 'alice~1', key }, dedupe: byKey(key) }));
      const equal = await Promise.all([submit('a', 'k', 0), submit('b', 'k', 1), submit('c', 'k', 1)]);
      expect(equal.map((answer) => answer.kind).sort()).toEqual(['opened', 'repeat', 'repeat']);
      const rest = await Promise.all([submit('d', 'd', 0), submit('e', 'e', 1), submit('f', 'f', 0)]);
      expect(rest.map((answer) => answer.kind).sort()).toEqual(['opened', 'rate_limited', 'rate_limited']);
      expect((await submit('g', 'k', 0)).kind).toBe('repeat');
    });
  });

  describe('money', () => {
    test('money adds up exactly, a trillionth of a dollar beside millions of them', async () => {
      const ledger = await open();
      await ledger.openJob(opening('job-1'));
      const huge = 9_007_199n * dollar + 1n;
      expect(await reserve(ledger, 'job-1', huge)).toMatchObject({ kind: 'reserved', attempt: { version: 2 } });
      expect(await ledger.reservedPico('job-1')).toBe(huge);
      expect(await ledger.bookedPico({ service })).toBe(huge);
      await ledger.apply(move('job-1', 2, { money: settlementOf(huge, 135_800_000_001n), at: later(1) }));
      expect(await ledger.money({ jobId: 'job-1' })).toEqual([
        {
          attemptId: 'job-1',
          jobId: 'job-1',
          kind: 'reserve',
          usd: '9007199.000000000001',
          budgetDay: '2026-11-22',
          at,
          note: null,
        },
        {
          attemptId: 'job-1',
          jobId: 'job-1',
          kind: 'refund',
          usd: '-9007199.000000000001',
          budgetDay: '2026-11-22',
          at: later(1),
          note: null,
        },
        {
          attemptId: 'job-1',
          jobId: 'job-1',
          kind: 'settle',
          usd: '0.135800000001',
          budgetDay: '2026-11-22',
          at: later(1),
          note: null,
        },
      ]);
      expect(await ledger.bookedPico({ service })).toBe(135_800_000_001n);
    });

    test('nothing is booked twice for one attempt', async () => {
      const ledger = await open();
      await ledger.openJob(opening('job-1'));
      await ledger.apply(move('job-1', 1, { money: [{ kind: 'settle', pico: 1n }] }));
      await expect(ledger.apply(move('job-1', 2, { money: [{ kind: 'settle', pico: 1n }] }))).rejects.toThrow();
      expect(await ledger.attempt('job-1')).toMatchObject({ version: 2 });
      expect(await ledger.bookedPico({ service })).toBe(1n);
    });

    // 0.12 each: eight are 0.96, nine would be 1.08.
    test.each<[string, Caps, Partial<ClientKey>]>([
      ['a batch of a dollar', { batch: { name: 'film', maxUsd: '1.00' } }, {}],
      ['a cap of a dollar a day', { perDayUsd: '1.00' }, {}],
      ['a cap of a dollar a month', { perMonthUsd: '1.00' }, {}],
      ["a key's budget of a dollar", {}, { budgetUsd: '1.00' }],
      ["a key's dollar a day", {}, { dailyUsd: '1.00' }],
    ])('of twenty reservations that race for %s, eight of 0.12 get in', async (_name, caps, limits) => {
      const openAgain = await place();
      const ledgers = [await openAgain(), await openAgain(), await openAgain()];
      await ledgers[0]!.addClientKey(clientKey('alice', limits));
      const ids = Array.from({ length: 20 }, (_, number) => `job-${number}`);
      for (const id of ids) await ledgers[0]!.openJob(opening(id, { job: { owner: 'alice~1', ...ofFilm } }));
      const pico = 120_000_000_000n;
      const answers = await Promise.all(ids.map((id, number) => reserve(ledgers[number % 3]!, id, pico, caps)));
      expect(answers.filter((answer) => answer.kind === 'reserved')).toHaveLength(8);
      expect(answers.find((answer) => answer.kind === 'refused')).toMatchObject({
        reason: { code: 'over_budget', limitUsd: '1.00', bookedUsd: '0.96', neededUsd: '0.12' },
      });
      expect(await ledgers[0]!.bookedPico({ service, owner: 'alice~1' })).toBe(8n * pico);
      expect(await ledgers[0]!.checkIntegrity()).toEqual([]);
    });

    test('the budget of a batch counts all its clips, whenever they were bought, and nobody else’s', async () => {
      const ledger = await open();
      const caps = { batch: { name: 'film', maxUsd: '2' } };
      await ledger.openJob(opening('a', { job: ofFilm }));
      await reserve(ledger, 'a', dollar, caps);
      await ledger.apply(move('a', 2, { money: settlementOf(dollar, dollar / 2n), change: { state: 'done' } }));
      await ledger.addClientKey(clientKey('alice', {}));
      await ledger.openJob(opening('other', { job: { options: { ...ofFilm.options, batch: { name: 'film 2' } } } }));
      await ledger.openJob(opening('alone'));
      await ledger.openJob(opening('hers', { job: { ...ofFilm, owner: 'alice~1' } }));
      await ledger.openJob(opening('there', { job: { ...ofFilm, service: elsewhere } }));
      for (const id of ['other', 'alone', 'hers', 'there']) await reserve(ledger, id, 5n * dollar, {});
      expect(await ledger.bookedPico({ service, batch: 'film' })).toBe(dollar / 2n);
      await ledger.openJob(opening('b', { job: ofFilm }));
      expect(await reserve(ledger, 'b', (3n * dollar) / 2n + 1n, caps)).toMatchObject({
        kind: 'refused',
        reason: { code: 'over_budget', cap: 'batch', limitUsd: '2', bookedUsd: '0.5' },
      });
      expect(await reserve(ledger, 'b', null, caps)).toMatchObject({
        reason: { code: 'price_unknown_with_cap', cap: 'batch' },
      });
      expect((await reserve(ledger, 'b', (3n * dollar) / 2n, caps)).kind).toBe('reserved');
      expect(await ledger.bookedPico({ service, batch: 'film' })).toBe(2n * dollar);
      expect(await ledger.bookedPico({ service, owner: 'alice~1', batch: 'film' })).toBe(5n * dollar);
    });

    test('what an earlier try reserved counts for the day of the next one, once, and keeps the limits of that day', async () => {
      const ledger = await open();
      const [day, next] = ['2026-11-22', '2026-11-23'];
      const toNext = (version: number): Transition =>
        move('a', version, { change: { state: 'submitting', budgetDay: next } });
      const bookedOf = async (period: string) => (await ledger.bookedPico({ service, period })) / (dollar / 10n);
      await ledger.openJob(opening('a', { job: ofFilm }));
      await reserve(ledger, 'a', dollar, {}, { change: { state: 'reserved', budgetDay: day } });
      await ledger.openJob(opening('b'));
      await reserve(ledger, 'b', dollar / 2n, {}, { change: { state: 'submitting', budgetDay: next } });
      const tight = { perDayUsd: '1.4' };
      expect(await ledger.reserve(toNext(2), dollar, tight)).toMatchObject({
        kind: 'refused',
        reason: { code: 'over_budget', cap: 'day', bookedUsd: '0.5', neededUsd: '1' },
      });
      expect([await bookedOf(day), await bookedOf(next)]).toEqual([10n, 5n]);
      // It is in the sums of the month, the batch and the job already.
      const exact = { perDayUsd: '1.5', perMonthUsd: '1.5', perJobUsd: '1', batch: { name: 'film', maxUsd: '1' } };
      expect((await ledger.reserve(toNext(2), dollar, exact)).kind).toBe('reserved');
      expect([await bookedOf(day), await bookedOf(next), await bookedOf('2026-11')]).toEqual([0n, 15n, 15n]);
      await ledger.apply(move('a', 3, { money: settlementOf(dollar, dollar / 5n), change: { state: 'done' } }));
      expect([await bookedOf(day), await bookedOf(next)]).toEqual([0n, 7n]);
      expect(await ledger.checkIntegrity()).toEqual([]);
    });

    test('reservations and bills of one key at once wait for each other, and never in a ring', async () => {
      const ledgers = await twoHandles();
      await ledgers[0].addClientKey(clientKey('alice', { budgetUsd: '100', dailyUsd: '100' }));
      const ids = Array.from({ length: 60 }, (_, number) => `job-${number}`);
      for (const id of ids) await ledgers[0].openJob(opening(id, { job: { owner: 'alice~1' } }));
      const caps = { perDayUsd: '100', perMonthUsd: '100' };
      const answers = await Promise.allSettled(
        ids.map(async (id, number) => {
          const ledger = ledgers[number % 2 ? 1 : 0];
          const { kind: answer } = await reserve(ledger, id, dollar, caps);
          await ledger.apply(move(id, 2, { money: settlementOf(dollar, dollar / 2n), change: { state: 'done' } }));
          return answer;
        }),
      );
      expect(answers).toEqual(ids.map(() => ({ status: 'fulfilled', value: 'reserved' })));
      expect(await ledgers[0].bookedPico({ service })).toBe(30n * dollar);
      expect(await ledgers[0].checkIntegrity()).toEqual([]);
    });

    test('a limit that is reached exactly is kept; a trillionth more breaks it, and nothing is written', async () => {
      const ledger = await open();
      for (const id of ['a', 'b', 'c']) await ledger.openJob(opening(id));
      expect((await reserve(ledger, 'a', dollar, { perDayUsd: '2' })).kind).toBe('reserved');
      expect(await reserve(ledger, 'b', dollar + 1n, { perDayUsd: '2' })).toEqual({
        kind: 'refused',
        reason: {
          code: 'over_budget',
          cap: 'day',
          limitUsd: '2',
          bookedUsd: '1',
          neededUsd: '1.000000000001',
          renewsAt: '2026-11-23T00:00:00.000Z',
        },
      });
      expect(await ledger.attempt('b')).toEqual(opening('b').attempt);
      expect(await ledger.money({ jobId: 'b' })).toEqual([]);
      expect((await reserve(ledger, 'b', dollar, { perDayUsd: '2' })).kind).toBe('reserved');
    });

    test('a reservation under a version that is gone is stale', async () => {
      const ledger = await open();
      await ledger.openJob(opening('job-1'));
      await ledger.apply(move('job-1', 1));
      expect(await reserve(ledger, 'job-1', 1n)).toEqual({ kind: 'stale' });
      expect(await reserve(ledger, 'nobody', 1n)).toEqual({ kind: 'stale' });
      expect(await ledger.money({ jobId: 'job-1' })).toEqual([]);
    });

    test('a cap of a day or month counts its own, a cap of a job its attempts', async () => {
      const ledger = await open();
      await ledger.openJob(opening('job-1'));
      await ledger.addAttempt(sampleAttempt({ id: 'job-1.2', number: 2 }), '{}');
      await reserve(ledger, 'job-1', (9n * dollar) / 10n);
      const second = (caps: Caps, time: string) => {
        const change = { change: { state: 'submitting', budgetDay: time.slice(0, 10) }, at: time } as const;
        return reserve(ledger, 'job-1.2', dollar / 5n, caps, change);
      };
      const refused = (cap: string, renewsAt?: string) => ({
        kind: 'refused',
        reason: { code: 'over_budget', cap, bookedUsd: '0.9', ...(renewsAt !== undefined && { renewsAt }) },
      });
      const lastOfMonth = '2026-11-30T23:59:59.999Z';
      expect(await second({ perMonthUsd: '1' }, lastOfMonth)).toMatchObject(
        refused('month', '2026-12-01T00:00:00.000Z'),
      );
      expect(await second({ perDayUsd: '1' }, at)).toMatchObject(refused('day', '2026-11-23T00:00:00.000Z'));
      expect(await second({ perJobUsd: '1' }, '2026-12-01T00:00:00.000Z')).toMatchObject(refused('job'));
      const next = await second({ perMonthUsd: '1', perDayUsd: '1' }, '2026-12-01T00:00:00.000Z');
      expect(next.kind).toBe('reserved');
      expect(await ledger.bookedPico({ service, period: '2026-12' })).toBe(dollar / 5n);
      expect(await ledger.bookedPico({ service, period: '2026-11-22' })).toBe((9n * dollar) / 10n);
      expect(await ledger.bookedPico({ service, jobId: 'job-1' })).toBe((11n * dollar) / 10n);
    });

    test('a price that is not known fits no cap and no budget, and is reserved without them', async () => {
      const ledger = await open();
      await ledger.addClientKey(clientKey('alice', { budgetUsd: '5' }));
      await ledger.addClientKey(clientKey('bob', { dailyUsd: '5' }));
      for (const [id, owner] of [
        ['a', 'alice~1'],
        ['b', 'bob~1'],
        ['c', ''],
      ] as const) {
        await ledger.openJob(opening(id, { job: { owner }, attempt: { price: samplePrice(null) } }));
      }
      const reason = (cap: string) => ({ kind: 'refused', reason: { code: 'price_unknown_with_cap', cap } });
      expect(await reserve(ledger, 'a', null)).toMatchObject(reason('key'));
      expect(await reserve(ledger, 'b', null)).toMatchObject(reason('key_day'));
      expect(await reserve(ledger, 'c', null, { perJobUsd: '5' })).toMatchObject(reason('job'));
      expect((await reserve(ledger, 'c', null)).kind).toBe('reserved');
      expect(await ledger.reservedPico('c')).toBeNull();
    });

    test('a client key buys only what it may: its models, and nothing once it is revoked', async () => {
      const ledger = await open();
      await ledger.addClientKey(clientKey('alice', { models: ['bytedance/seedance-2.0-mini'] }));
      await ledger.addClientKey(clientKey('bob', { models: ['google/veo-3.1-lite'] }));
      for (const [id, owner] of [
        ['a', 'alice~1'],
        ['b', 'bob~1'],
        ['c', 'bob~1'],
        ['d', 'nobody~1'],
      ] as const) {
        await ledger.openJob(opening(id, { job: { owner } }));
      }
      expect(await reserve(ledger, 'a', 1n)).toEqual({
        kind: 'refused',
        reason: { code: 'model_not_allowed', model: 'google/veo-3.1-lite', allowed: ['bytedance/seedance-2.0-mini'] },
      });
      expect((await reserve(ledger, 'b', 1n)).kind).toBe('reserved');
      await ledger.revokeClientKey('bob', at);
      expect(await reserve(ledger, 'c', 1n)).toEqual({ kind: 'refused', reason: { code: 'key_revoked' } });
      expect(await reserve(ledger, 'd', 1n)).toEqual({ kind: 'refused', reason: { code: 'key_revoked' } });
    });

    test('totals are the sums of their entries, whatever was booked, and the doctor finds one that is not', async () => {
      const ledger = await open();
      const owners = ['', 'alice~1', 'bob~1'];
      for (const name of ['alice', 'bob']) await ledger.addClientKey(clientKey(name));
      for (let number = 0; number < 18; number += 1) {
        const id = `job-${number}`;
        const job = { owner: owners[number % 3]!, service: number % 2 ? service : elsewhere };
        await ledger.openJob(opening(id, { job }));
        const day = `2026-${number < 9 ? '11' : '12'}-0${1 + (number % 4)}`;
        const pico = BigInt(number + 1) * dollar;
        await reserve(ledger, id, pico, {}, { change: { state: 'submitting', budgetDay: day } });
        const money = [refundOf(pico), settlementOf(pico, pico / 3n), settlementOf(pico, null), []][number % 4]!;
        await ledger.apply(move(id, 2, { change: { state: 'done' }, money }));
      }
      const entries = [...(await ledger.money({ service })), ...(await ledger.money({ service: elsewhere }))];
      expect(entries).toHaveLength(18 + 5 + 5 * 2 + 4 * 2);
      const jobs = [...(await ledger.jobs({ service })).jobs, ...(await ledger.jobs({ service: elsewhere })).jobs];
      const placeOf = new Map(jobs.map(({ job }) => [job.id, job]));
      for (const at of [service, elsewhere]) {
        for (const owner of owners) {
          for (const period of ['', '2026-11', '2026-12', '2026-11-01', '2026-12-03']) {
            const sum = entries
              .filter(({ jobId, budgetDay }) => placeOf.get(jobId)?.service === at && budgetDay.startsWith(period))
              .filter(({ jobId }) => owner === '' || placeOf.get(jobId)?.owner === owner)
              .reduce((total, { usd }) => total + BigInt(Math.round(Number(usd) * 1e12)), 0n);
            const booked = await ledger.bookedPico({ service: at, owner, period });
            // Thirds of dollars beyond 2⁵³ pico-dollars are read here as numbers.
            expect(Number(booked - sum)).toBeCloseTo(0, -4);
          }
        }
      }
      expect(await ledger.checkIntegrity()).toEqual([]);
    });

    test('lines add up quotes, bills and reservations by day, model and state', async () => {
      const ledger = await open();
      const orders: readonly [string, string, readonly (bigint | null | 'refund')[]][] = [
        ['a', 'done', [dollar / 4n]],
        ['b', 'done', [null]],
        ['c', 'submitted', []],
        ['d', 'unknown', []],
        ['e', 'failed', ['refund']],
      ];
      for (const [id, state, ends] of orders) {
        await ledger.openJob(opening(id));
        await reserve(ledger, id, dollar / 2n);
        for (const end of ends) {
          const money = end === 'refund' ? refundOf(dollar / 2n) : settlementOf(dollar / 2n, end);
          await ledger.apply(move(id, 2, { change: { billKnown: end !== null }, money }));
        }
        const { version } = (await ledger.attempt(id))!;
        await ledger.apply(move(id, version, { change: { state: state as Attempt['state'] } }));
      }
      await ledger.openJob(opening('f', { attempt: { price: samplePrice(null), budgetDay: '2026-11-23' } }));
      const line = (status: string, change: object) => ({
        day: '2026-11-22',
        model: 'google/veo-3.1-lite',
        status,
        jobs: 1,
        quotedUsd: '0.12',
        billedUsd: '0',
        assumedUsd: '0',
        reservedUsd: '0',
        unknownBills: 0,
        disputedBills: 0,
        ...change,
      });
      const lines = await ledger.ledgerLines({ service });
      expect(lines).toEqual([
        line('done', { jobs: 2, quotedUsd: '0.24', billedUsd: '0.25', assumedUsd: '0.5', unknownBills: 1 }),
        line('failed', {}),
        line('submitted', { reservedUsd: '0.5' }),
        line('unknown', { reservedUsd: '0.5', unknownBills: 1 }),
        line('planned', { day: '2026-11-23', quotedUsd: '0' }),
      ]);
      expect(await ledger.ledgerLines({ service, since: '2026-11-23' })).toEqual(lines.slice(4));
      expect(await ledger.ledgerLines({ service, until: '2026-11-22' })).toEqual(lines.slice(0, 4));
      expect(await ledger.ledgerLines({ service, owner: 'alice~1' })).toEqual([]);
    });

    test('lines are given for each client key apart, ended and under way, and add up to those of everybody', async () => {
      const ledger = await open();
      for (const name of ['alice', 'bob']) await ledger.addClientKey(clientKey(name));
      for (const [id, owner] of [
        ['a', 'alice~1'],
        ['b', 'bob~1'],
        ['c', ''],
        ['d', 'alice~1'],
        ['e', 'bob~1'],
      ] as const) {
        await ledger.openJob(opening(id, { job: { owner } }));
        await reserve(ledger, id, dollar / 2n);
        if (id === 'd') continue;
        if (id === 'e') {
          await ledger.apply(move(id, 2, { change: { state: 'refused' }, money: refundOf(dollar / 2n) }));
          continue;
        }
        const money = settlementOf(dollar / 2n, dollar / 4n);
        await ledger.apply(move(id, 2, { change: { billKnown: true, state: 'done' }, money }));
      }
      const lines = await ledger.ledgerLinesByOwner({ service });
      expect(lines.map(({ owner, status, billedUsd, reservedUsd }) => [owner, status, billedUsd, reservedUsd])).toEqual(
        [
          ['', 'done', '0.25', '0'],
          ['alice~1', 'done', '0.25', '0'],
          ['alice~1', 'submitting', '0', '0.5'],
          ['bob~1', 'done', '0.25', '0'],
          ['bob~1', 'refused', '0', '0'],
        ],
      );
      const total = await ledger.ledgerLines({ service });
      expect(lines.reduce((sum, { jobs }) => sum + jobs, 0)).toBe(total.reduce((sum, { jobs }) => sum + jobs, 0));
      const sums = (await ledger.spendByOwner({ service })).toSorted((one, other) =>
        one.owner < other.owner ? -1 : 1,
      );
      const owners = ['', 'alice~1', 'bob~1'];
      expect(sums).toEqual(
        owners.map((owner) => ({ owner, ...reportOf(lines.filter((line) => line.owner === owner)).total })),
      );
      expect(sums.map(({ jobs }) => jobs)).toEqual([1, 2, 1]);
      expect(await ledger.spendByOwner({ service, since: '2026-11-23' })).toEqual([]);
      expect(await ledger.ledgerLinesByOwner({ service, since: '2026-11-23' })).toEqual([]);
      expect(await ledger.ledgerLinesByOwner({ service: 'https://elsewhere.example' })).toEqual([]);
    });

    test('sums beyond what 64 bits of pico-dollars hold are exact, in lines, totals and jobs', async () => {
      const ledger = await open();
      await ledger.addClientKey(clientKey('alice'));
      const most = 900_000n * dollar - 1n;
      for (let number = 0; number < 12; number += 1) {
        const id = `job-${number}`;
        await ledger.openJob(
          opening(id, { job: { owner: 'alice~1' }, attempt: { price: samplePrice('899999.999999999999') } }),
        );
        await reserve(ledger, id, most);
        if (number % 2 === 0)
          await ledger.apply(move(id, 2, { money: settlementOf(most, most - 1n), change: { state: 'done' } }));
      }
      expect(await ledger.bookedPico({ service })).toBe(most * 12n - 6n);
      expect(await ledger.bookedPico({ service, owner: 'alice~1', period: '2026-11-22' })).toBe(most * 12n - 6n);
      expect(await ledger.bookedPico({ service, jobId: 'job-1' })).toBe(most);
      expect(await ledger.ledgerLines({ service })).toMatchObject([
        { status: 'done', jobs: 6, billedUsd: '5399999.999999999988', quotedUsd: '5399999.999999999994' },
        { jobs: 6, reservedUsd: '5399999.999999999994' },
      ]);
      expect(await ledger.checkIntegrity()).toEqual([]);
    });

    test('a price beyond any clip is no amount that a sum may hold', async () => {
      const ledger = await open();
      await ledger.openJob(opening('job-1', { attempt: { price: samplePrice('999999999999') } }));
      expect(await ledger.ledgerLines({ service })).toMatchObject([{ jobs: 1, quotedUsd: '0' }]);
      expect((await ledger.attempt('job-1'))?.price.highUsd).toBe('999999999999');
    });

    test('entries are listed by their times, oldest first, those of an owner alone if asked', async () => {
      const ledger = await open();
      await ledger.addClientKey(clientKey('alice'));
      for (const [number, owner] of ['alice~1', '', 'alice~1'].entries()) {
        const id = `job-${number}`;
        await ledger.openJob(opening(id, { job: { owner } }));
        await reserve(ledger, id, 1n, {}, { at: `2026-11-2${3 - number}T12:00:00.000Z` });
      }
      const ids = async (query: object = {}) =>
        (await ledger.money({ service, ...query })).map(({ attemptId }) => attemptId);
      expect(await ids()).toEqual(['job-2', 'job-1', 'job-0']);
      expect(await ids({ owner: 'alice~1' })).toEqual(['job-2', 'job-0']);
      expect(await ids({ since: '2026-11-22', until: '2026-11-22' })).toEqual(['job-1']);
      expect(await ids({ limit: 1 })).toEqual(['job-2']);
    });

    test('services share no sum, no budget, no list and no open job', async () => {
      const ledger = await open();
      await ledger.addClientKey(clientKey('alice', { budgetUsd: '1' }));
      await ledger.openJob(opening('there', { job: { service: elsewhere, owner: 'alice~1' } }));
      await ledger.openJob(opening('here', { job: { owner: 'alice~1' } }));
      await reserve(ledger, 'there', dollar);
      expect(await ledger.bookedPico({ service: elsewhere })).toBe(dollar);
      expect(await ledger.bookedPico({ service })).toBe(0n);
      expect(await ledger.bookedPico({ service, owner: 'alice~1' })).toBe(0n);
      const caps = { perDayUsd: '1', perMonthUsd: '1' };
      expect((await reserve(ledger, 'here', dollar, caps)).kind).toBe('reserved');
      for (const [where, id] of [
        [service, 'here'],
        [elsewhere, 'there'],
      ] as const) {
        expect((await ledger.jobs({ service: where })).jobs.map(({ job }) => job.id)).toEqual([id]);
        expect(await ledger.openJobIds({ service: where })).toEqual([id]);
        expect((await ledger.money({ service: where })).map(({ jobId }) => jobId)).toEqual([id]);
        expect(await ledger.ledgerLines({ service: where })).toMatchObject([{ jobs: 1, reservedUsd: '1' }]);
      }
    });
  });

  describe('lists', () => {
    const ended = { state: 'done', endedAt: at } as const;

    test('a page follows the one before, also among jobs of the same moment; none comes twice', async () => {
      const ledger = await open();
      // Created in another order than their ids; three moments for twenty jobs.
      const ids = Array.from({ length: 20 }, (_, number) => `job-${String((number * 7) % 20).padStart(2, '0')}`);
      for (const [number, id] of ids.entries()) {
        await ledger.openJob(
          opening(id, { job: { createdAt: later(number % 3), concludedAt: number % 5 ? null : at } }),
        );
      }
      const newestFirst = [2, 1, 0].flatMap((moment) =>
        ids
          .filter((_, number) => number % 3 === moment)
          .sort()
          .reverse(),
      );
      const listed: string[] = [];
      for (let after: string | undefined; ; ) {
        const page = await ledger.jobs({ service, limit: 3, ...(after !== undefined && { after }) });
        listed.push(...page.jobs.map(({ job }) => job.id));
        expect(page.jobs.length).toBeLessThanOrEqual(3);
        if (page.next === null) break;
        expect(page.next).toBe(listed.at(-1));
        after = page.next;
      }
      expect(listed).toEqual(newestFirst);

      const openIds: string[] = [];
      for (let page: readonly string[] = ['']; page.length > 0; openIds.push(...page)) {
        const after = openIds.at(-1);
        page = await ledger.openJobIds({ service, limit: 3, ...(after !== undefined && { after }) });
      }
      // Those that are concluded have an attempt that is not ended, so all are open.
      expect(openIds).toEqual([...newestFirst].reverse());
      expect((await ledger.jobs({ service, limit: 20 })).next).toBeNull();
    });

    test('jobs are listed by state, model, owner and day', async () => {
      const ledger = await open();
      const jobs: readonly [string, Partial<Job>, Partial<Attempt>][] = [
        ['a', {}, ended],
        ['b', { owner: 'alice~1' }, { state: 'running' }],
        ['c', { createdAt: '2026-11-23T00:00:00.000Z' }, { state: 'running', model: 'm/two' }],
        ['d', { createdAt: '2026-11-24T00:00:00.000Z' }, { ...ended, model: 'm/two' }],
      ];
      for (const [id, job, attempt] of jobs) await ledger.openJob(opening(id, { job, attempt }));
      await ledger.addAttempt(
        sampleAttempt({ id: 'a.2', jobId: 'a', number: 2, state: 'failed', model: 'm/two' }),
        '{}',
      );
      const ids = async (query: object) => (await ledger.jobs({ service, ...query })).jobs.map(({ job }) => job.id);
      expect(await ids({})).toEqual(['d', 'c', 'b', 'a']);
      expect(await ids({ states: ['running'] })).toEqual(['c', 'b']);
      expect(await ids({ states: ['failed', 'running'] })).toEqual(['c', 'b', 'a']);
      expect(await ids({ states: [] })).toEqual([]);
      expect(await ids({ model: 'm/two' })).toEqual(['d', 'c', 'a']);
      expect(await ids({ model: 'm/two', states: ['done'] })).toEqual(['d']);
      expect(await ids({ owner: 'alice~1' })).toEqual(['b']);
      expect(await ids({ owner: '' })).toEqual(['d', 'c', 'a']);
      expect(await ids({ since: '2026-11-23' })).toEqual(['d', 'c']);
      expect(await ids({ states: ['running'], after: 'c', limit: 1 })).toEqual(['b']);
      expect((await ledger.jobs({ service })).jobs.at(-1)?.attempts.map(({ id }) => id)).toEqual(['a', 'a.2']);
    });

    test('jobs are found by words of prompt, id, key or model, in whatever case, and by the time before', async () => {
      const ledger = await open();
      const brief = (prompt: string) => readBrief({ fields: { prompt, durationSeconds: 5 } });
      const jobs: readonly [string, string, Partial<Job>, Partial<Attempt>][] = [
        ['a', 'A paper Lantern, 100% "quiet"', {}, {}],
        ['b', 'Кружка на столе', { key: 'shot:mug:1' }, {}],
        ['c', 'a red_kite\nover \\ the field', {}, { model: 'm/two' }],
        ['d', 'a redXkite \u{1f3a5} ', { createdAt: '2026-11-23T00:00:00.000Z' }, {}],
      ];
      for (const [id, prompt, job, attempt] of jobs) {
        await ledger.openJob(opening(id, { job: { brief: brief(prompt), ...job }, attempt }));
      }
      const found = async (...words: string[]) =>
        (await ledger.jobs({ service, words })).jobs.map(({ job }) => job.id).join(' ');
      expect(await found('lantern')).toBe('a');
      expect(await found('LANTERN', 'paper')).toBe('a');
      expect(await found('lantern', 'kite')).toBe('');
      expect(await found('100%')).toBe('a');
      expect(await found('%')).toBe('a');
      expect(await found('red_kite')).toBe('c');
      expect(await found('"quiet"')).toBe('a');
      expect(await found('\\')).toBe('c');
      expect(await found('кружка')).toBe('b');
      expect(await found('🎥')).toBe('d');
      expect(await found('shot:mug')).toBe('b');
      expect(await found('m/two')).toBe('c');
      // Names of fields are no words of a job.
      expect(await found('requirements')).toBe('');
      expect(await found("' or 1=1 --")).toBe('');
      // A search that looks at two jobs at a time goes on from page to page, and finds the same.
      const seen: string[] = [];
      let next: string | null | undefined;
      for (let pages = 0; next !== null; pages += 1) {
        expect(pages).toBeLessThan(5);
        const page = await ledger.jobs({ service, words: ['a'], mostSearched: 2, ...(next && { after: next }) });
        seen.push(...page.jobs.map(({ job }) => job.id));
        next = page.next;
      }
      expect(seen).toEqual((await ledger.jobs({ service, words: ['a'] })).jobs.map(({ job }) => job.id));
      const ids = async (query: object) => (await ledger.jobs({ service, ...query })).jobs.map(({ job }) => job.id);
      expect(await ids({ before: '2026-11-23T00:00:00.000Z' })).toEqual(['c', 'b', 'a']);
      expect(await ids({ words: ['a'], before: '2026-11-23T00:00:00.000Z', after: 'c', limit: 1 })).toEqual(['a']);
    });

    test('a page may be longer than a statement has parameters', async () => {
      const ledger = await open();
      await Promise.all(Array.from({ length: 1200 }, (_, number) => ledger.openJob(opening(`job-${number}`))));
      const { jobs } = await ledger.jobs({ service, limit: 2000 });
      expect(jobs).toHaveLength(1200);
      expect(jobs.every(({ attempts }) => attempts.length === 1)).toBe(true);
    });

    test('a job is open until it is concluded and all its attempts have ended', async () => {
      const ledger = await open();
      await ledger.openJob(opening('fallback due', { attempt: { state: 'failed', endedAt: at } }));
      await ledger.openJob(opening('unknown', { attempt: { state: 'unknown' }, job: { concludedAt: at } }));
      await ledger.openJob(opening('over', { attempt: ended }));
      expect(await ledger.openJobIds({ service })).toEqual(['fallback due', 'over', 'unknown']);
      await ledger.concludeJob('over', later(5));
      expect((await ledger.job('over'))?.concludedAt).toBe(later(5));
      expect(await ledger.openJobIds({ service })).toEqual(['fallback due', 'unknown']);
    });
  });

  describe('pictures', () => {
    const picture = (letter: string) => `data:image/png;base64,${letter.repeat(2000)}`;

    test('a picture is stored once and given back exactly, in briefs and in requests', async () => {
      const ledger = await open();
      const first = { type: 'image_url', image_url: { url: picture('A') }, frame_type: 'first_frame' };
      const body = { model: 'm', frame_images: [first, { ...first, image_url: { url: picture('B') } }], seed: 0 };
      const brief = { ...readBrief({ fields: { prompt: 'a mug', durationSeconds: 5 } }), body };
      for (const id of ['a', 'b']) {
        await ledger.openJob(opening(id, { job: { brief }, body: JSON.stringify(body) }));
        expect((await ledger.job(id))?.brief).toEqual(brief);
        expect(await ledger.requestBody(id)).toBe(JSON.stringify(body));
      }
      expect((await ledger.jobs({ service })).jobs[0]?.job.brief).toEqual(brief);
    });

    test("a user's own fields that look like ours are given back as they are", async () => {
      const ledger = await open();
      const own = {
        a: { $picture: 'mine' },
        b: { $literal: { $picture: picture('C') } },
        c: [{ $literal: null, $picture: 5 }, { $literal: { $literal: {} } }],
        d: '{"$picture":"0000000000000000000000000000000000000000000000000000000000000000"}',
        e: picture('D'),
        f: 'data:short',
      };
      const brief = { ...readBrief({ fields: { prompt: 'a mug', durationSeconds: 5 } }), body: own };
      await ledger.openJob(opening('a', { job: { brief }, body: JSON.stringify(own) }));
      expect((await ledger.job('a'))?.brief).toEqual(brief);
      expect(JSON.parse((await ledger.requestBody('a'))!)).toEqual(own);
    });
  });

  describe('batches', () => {
    const picture = `data:image/png;base64,${'A'.repeat(2000)}`;
    const film = {
      service,
      owner: '',
      name: 'film',
      state: 'running',
      carriedBy: 'gateway',
      summary: { clips: 2 },
      content: { plan: [picture, picture], options: {} },
    } as const;
    const name = { service, owner: '', name: 'film' };
    const isGone = () => false;
    const lease = { worker: 'one', until: later(60_000) };

    test('a batch is given back as it was written, with its pictures, and keeps the time of its making', async () => {
      const ledger = await open();
      expect(await ledger.putBatch({ ...film, state: 'planned' }, { at, isGone })).toBe(true);
      expect(await ledger.putBatch(film, { at: later(5), lease, isGone })).toBe(true);
      expect(await ledger.batch(name)).toEqual({ ...film, createdAt: at, updatedAt: later(5) });
      const { content: _, ...listed } = film;
      expect(await ledger.batches({ service })).toEqual([{ ...listed, createdAt: at, updatedAt: later(5) }]);
      expect(await ledger.batches({ service, owner: 'alice~1' })).toEqual([]);
      expect(await ledger.batch({ ...name, owner: 'alice~1' })).toBeUndefined();
      expect(await ledger.batch({ ...name, service: elsewhere })).toBeUndefined();
    });

    test('of two workers that take a batch at once, one holds it until its lease is over, it is let go of, or it is dead', async () => {
      const [ledger, other] = await twoHandles();
      const take = (who: Ledger, worker: string, time: number, gone = isGone as (worker: string) => boolean) =>
        who.putBatch(film, { at: later(time), lease: { worker, until: later(time + 60_000) }, isGone: gone });
      const both = await Promise.all([take(ledger, 'one', 0), take(other, 'two', 0)]);
      expect(both.toSorted()).toEqual([false, true]);
      const [winner, loser] = both[0] ? ['one', 'two'] : ['two', 'one'];
      expect(await ledger.renewBatch({ ...name, worker: winner, until: later(90_000) })).toBe(true);
      expect(await ledger.renewBatch({ ...name, worker: loser, until: later(99_000) })).toBe(false);
      expect(await take(other, loser, 80_000)).toBe(false);
      expect(await take(other, loser, 91_000)).toBe(true);
      expect(await ledger.renewBatch({ ...name, worker: winner, until: later(200_000) })).toBe(false);
      expect(await take(ledger, 'three', 92_000, (worker) => worker === loser)).toBe(true);
      await ledger.releaseBatch({
        ...name,
        worker: 'nobody',
        state: 'ended',
        summary: { clips: 3 },
        at: later(93_000),
      });
      expect((await ledger.batch(name))?.state).toBe('running');
      await ledger.releaseBatch({ ...name, worker: 'three', state: 'ended', summary: { clips: 3 }, at: later(93_000) });
      expect(await ledger.batch(name)).toMatchObject({
        state: 'ended',
        summary: { clips: 3 },
        updatedAt: later(93_000),
      });
      expect(await take(other, 'four', 93_000)).toBe(true);
    });

    test('a batch that a gateway carries is abandoned when nobody living holds it and it has not ended', async () => {
      const ledger = await open();
      const put = (given: Partial<Parameters<Ledger['putBatch']>[0]>, worker?: string) =>
        ledger.putBatch(
          { ...film, ...given },
          { at, isGone, ...(worker && { lease: { worker, until: later(1000) } }) },
        );
      await put({ name: 'held' }, 'alive');
      await put({ name: 'over' }, 'dead');
      await put({ name: 'let go', state: 'interrupted' });
      await put({ name: 'done', state: 'ended' });
      await put({ name: 'planned', state: 'planned' });
      await put({ name: 'typed', carriedBy: 'caller', state: 'interrupted' });
      await put({ name: 'there', service: elsewhere, state: 'interrupted' });
      const names = async (time: number) =>
        (await ledger.abandonedBatches({ service, at: later(time), isGone: (worker) => worker === 'dead' }))
          .map((batch) => batch.name)
          .toSorted();
      expect(await names(0)).toEqual(['let go', 'over']);
      expect(await names(1001)).toEqual(['held', 'let go', 'over']);
    });
  });

  describe('votes', () => {
    const vote: StoredVote = {
      id: 'v1',
      service,
      owner: '',
      models: ['a/one', 'b/two'],
      better: 'a/one',
      task: 'text-to-video',
      tag: 'talking',
      votedAt: at,
      jobIds: ['j1', 'j2'],
    };

    test('are kept by service, oldest first, and each once', async () => {
      const ledger = await open();
      const tie: StoredVote = { ...vote, id: 'v0', better: null, votedAt: later(-1000), jobIds: null };
      const { tag: _, ...untagged } = { ...vote, id: 'v2', votedAt: later(1000) };
      for (const one of [vote, tie, untagged]) expect(await ledger.addVote(one)).toBe(true);
      expect(await ledger.addVote({ ...vote, better: 'b/two' })).toBe(false);
      await ledger.addVote({ ...vote, id: 'v3', service: elsewhere });
      expect(await ledger.votes({ service })).toEqual([tie, vote, untagged]);
      expect(await ledger.checkIntegrity()).toEqual([]);
    });
  });

  describe('sealed quotes', () => {
    const picture = `data:image/png;base64,${'A'.repeat(2000)}`;
    const quote = (id: string, change: Partial<SealedQuote> = {}): SealedQuote => ({
      id,
      service,
      owner: 'ann',
      sealedAt: at,
      expiresAt: later(900_000),
      brief: readBrief({ fields: { prompt: 'a mug', firstFrame: picture } }),
      options: { ...sampleJob().options, confirmUsd: '0.12' },
      plan: { kind: 'plan', model: 'a/b', body: { prompt: 'a mug', image: picture } } as unknown as Plan,
      ...change,
    });

    test('come back as they were kept, to their owner and service only, through another handle', async () => {
      const [ledger, other] = await twoHandles();
      await ledger.addSealedQuote(quote('q1'));
      expect(await other.sealedQuote({ service, owner: 'ann', id: 'q1' })).toEqual(quote('q1'));
      expect(await other.sealedQuote({ service, owner: '', id: 'q1' })).toBeUndefined();
      expect(await other.sealedQuote({ service, owner: 'bob', id: 'q1' })).toBeUndefined();
      expect(await other.sealedQuote({ service: elsewhere, owner: 'ann', id: 'q1' })).toBeUndefined();
      await expect(ledger.addSealedQuote(quote('q1'))).rejects.toThrow();
      expect(await ledger.checkIntegrity()).toEqual([]);
    });

    test('the oldest of an owner go when there are more than 50, of others none', async () => {
      const ledger = await open();
      await ledger.addSealedQuote(quote('of bob', { owner: 'bob', sealedAt: later(-1000) }));
      for (let number = 0; number < 52; number += 1) {
        await ledger.addSealedQuote(quote(`q${number}`, { sealedAt: later(number) }));
      }
      const kept = await Promise.all(
        ['q0', 'q1', 'q2', 'q51'].map((id) => ledger.sealedQuote({ service, owner: 'ann', id })),
      );
      expect(kept.map((one) => one?.id)).toEqual([undefined, undefined, 'q2', 'q51']);
      expect(await ledger.sealedQuote({ service, owner: 'bob', id: 'of bob' })).toBeDefined();
    });
  });

  describe('client keys, webhooks, secrets', () => {
    test('a key is found by its hash until it is revoked; its name may then be given again', async () => {
      const [ledger, other] = await twoHandles();
      const alice = clientKey('alice', {
        admin: true,
        budgetUsd: '5',
        dailyUsd: '1',
        models: ['a/b'],
        submitsPerMinute: 7,
      });
      const answers = await Promise.all([
        ledger.addClientKey(alice),
        other.addClientKey({ ...alice, owner: 'alice~2', sha256: 'another' }),
      ]);
      expect(answers.filter(Boolean)).toHaveLength(1);
      const [added] = await ledger.clientKeys();
      expect(added).toEqual(answers[0] ? alice : { ...alice, owner: 'alice~2', sha256: 'another' });
      await ledger.addClientKey(clientKey('aaron'));
      expect((await other.clientKeys()).map(({ name }) => name)).toEqual(['aaron', 'alice']);
      expect(await other.clientKey(added!.sha256)).toEqual(added);
      expect(await other.clientKey('nobody')).toBeUndefined();
      expect(await ledger.revokeClientKey('alice', at)).toBe(true);
      expect(await ledger.revokeClientKey('alice', at)).toBe(false);
      expect(await ledger.clientKey(added!.sha256)).toBeUndefined();
      expect(await ledger.addClientKey(clientKey('alice', { owner: 'alice~3', sha256: 'third' }))).toBe(true);
      expect(await ledger.addClientKey({ ...added!, name: 'eve' })).toBe(false);
    });

    test('a webhook is owed once, and the next due is given first', async () => {
      const ledger = await open();
      expect(await ledger.oweWebhook(webhook('a', { nextAtMs: atMs + 2 }))).toBe(true);
      expect(await ledger.oweWebhook(webhook('a'))).toBe(false);
      await ledger.oweWebhook(webhook('b', { nextAtMs: atMs + 1 }));
      expect((await ledger.webhooks({ service, state: 'waiting', limit: 5 })).map(({ id }) => id)).toEqual(['b', 'a']);
      expect(await ledger.webhooks({ service, state: 'waiting', limit: 1 })).toEqual([
        webhook('b', { nextAtMs: atMs + 1 }),
      ]);
      const change = { tries: 1, nextAtMs: atMs + 9, lastError: 'HTTP 500', lastAtMs: atMs + 3 };
      await ledger.changeWebhook('b', change);
      expect((await ledger.webhooks({ service, state: 'waiting', limit: 5 })).at(-1)).toEqual(webhook('b', change));
      await ledger.changeWebhook('a', { state: 'delivered' });
      expect([
        await ledger.countWebhooks({ service, state: 'waiting' }),
        await ledger.countWebhooks({ service, state: 'delivered' }),
      ]).toEqual([1, 1]);
      expect(await ledger.countWebhooks({ service, state: 'dead' })).toBe(0);
      await ledger.changeWebhook('a', {});
      await ledger.oweWebhook(webhook('c', { service: elsewhere }));
      expect((await ledger.webhooks({ service, state: 'waiting', limit: 5 })).map(({ id }) => id)).toEqual(['b']);
      expect(await ledger.countWebhooks({ service: elsewhere, state: 'waiting' })).toBe(1);
    });

    test('a webhook that was delivered stays so, whatever a process says that slept through it', async () => {
      const ledger = await open();
      await ledger.oweWebhook(webhook('a'));
      await ledger.changeWebhook('a', { state: 'delivered', tries: 1 });
      await ledger.changeWebhook('a', { state: 'dead', tries: 9, lastError: 'timed_out' });
      await ledger.changeWebhook('a', { nextAtMs: atMs, lastError: 'timed_out' });
      expect(await ledger.countWebhooks({ service, state: 'delivered' })).toBe(1);
      expect((await ledger.webhooks({ service, state: 'delivered', limit: 1 }))[0]).toMatchObject({
        tries: 1,
        lastError: null,
      });
    });

    test('a process says that it is there, until it ends or is silent for long', async () => {
      const ledger = await open();
      const instance = (worker: string, seenAt: string): Instance => ({
        worker,
        service,
        host: 'one-name-for-all',
        kind: 'serve',
        version: '0.1.0',
        url: null,
        startedAt: at,
        seenAt,
      });
      await ledger.noteInstance(instance('a', '2026-11-28T10:00:00.000Z'));
      await ledger.noteInstance(instance('b', '2026-11-28T10:00:00.000Z'));
      await ledger.noteInstance(instance('b', '2026-11-28T10:05:00.000Z'));
      await ledger.noteInstance({ ...instance('c', '2026-11-28T10:05:00.000Z'), service: elsewhere });
      const lately = { service, since: '2026-11-28T10:01:00.000Z' };
      expect(await ledger.instances(lately)).toEqual([instance('b', '2026-11-28T10:05:00.000Z')]);
      // Who was silent for so long is forgotten.
      expect(await ledger.instances({ service, since: at })).toHaveLength(1);
      await ledger.forgetInstance('b');
      expect(await ledger.instances(lately)).toEqual([]);
    });

    test('what each worker holds is counted, with what is due and since when', async () => {
      const ledger = await open();
      const held = { state: 'running', worker: 'w', leaseUntil: '2026-11-28T10:01:00.000Z' } as const;
      await ledger.openJob(opening('due', { attempt: { ...held, nextAt: '2026-11-28T09:59:00.000Z' } }));
      await ledger.openJob(opening('later', { attempt: { ...held, nextAt: '2026-11-28T10:30:00.000Z' } }));
      await ledger.openJob(opening('ended', { attempt: { ...held, state: 'done' } }));
      await ledger.openJob(opening('free', { attempt: { state: 'planned', worker: null, leaseUntil: null } }));
      const answer = await ledger.heldJobs({ service, at: '2026-11-28T10:00:00.000Z' });
      expect(answer.find(({ worker }) => worker === 'w')).toEqual({
        worker: 'w',
        jobs: 2,
        due: 1,
        dueSince: '2026-11-28T09:59:00.000Z',
        leaseUntil: '2026-11-28T10:01:00.000Z',
      });
      expect(answer.find(({ worker }) => worker === null)).toMatchObject({ jobs: 1, due: 1, leaseUntil: null });
    });

    test('jobs that moved since a time are named, each once, of one owner where asked; nothing older', async () => {
      const ledger = await open();
      const moved = (id: string, time: string, owner = '') =>
        ledger.openJob(opening(id, { job: { owner }, attempt: { createdAt: time } }));
      await moved('old', '2026-11-28T09:00:00.000Z');
      await moved('late', '2026-11-28T10:00:02.000Z');
      await moved('early', '2026-11-28T10:00:01.000Z', 'alice~1');
      const since = '2026-11-28T10:00:00.000Z';
      expect(await ledger.movedJobIds({ service, since, limit: 9 })).toEqual(['early', 'late']);
      expect(await ledger.movedJobIds({ service, owner: 'alice~1', since, limit: 9 })).toEqual(['early']);
      expect(await ledger.movedJobIds({ service, since, limit: 1 })).toEqual(['early']);
      expect(await ledger.movedJobIds({ service: elsewhere, since, limit: 9 })).toEqual([]);
    });

    test('a job that was let go of is taken up by nobody until somebody resumes it', async () => {
      const ledger = await open();
      await ledger.openJob(
        opening('left', {
          job: { receipt: sampleReceipt() },
          attempt: { state: 'running', worker: null, nextAt: null },
        }),
      );
      const abandoned = () =>
        ledger.abandonedJobIds({ service, at: '2027-01-01', endedBefore: '2027-01-01', limit: 9 });
      expect(await abandoned()).toEqual(['left']);
      await ledger.changeReceipt('left', { letGo: true });
      expect(await abandoned()).toEqual([]);
      expect((await ledger.job('left'))?.receipt?.letGo).toBe(true);
      await ledger.changeReceipt('left', { letGo: false });
      expect(await abandoned()).toEqual(['left']);
    });

    test('a concluded job with a callback URL is owed a webhook until one is written down', async () => {
      const ledger = await open();
      const receipt = sampleReceipt({ callbackUrl: 'https://example.com/hook' });
      await ledger.openJob(opening('owed', { job: { receipt, concludedAt: at } }));
      await ledger.openJob(opening('open', { job: { receipt } }));
      await ledger.openJob(opening('unasked', { job: { receipt: sampleReceipt(), concludedAt: at } }));
      await ledger.openJob(opening('there', { job: { receipt, concludedAt: at, service: elsewhere } }));
      expect(await ledger.jobIdsOwedWebhook(service)).toEqual(['owed']);
      await ledger.oweWebhook(webhook('owed-completed', { jobId: 'owed' }));
      expect(await ledger.jobIdsOwedWebhook(service)).toEqual([]);
    });

    test('of two that ask for a secret at once, both get the same, and so does whoever comes later', async () => {
      const ledgers = await twoHandles();
      const values = await Promise.all(ledgers.map((ledger, number) => ledger.secret('s', () => `made by ${number}`)));
      expect(new Set(values).size).toBe(1);
      expect(await ledgers[0].secret('s', () => 'later')).toBe(values[0]);
      expect(await ledgers[0].secret('another', () => 'new')).toBe('new');
    });
  });

  describe('readings of a sentence', () => {
    const reading = (id: string, change: Partial<NewReading> = {}): NewReading => ({
      id,
      service,
      owner: '',
      model: 'google/gemini-2.5-flash-lite',
      mostPico: dollar / 100n,
      day: at.slice(0, 10),
      at,
      ...change,
    });
    const booked = (ledger: Ledger) => ledger.bookedPico({ service, period: at.slice(0, 10) });

    test('are booked at the most, then as billed, once, and give back what was certainly not bought', async () => {
      const ledger = await open();
      for (const id of ['billed', 'lost', 'refused'])
        expect(await ledger.reserveReading(reading(id), {})).toBeUndefined();
      expect(await booked(ledger)).toBe((3n * dollar) / 100n);
      await ledger.settleReading('billed', { state: 'billed', pico: 200_000_000n });
      await ledger.settleReading('billed', { state: 'billed', pico: 7n });
      await ledger.settleReading('refused', { state: 'not_bought' });
      await ledger.settleReading('nobody', { state: 'not_bought' });
      expect(await booked(ledger)).toBe(dollar / 100n + 200_000_000n);
      expect(await ledger.readingLines({ service })).toEqual([
        {
          day: at.slice(0, 10),
          model: 'google/gemini-2.5-flash-lite',
          readings: 2,
          billedUsd: '0.0002',
          assumedUsd: '0.01',
          unknownBills: 1,
        },
      ]);
      expect(await ledger.ledgerLines({ service })).toEqual([]);
      expect(await ledger.readingLines({ service: elsewhere })).toEqual([]);
      expect(await ledger.readingLines({ service, since: later(86_400_000).slice(0, 10) })).toEqual([]);
      expect(await ledger.checkIntegrity()).toEqual([]);
    });

    test('count for the limits of day, month and key together with clips, and not for the limit of a job', async () => {
      const [ledger, other] = await twoHandles();
      await ledger.addClientKey(clientKey('alice', { budgetUsd: '0.015' }));
      expect(await ledger.reserveReading(reading('one'), { perJobUsd: '0.001' })).toBeUndefined();
      expect(await other.reserveReading(reading('two'), { perDayUsd: '0.019' })).toMatchObject({
        code: 'over_budget',
        cap: 'day',
        bookedUsd: '0.01',
      });
      expect(await other.reserveReading(reading('three', { owner: 'alice~1' }), {})).toBeUndefined();
      expect(await other.reserveReading(reading('four', { owner: 'alice~1' }), {})).toMatchObject({ cap: 'key' });
      expect(await other.reserveReading(reading('five', { owner: 'nobody~1' }), {})).toEqual({ code: 'key_revoked' });
      await ledger.openJob(opening('job-1'));
      expect(await reserve(ledger, 'job-1', dollar, { perDayUsd: '1.01' })).toMatchObject({
        kind: 'refused',
        reason: { code: 'over_budget', cap: 'day', bookedUsd: '0.02' },
      });
      expect(await ledger.readingLines({ service, owner: 'alice~1' })).toMatchObject([{ readings: 1 }]);
      expect(await ledger.checkIntegrity()).toEqual([]);
    });

    test('two at once do not share the last cent of a limit', async () => {
      const handles = await twoHandles();
      const answers = await Promise.all(
        Array.from({ length: 6 }, (_, number) =>
          handles[number % 2]!.reserveReading(reading(`r${number}`), { perDayUsd: '0.03' }),
        ),
      );
      expect(answers.filter((refusal) => refusal === undefined)).toHaveLength(3);
      expect(await booked(handles[0])).toBe((3n * dollar) / 100n);
    });
  });
});
