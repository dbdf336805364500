import { z } from 'zod';
import type { ApiError, DeadLettersAnswer, HealthAnswer, ServerEvent } from '../../api.types.ts';
import { catalogSummary } from './catalog-schemas.ts';
import { selection } from './choice-schemas.ts';
import { describes } from './described.ts';
import { job, progress } from './job-schemas.ts';
import { price } from './price-schema.ts';
import { count, instant, jobReason, jobState } from './values.ts';

/** Answers about the server itself: health, events, dead letters, errors. */

const mode = z.enum(['local', 'server']);

export const health = describes<HealthAnswer>()(
  z
    .object({
      ok: z.boolean(),
      version: z.string(),
      mode: mode.exactOptional(),
      simulated: z
        .boolean()
        .exactOptional()
        .describe('true: jobs are bought from the simulator, nothing is spent. Told to every key.'),
      upstream: z.string().exactOptional().describe('Origin of the video API.'),
      catalog: catalogSummary.exactOptional(),
      ledger: z.object({ kind: z.enum(['sqlite', 'postgres']), ok: z.boolean() }).exactOptional(),
      jobsUnderWay: count.exactOptional(),
      webhooks: z.object({ receiving: z.boolean(), deadLetters: count }).exactOptional(),
      startedAt: instant.exactOptional(),
    })
    .describe('Without a key ok and version only; simulated with any key; everything for who may see all.'),
);

const id = z.string().describe('The order.');

export const serverEvent = describes<ServerEvent>()(
  z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('hello'), at: instant, mode, simulated: z.boolean() }),
      z.object({ kind: z.literal('reset'), at: instant }).describe('Events were missed: read /v1/jobs again.'),
      z.object({ kind: z.literal('job'), at: instant, id, status: jobState, from: jobState.nullable(), job }),
      z.object({ kind: z.literal('progress'), at: instant, id, progress }),
      z
        .object({
          kind: z.literal('trouble'),
          at: instant,
          id,
          what: z.enum(['poll_failed', 'download_failed']),
          reason: jobReason,
          nextTryAt: instant,
        })
        .describe('It goes on by itself.'),
    ])
    .describe('The JSON of one data: line of /v1/events.'),
);

export const deadLetters = describes<DeadLettersAnswer>()(
  z.object({
    deadLetters: z.array(
      z.object({
        id: z.string(),
        jobId: z.string().describe('The order.'),
        target: z.string().describe('Scheme and host only.'),
        tries: count,
        lastError: z.string(),
        firstAt: instant,
        lastAt: instant,
      }),
    ),
  }),
);

export const apiError = describes<ApiError>()(
  z
    .object({
      error: z.looseObject({
        code: z.string().describe('For programs.'),
        message: z.string().describe('For people: what happened, to what, and the next step.'),
        problems: z
          .array(z.object({ field: z.string(), message: z.string() }))
          .exactOptional()
          .describe('One entry for each field that is wrong.'),
        selection: selection.exactOptional().describe('With no_eligible_model: everyone and why not.'),
        model: z.string().exactOptional(),
        price: price.exactOptional().describe('With spend_not_confirmed and over_budget: what it would cost.'),
      }),
    })
    .describe('Every error of the own API. Further fields are arguments of the code.'),
);
