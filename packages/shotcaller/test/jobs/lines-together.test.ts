import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type LedgerLine, reportOf } from '../../src/jobs/money/ledger-report.ts';
import { linesJson } from '../../src/jobs/money/lines-json.ts';
import { together } from '../../src/jobs/money/lines-together.ts';

const order = (one: LedgerLine, other: LedgerLine) =>
  keyOf(one) === keyOf(other) ? 0 : keyOf(one) < keyOf(other) ? -1 : 1;
const keyOf = ({ day, model, status }: LedgerLine) => `${day} ${model} ${status}`;

const usd = fc.integer({ min: 0, max: 5_000_000 }).map((micros) => String(micros / 1_000_000));
const line = fc.record<LedgerLine>({
  day: fc.integer({ min: 1, max: 28 }).map((day) => `2026-10-${String(day).padStart(2, '0')}`),
  model: fc.constantFrom('a/one', 'b/two', 'c/“ü”'),
  status: fc.constantFrom('done', 'failed', 'refused', 'submitted', 'unknown'),
  jobs: fc.nat(1000),
  quotedUsd: usd,
  billedUsd: usd,
  assumedUsd: usd,
  reservedUsd: usd,
  unknownBills: fc.nat(9),
  disputedBills: fc.nat(9),
});
const sorted = fc.array(line).map((lines) => lines.toSorted(order));

describe('Remembered lines of the ledger and those under way', () => {
  test('stand in one order, whatever was asked of the remembered ones before', () => {
    fc.assert(
      fc.property(sorted, fc.array(line, { maxLength: 5 }), fc.array(line, { maxLength: 5 }), (kept, first, second) => {
        for (const few of [first, second, []]) {
          const expected = [...kept, ...few].sort(order);
          const lines = together(kept, few, order);
          expect(lines).toEqual(expected);
          expect(JSON.parse(linesJson(lines).toString())).toEqual(expected);
          expect(linesJson(lines).toString()).toBe(JSON.stringify(lines));
        }
      }),
    );
  });

  test('add up to the same total as all of them anew', () => {
    fc.assert(
      fc.property(sorted, fc.array(line, { maxLength: 5 }), (kept, few) => {
        const lines = together(kept, few, order);
        expect(reportOf(lines).total).toEqual(reportOf([...lines]).total);
      }),
    );
  });

  test('those refused are no part of what was ordered, and all else counts', () => {
    const one: LedgerLine = {
      ...{ day: '2026-10-01', model: 'a/one', status: 'done', jobs: 2, unknownBills: 1, disputedBills: 0 },
      ...{ quotedUsd: '0.3', billedUsd: '0.25', assumedUsd: '0.05', reservedUsd: '0' },
    };
    const refused: LedgerLine = {
      ...one,
      status: 'refused',
      jobs: 7,
      billedUsd: '0',
      assumedUsd: '0',
      unknownBills: 0,
    };
    expect(reportOf(together([one], [refused], order)).total).toEqual({
      ...{ jobs: 2, quotedUsd: '0.3', billedUsd: '0.25', assumedUsd: '0.05', reservedUsd: '0' },
      ...{ unknownBills: 1, disputedBills: 0 },
    });
  });
});
