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
  .describe('US dollars, an exact decimal as a string; null means not known, never 0.');

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
  .describe('US dollars, a decimal as a string or a number.');

/** https://www.w3.org/TR/trace-context/ */
export const traceContext = z
  .string()
  .describe('W3C trace context: the spans of the job join this trace. A value that cannot be read is ignored.');

export const dedupeKey = z
  .string()
  .regex(/^[\x21-\x7e]{1,255}$/, 'must be 1 to 255 visible ASCII characters')
  .describe(
    'Idempotency key. If you repeat a request with the same key, you get the first job and nothing more is bought. A different request with the same key is refused.',
  );

export const instant = z.string().meta({ format: 'date-time', description: 'ISO 8601, UTC.' });

export const instantOrNull = instant.nullable().describe('ISO 8601, UTC; null: it has not happened, or is not known.');

export const day = z.string().meta({ format: 'date', description: 'A UTC day.' });

/** Dates and times both: lists are dated by day or by the moment. */
export const asOf = z.string().nullable().describe('ISO 8601 date or time, UTC; null: not known.');

export const catalogSource = z.enum(['live', 'cache', 'last_known_good', 'bundled', 'file', 'given']);

export const count = z.int().min(0);

/** What a 503 means at addresses that look at models. */
export const listUnread = {
  503: 'The list of models cannot be read right now, or the server has too many requests in progress; wait for Retry-After',
};

/** What a 403 means at addresses for administrators. */
export const adminOnly = { 403: 'This needs a key made with --admin' };

export const modelId = z.string().describe('The id of a model, as author/slug.');

export const jobState = describes<AttemptState>('AttemptState')(
  z
    .enum([...unfinishedStates, ...terminalStates])
    .describe(
      'The state of a job or an attempt. done, refused, failed, expired and cancelled are final. unknown: the answer to the submit was lost, so you may have been billed. gave_up_watching: the job was still running when watching ended, or the last polls got no answer (`reason.unseen`); resume it to continue. not_fetched: the clip is finished and billed, but not downloaded; resume the job to download it.',
    ),
);

const plainValue = z.union([z.string(), z.number(), z.boolean()]).nullable();

export const difference = describes<DeliveryDifference>()(
  z
    .object({ code: z.string<DeliveryDifferenceCode>(), ordered: plainValue, found: plainValue })
    .describe('One way in which the delivered file differs from what you asked for.'),
);

export const priceNote = openCode<PriceNote>(
  'PriceNote',
  'A finding about a price: a code for programs, with arguments that depend on the code.',
);

export const jobReason = openCode<JobReason>(
  'JobReason',
  'Why the job or attempt is in its state: a code for programs, with arguments that depend on the code. A job of another version of Shotcaller may have a code that is not documented here.',
);

export const billDoubt = openCode<BillDoubt>(
  'BillDoubt',
  'Why a stated bill is not credible: a code for programs, the stated amount, and arguments that depend on the code.',
);

/** Described as any code with any arguments, so that a new code breaks no client; typed as the union that routes return. */
function openCode<Type extends { readonly code: string }>(name: string, description: string): z.ZodType<Type> {
  return named(name, z.looseObject({ code: z.string() }).describe(description) as unknown as z.ZodType<Type>);
}
