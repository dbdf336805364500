import {
  type BillDoubt,
  type DeliveryDifference,
  type DeliveryDifferenceCode,
  type PriceNote,
  readUsd,
} from '@shotcaller/core';
import { z } from 'zod';
import { type AttemptState, type JobReason, terminalStates, unfinishedStates } from '../../../jobs/job.ts';
import { describes, named } from '../../openapi/schemas.ts';

/** The values that requests and answers are made of: money, times, counts, states, reasons. */

export const usd = z
  .string()
  .regex(/^-?\d+(\.\d+)?$/)
  .describe('US dollars, an exact decimal as a string.');

export const usdOrUnknown = usd
  .nullable()
  .describe('US dollars, an exact decimal as a string; null: not known, never 0.');

export const profileName = z.enum(['fastAndCheap', 'qualityAndCost', 'balanced', 'custom']);

/** An amount as callers may write it. */
export const usdSent = z
  .union([z.string(), z.number()])
  .transform((given, context) => {
    const amount = readUsd(given);
    if (amount !== undefined) return amount;
    context.addIssue('must be US dollars, for example "0.50"');
    return z.NEVER;
  })
  .describe('US dollars, a decimal.');

/** https://www.w3.org/TR/trace-context/ */
export const traceContext = z
  .string()
  .describe('W3C trace context: the spans of the job join this trace. One that cannot be read is ignored.');

export const dedupeKey = z
  .string()
  .regex(/^[\x21-\x7e]{1,255}$/, 'must be 1 to 255 visible ASCII characters')
  .describe('Idempotency key: a repeated request returns the first job. With another request it is refused.');

export const instant = z.string().meta({ format: 'date-time', description: 'ISO 8601, UTC.' });

export const instantOrNull = instant.nullable().describe('ISO 8601, UTC; null: has not happened, or is not known.');

export const day = z.string().meta({ format: 'date', description: 'A UTC day.' });

/** Dates and times both: lists are dated by day or by the moment. */
export const asOf = z.string().nullable().describe('ISO 8601 date or time, UTC; null: not known.');

export const catalogSource = z.enum(['live', 'cache', 'last_known_good', 'bundled', 'file', 'given']);

export const count = z.int().min(0);

/** What a 403 means at addresses for administrators. */
export const adminOnly = { 403: 'Only for keys made with --admin' };

export const modelId = z.string().describe('The id of a model, author/slug.');

export const jobState = describes<AttemptState>('AttemptState')(
  z
    .enum([...unfinishedStates, ...terminalStates])
    .describe(
      'A state of the ledger. done, refused, failed, expired and cancelled are final. unknown: the answer to the submit was lost, a paid job may exist. gave_up_watching: still running when watching ended, or the last looks got no answer (`reason.unseen`); resume goes on. not_fetched: finished and billed, its file is not here, resume fetches it.',
    ),
);

const plainValue = z.union([z.string(), z.number(), z.boolean()]).nullable();

export const difference = describes<DeliveryDifference>()(
  z
    .object({ code: z.string<DeliveryDifferenceCode>(), ordered: plainValue, found: plainValue })
    .describe('One way in which the delivered file differs from what was asked for.'),
);

export const priceNote = openCode<PriceNote>(
  'PriceNote',
  'A finding about a price: a code for programs, with arguments that depend on the code.',
);

export const jobReason = openCode<JobReason>(
  'JobReason',
  'Why: a code for programs, with arguments that depend on the code. A row of another version may hold a code that is not listed.',
);

export const billDoubt = openCode<BillDoubt>(
  'BillDoubt',
  'Why a stated bill is not believed: a code for programs, what was stated, and arguments that depend on the code.',
);

/** Described as any code with any arguments, so that a new code breaks no client; typed as the union that routes return. */
function openCode<Type extends { readonly code: string }>(name: string, description: string): z.ZodType<Type> {
  return named(name, z.looseObject({ code: z.string() }).describe(description) as unknown as z.ZodType<Type>);
}
