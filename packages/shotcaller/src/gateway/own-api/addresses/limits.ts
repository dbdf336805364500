import { z } from 'zod';
import type { Addresses } from '../../openapi/address.ts';
import { named, type Of, object } from '../../openapi/schemas.ts';
import { adminOnly, usd, usdSent } from './values.ts';

/** The spending limits that the configuration of this server sets. */

const spendLimits = object('SpendLimits', 'Most that may be spent through this server; null: no limit.', {
  perJobUsd: usd.nullable().describe('All attempts of one job together.'),
  perDayUsd: usd.nullable().describe('All jobs of a UTC day.'),
  perMonthUsd: usd.nullable().describe('All jobs of a UTC month.'),
  editable: z.boolean().describe('false: this server was not given a configuration that it may write.'),
});

export type SpendLimitsAnswer = Of<typeof spendLimits>;

const limit = usdSent.nullable().exactOptional();
const limitChange = named(
  'SpendLimitChange',
  z
    .strictObject({ perJobUsd: limit, perDayUsd: limit, perMonthUsd: limit })
    .describe('What is left out stays as it is; null: no limit.'),
);

export const limitAddresses = {
  'GET /v1/limits': {
    name: 'limits',
    summary: 'Spending limits of this server',
    answers: { 200: { description: 'The limits', json: spendLimits } },
    errors: adminOnly,
  },
  'POST /v1/limits': {
    name: 'changeLimits',
    summary:
      'Change them; they hold from the next order on, here and for every command that reads the same configuration',
    body: limitChange,
    maxBodyBytes: 10_000,
    answers: { 200: { description: 'The limits', json: spendLimits } },
    errors: { ...adminOnly, 409: 'This server has no configuration that it may write, or it cannot be read' },
  },
} satisfies Addresses;
