import { z } from 'zod';
import type { LedgerLine } from '../../../jobs/money/ledger-report.ts';
import type { ReadingLine } from '../../../jobs/money/reading.ts';
import type { Addresses } from '../../openapi/address.ts';
import { type Of, object, objectOf } from '../../openapi/schemas.ts';
import { count, day, instant, jobState, listUnread, modelId, usd } from './values.ts';

const sums = {
  jobs: count,
  quotedUsd: usd.describe('Sum of the expected prices that were known.'),
  billedUsd: usd.describe('Sum of the bills that OpenRouter stated.'),
  assumedUsd: usd.describe('Sum of the reserved amounts that count because no credible bill was stated.'),
  reservedUsd: usd.describe('Still reserved for attempts that may yet be billed.'),
  unknownBills: count.describe('Jobs that ended without a stated bill, or that may or may not have been bought.'),
  disputedBills: count.describe('Those of the `unknownBills` whose stated bill is not credible.'),
};

const ledgerLine = objectOf<LedgerLine>()('LedgerLine', 'The spend of one day, model and status.', {
  day,
  model: modelId,
  status: jobState,
  ...sums,
});

const readingSums = {
  readings: count,
  billedUsd: usd.describe('Sum of the bills that OpenRouter stated.'),
  assumedUsd: usd.describe('Sum of the upper prices that count because no bill was stated.'),
  unknownBills: count.describe('Readings without a stated bill.'),
};

const readingLine = objectOf<ReadingLine>()('ReadingLine', 'Sentences that one chat model read on one day.', {
  day,
  model: z.string().describe('The chat model.'),
  ...readingSums,
});

export const budget = object('Budget', 'A budget and what is left of it.', {
  name: z.enum(['job', 'day', 'month', 'key', 'key_day']),
  limitUsd: usd,
  bookedUsd: usd.nullable().describe('Bills and open reservations that count against it; null for the limit per job.'),
  leftUsd: usd.nullable().describe('What may still be spent, never negative; null for the limit per job.'),
  renewsAt: instant.exactOptional().describe('When the budget starts again. Absent: it does not.'),
});

export type Budget = Of<typeof budget>;

const ledger = object('Ledger', 'What was spent, compared with what was quoted. Amounts are decimal strings.', {
  lines: z.array(ledgerLine),
  total: z.object(sums),
  keys: z
    .array(
      z.object({
        owner: z.string().describe('The id of the client key; empty: jobs that were ordered without a key.'),
        ...sums,
      }),
    )
    .exactOptional()
    .describe('The same sums for each client key, most spent first. Only for keys made with --admin.'),
  readings: z
    .object({ lines: z.array(readingLine), total: z.object(readingSums) })
    .describe('What chat models cost that read sentences. The sums of the clips do not include it.'),
  budgets: z.array(budget).describe('Each budget that is set and that this key may see.'),
  corrections: z
    .array(
      z.object({
        model: z.string().describe('A model id; `*` means every model, for a discount on your whole account.'),
        sku: z.string().exactOptional().describe('The price keys that were compared, joined by `+`.'),
        floorUsd: z
          .object({ low: z.string(), high: z.string() })
          .exactOptional()
          .describe(
            'The least that clips shorter than 5 s were billed. If present, this correction is a minimum price for short clips only.',
          ),
        n: count.describe('Number of bills compared.'),
        factor: z.number().describe('Mean of the bill divided by the list price.'),
        low: z.number(),
        high: z.number(),
      }),
    )
    .describe('How the bills in this ledger compare with list prices, by model and price key.'),
});

export type LedgerAnswer = Of<typeof ledger>;

export const ledgerAddresses = {
  'GET /v1/ledger': {
    name: 'ledger',
    summary: 'Get what was spent, what was quoted, and what is left of each budget',
    query: z.strictObject({
      since: z.iso.date().exactOptional().describe('The first UTC day to include.'),
      until: z.iso.date().exactOptional().describe('The last UTC day to include.'),
      format: z.enum(['json', 'csv']).default('json'),
      by: z
        .enum(['day', 'key'])
        .default('day')
        .describe(
          'With `format=csv`: `key` gives separate lines for each client key, and needs a key made with --admin.',
        ),
    }),
    answers: { 200: { description: 'The ledger', json: ledger, content: { 'text/csv': { type: 'string' } } } },
    errors: {
      403: '`by=key` needs a key made with --admin',
      ...listUnread,
    },
  },
} satisfies Addresses;
