import { describe, expect, test } from 'vitest';
import type { Ledger } from '../../../src/jobs/ledger.ts';
import type { NewReading } from '../../../src/jobs/money/reading.ts';
import { at } from '../sample-job.ts';
import type { Ledgers } from './ledgers.ts';
import { clientKey, dollar, elsewhere, later, opening, reserve, service } from './samples.ts';

/** Sentences that a model reads for money. */
export function readingContract({ open, twoHandles }: Ledgers): void {
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
}
