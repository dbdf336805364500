import type { DeliveryDifference, DeliveryDifferenceCode } from '@shotcaller/core';
import { z } from 'zod';
import type { AttemptState, JobReason } from '../../../jobs/job.ts';
import { describes } from './described.ts';

/** The values that answers are made of: money, times, counts, states, reasons. */

export const usd = z
  .string()
  .regex(/^-?\d+(\.\d+)?$/)
  .describe('US dollars, an exact decimal as a string.');

export const usdOrUnknown = usd
  .nullable()
  .describe('US dollars, an exact decimal as a string; null: not known, never 0.');

export const instant = z.string().meta({ format: 'date-time', description: 'ISO 8601, UTC.' });

export const instantOrNull = instant.nullable().describe('ISO 8601, UTC; null: has not happened, or is not known.');

export const day = z.string().meta({ format: 'date', description: 'A UTC day.' });

/** Dates and times both: lists are dated by day or by the moment. */
export const asOf = z.string().nullable().describe('ISO 8601 date or time, UTC; null: not known.');

export const count = z.int().min(0);

export const modelId = z.string().describe('The id of a model, author/slug.');

const plainValue = z.union([z.string(), z.number(), z.boolean()]).nullable();

export const jobState = describes<AttemptState>()(
  z
    .enum([
      'planned',
      'reserved',
      'submitting',
      'submitted',
      'running',
      'downloading',
      'done',
      'refused',
      'failed',
      'expired',
      'cancelled',
      'unknown',
      'gave_up_watching',
    ])
    .describe(
      'A state of the ledger. done, refused, failed, expired and cancelled are final. unknown: the answer to the submit was lost, a paid job may exist. gave_up_watching: resume goes on.',
    ),
);

export const difference = describes<DeliveryDifference>()(
  z
    .object({ code: z.string<DeliveryDifferenceCode>(), ordered: plainValue, found: plainValue })
    .describe('One way in which the delivered file differs from what was ordered.'),
);

export const jobReason = describes<JobReason>()(
  z
    .looseObject({ code: z.string() })
    .describe(
      'Why: a code for programs, with arguments that depend on the code. A row of another version may hold a code that is not listed.',
    ) as unknown as z.ZodType<JobReason>,
);
