import { describe, expect, test } from 'vitest';
import type { Receipt } from '../../../src/jobs/job.ts';
import type { Dedupe } from '../../../src/jobs/records/job-records.ts';
import { sampleReceipt } from '../sample-job.ts';
import type { Ledgers } from './ledgers.ts';
import { atMs, byKey, clientKey, elsewhere, later, move, neverSubmitted, opening, service } from './samples.ts';

/** Which submits count as one. */
export function equalSubmitContract({ open, twoHandles }: Ledgers): void {
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
}
