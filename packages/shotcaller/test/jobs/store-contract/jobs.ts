import { readBrief } from '@shotcaller/core';
import { describe, expect, test } from 'vitest';
import type { Transition } from '../../../src/jobs/records/job-records.ts';
import { at, sampleAttempt, sampleJob, sampleReceipt } from '../sample-job.ts';
import type { Ledgers } from './ledgers.ts';
import { byKey, elsewhere, later, move, neverSubmitted, opening, service } from './samples.ts';

/** How jobs and their attempts are recorded and moved. */
export function jobContract({ kind, open, place, twoHandles, close }: Ledgers): void {
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

    test('moves of one attempt that are asked for at once are carried out in their order; of two under one version the first counts', async () => {
      const ledger = await open();
      await ledger.openJob(opening('job-1'));
      await ledger.apply(move('job-1', 1));
      const look = (version: number, polls: number): Transition => ({
        attemptId: 'job-1',
        version,
        change: { polls },
        at,
        by: 'me',
        durable: false,
      });
      const written = async (looks: readonly Transition[]) =>
        (await Promise.all(looks.map((transition) => ledger.apply(transition)))).map((moved) => moved?.polls);
      expect(await written([look(2, 1), look(2, 2)])).toEqual([1, undefined]);
      expect(await written([look(3, 3), look(4, 4), look(4, 5)])).toEqual([3, 4, undefined]);
      expect(await ledger.attempt('job-1')).toMatchObject({ version: 5, polls: 4 });
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
        await close(ledgers[4]!);
        expect(await (await openAgain()).attempt('job-1')).toEqual(opening('job-1').attempt);
      });
    }
  });
}
