import { z } from 'zod';
import type { Addresses } from '../../openapi/address.ts';
import { named, type Of, object } from '../../openapi/schemas.ts';
import { adminOnly, usd, usdSent } from './values.ts';

/** The spending limits that the configuration of this server sets. */

const spendLimits = object('SpendLimits', 'The most that may be spent through this server; null: no limit.', {
  perJobUsd: usd.nullable().describe('Limit for all attempts of one job together.'),
  perDayUsd: usd.nullable().describe('Limit for all jobs of one UTC day.'),
  perMonthUsd: usd.nullable().describe('Limit for all jobs of one UTC month.'),
  editable: z.boolean().describe('false: this server has no configuration file that it may change.'),
});

export type SpendLimitsAnswer = Of<typeof spendLimits>;

const limit = usdSent.nullable().exactOptional();
const limitChange = named(
  'SpendLimitChange',
  z
    .strictObject({ perJobUsd: limit, perDayUsd: limit, perMonthUsd: limit })
    .describe('Fields that you leave out stay as they are; null removes the limit.'),
);

export const limitAddresses = {
  'GET /v1/limits': {
    name: 'limits',
    summary: 'Get the spending limits of this server',
    answers: { 200: { description: 'The limits', json: spendLimits } },
    errors: adminOnly,
  },
  'POST /v1/limits': {
    name: 'changeLimits',
    summary:
      'Change the spending limits, from the next job on, for this server and for every command that reads the same configuration',
    body: limitChange,
    maxBodyBytes: 10_000,
    answers: { 200: { description: 'The limits', json: spendLimits } },
    errors: {
      ...adminOnly,
      409: 'This server has no configuration file that it may change, or the file cannot be read; nothing was changed',
    },
  },
} satisfies Addresses;
