import { describe, expect, test } from 'vitest';
import type { Caps } from '../../../src/jobs/money/caps.ts';
import { settlementOf } from '../../../src/jobs/money/money-entry.ts';
import type { ClientKey } from '../../../src/jobs/records/client-key-records.ts';
import { at, sampleAttempt, samplePrice } from '../sample-job.ts';
import type { Ledgers } from './ledgers.ts';
import { clientKey, dollar, elsewhere, move, ofFilm, opening, reserve, service } from './samples.ts';

/** What may be reserved. */
export function budgetContract({ open, place, twoHandles }: Ledgers): void {
  describe('budgets', () => {
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
  });
}
