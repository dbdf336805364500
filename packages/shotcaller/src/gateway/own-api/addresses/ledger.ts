import { z } from 'zod';
import type { LedgerLine } from '../../../jobs/money/ledger-report.ts';
import type { ReadingLine } from '../../../jobs/money/reading.ts';
import type { Addresses } from '../../openapi/address.ts';
import { type Of, object, objectOf } from '../../openapi/schemas.ts';
import { count, day, instant, jobState, modelId, usd } from './values.ts';

const sums = {
  jobs: count,
  quotedUsd: usd.describe('Expected prices, added up over those that were known.'),
  billedUsd: usd.describe('Bills as stated by the service.'),
  assumedUsd: usd.describe('Booked without a stated cost, as the reservation.'),
  reservedUsd: usd.describe('Still reserved for what may yet bill.'),
  unknownBills: count.describe('Those that ended without a stated cost, or whose purchase is uncertain.'),
  disputedBills: count.describe('Those of them whose stated bill is not believed.'),
};

const ledgerLine = objectOf<LedgerLine>()('LedgerLine', 'Spend of one day, model and status.', {
  day,
  model: modelId,
  status: jobState,
  ...sums,
});

const readingSums = {
  readings: count,
  billedUsd: usd.describe('As stated by the service.'),
  assumedUsd: usd.describe('Booked at the most, because no cost was stated.'),
  unknownBills: count.describe('Those without a stated cost.'),
};

const readingLine = objectOf<ReadingLine>()('ReadingLine', 'Readings of one day and chat model.', {
  day,
  model: z.string().describe('The chat model.'),
  ...readingSums,
});

export const budget = object('Budget', 'What a budget has left.', {
  name: z.enum(['job', 'day', 'month', 'key', 'key_day']),
  limitUsd: usd,
  bookedUsd: usd.nullable().describe('Bills and open reservations; null for the limit of one job.'),
  leftUsd: usd.nullable().describe('Never negative; null for the limit of one job.'),
  renewsAt: instant.exactOptional().describe('When the budget begins anew; absent where it does not.'),
});

export type Budget = Of<typeof budget>;

const ledger = object('Ledger', 'What was spent against what was quoted. Money is a decimal string.', {
  lines: z.array(ledgerLine),
  total: z.object(sums),
  keys: z
    .array(z.object({ owner: z.string().describe('Of a client key, as jobs have it; empty: without a key.'), ...sums }))
    .exactOptional()
    .describe('The same sums by client key, most spent first. Only for those who see everything.'),
  readings: z
    .object({ lines: z.array(readingLine), total: z.object(readingSums) })
    .describe('Sentences that chat models have read: beside the clips, in none of their sums.'),
  budgets: z.array(budget).describe('Those that are set and that the caller may know.'),
  corrections: z
    .array(
      z.object({
        model: z.string().describe('A model id; *: every model, for a discount that the account has.'),
        sku: z.string().exactOptional().describe('The price keys compared, joined by +.'),
        floorUsd: z
          .object({ low: z.string(), high: z.string() })
          .exactOptional()
          .describe('What clips under 5 s were billed at least. Present: this is a floor for short clips alone.'),
        n: count.describe('Bills compared.'),
        factor: z.number().describe('Mean of bill ÷ list price.'),
        low: z.number(),
        high: z.number(),
      }),
    )
    .describe('How bills compare with list prices, by model and price key; from this ledger.'),
});

export type LedgerAnswer = Of<typeof ledger>;

export const ledgerAddresses = {
  'GET /v1/ledger': {
    name: 'ledger',
    summary: 'What was spent against what was quoted, and what budgets have left',
    query: z.strictObject({
      since: z.iso.date().exactOptional().describe('First UTC day.'),
      until: z.iso.date().exactOptional().describe('Last UTC day.'),
      format: z.enum(['json', 'csv']).default('json'),
      by: z
        .enum(['day', 'key'])
        .default('day')
        .describe('With csv. key: the lines of each client key apart, for those who see everything.'),
    }),
    answers: { 200: { description: 'The ledger', json: ledger, content: { 'text/csv': { type: 'string' } } } },
    errors: {
      403: 'by=key is only for keys made with --admin',
      503: 'The list of models cannot be read now, or too many requests at work',
    },
  },
} satisfies Addresses;
