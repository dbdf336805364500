import { describe, expect, test } from 'vitest';
import type { Attempt } from '../../../src/jobs/job.ts';
import { reportOf } from '../../../src/jobs/money/ledger-report.ts';
import { refundOf, settlementOf } from '../../../src/jobs/money/money-entry.ts';
import { at, samplePrice } from '../sample-job.ts';
import type { Ledgers } from './ledgers.ts';
import { clientKey, dollar, elsewhere, later, move, opening, reserve, service } from './samples.ts';

/** What is booked, and what it adds up to. */
export function moneyContract({ open }: Ledgers): void {
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
}
