import { z } from 'zod';
import type { LedgerLine } from '../../../jobs/money/ledger-report.ts';
import type { Budget, LedgerAnswer } from '../../api.types.ts';
import { describes } from './described.ts';
import { count, day, jobState, modelId, usd } from './values.ts';

/** The answer of `/v1/ledger`. */

const sums = {
  jobs: count,
  quotedUsd: usd.describe('Expected prices, added up over the jobs whose price was known.'),
  billedUsd: usd.describe('Bills as stated by the service.'),
  assumedUsd: usd.describe('Booked without a stated cost, as the reservation.'),
  reservedUsd: usd.describe('Still held for jobs that may yet bill.'),
  unknownBills: count.describe('Jobs that ended without a stated cost, or whose purchase is uncertain.'),
};

export const ledgerLine = describes<LedgerLine>()(
  z.object({ day, model: modelId, status: jobState, ...sums }).describe('Spend of one day, model and status.'),
);

export const budget = describes<Budget>()(
  z
    .object({
      name: z.enum(['job', 'day', 'month', 'key', 'key_day']),
      limitUsd: usd,
      bookedUsd: usd.nullable().describe('Bills and open reservations; null for the limit of one job.'),
      leftUsd: usd.nullable().describe('Never negative; null for the limit of one job.'),
    })
    .describe('What a budget has left.'),
);

export const ledger = describes<LedgerAnswer>()(
  z
    .object({
      lines: z.array(ledgerLine),
      total: z.object(sums),
      budgets: z.array(budget).describe('Those that are set and that the caller may know.'),
      corrections: z
        .array(
          z.object({
            model: modelId,
            n: count.describe('Bills compared.'),
            factor: z.number().describe('Mean of bill ÷ list price.'),
            low: z.number(),
            high: z.number(),
          }),
        )
        .describe('How bills compare with list prices, by model; from this ledger.'),
    })
    .describe('What was spent against what was quoted. Money is a decimal string.'),
);
