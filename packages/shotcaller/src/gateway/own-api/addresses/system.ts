import { z } from 'zod';
import type { Addresses } from '../../openapi/address.ts';
import { named, type Of, object } from '../../openapi/schemas.ts';
import { batchEvent } from './batches.ts';
import { catalogSummary } from './catalog.ts';
import { job, progress } from './job.ts';
import { adminOnly, count, instant, jobReason, jobState } from './values.ts';

const mode = z.enum(['local', 'server']);

const health = object(
  'Health',
  'Without a key you get only `ok` and `version`; with any key also `simulated`; with a key made with --admin everything.',
  {
    ok: z.boolean(),
    version: z.string(),
    mode: mode.exactOptional(),
    simulated: z.boolean().exactOptional().describe('true: jobs go to the simulator, and no money is spent.'),
    upstream: z.string().exactOptional().describe('The origin of the video API that jobs are sent to.'),
    catalog: catalogSummary.exactOptional(),
    ledger: z.object({ kind: z.enum(['sqlite', 'postgres']), ok: z.boolean() }).exactOptional(),
    jobsUnderWay: count.exactOptional(),
    webhooks: z.object({ receiving: z.boolean(), deadLetters: count }).exactOptional(),
    startedAt: instant.exactOptional(),
  },
);

export type HealthAnswer = Of<typeof health>;

const id = z.string().describe('The id of the job.');

const serverEvent = named(
  'ServerEvent',
  z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('hello'), at: instant, mode, simulated: z.boolean() }),
      z.object({ kind: z.literal('reset'), at: instant }).describe('You have missed events: read GET /v1/jobs again.'),
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
        .describe(
          'A request to OpenRouter failed. Shotcaller tries again at `nextTryAt`; you do not need to do anything.',
        ),
      batchEvent,
    ])
    .describe('The JSON of one `data:` line of GET /v1/events.'),
);

export type ServerEvent = Of<typeof serverEvent>;

const deadLetters = object(
  'DeadLetters',
  'Webhooks to your callback URLs that were given up after repeated failures.',
  {
    deadLetters: z.array(
      z.object({
        id: z.string(),
        jobId: z.string(),
        target: z.string().describe('Scheme and host of the callback URL.'),
        tries: count,
        lastError: z.string(),
        firstAt: instant,
        lastAt: instant,
      }),
    ),
  },
);

export type DeadLettersAnswer = Of<typeof deadLetters>;

const alive = object('Alive', 'The process is running.', { ok: z.literal(true) });

const ready = object('Ready', 'Whether this process accepts requests.', {
  ok: z.boolean(),
  why: z
    .enum(['ending', 'ledger_not_reached'])
    .exactOptional()
    .describe(
      'ending: the process is shutting down and finishes its open requests. ledger_not_reached: it cannot reach its database. Absent: it is ready.',
    ),
});

/** Ask for no key, so they stand before the guard. */
export const healthAddress = {
  'GET /v1/live': {
    name: 'live',
    summary: 'Liveness check: whether this process is running',
    isOpen: true,
    answers: { 200: { description: 'The process is running', json: alive } },
  },
  'GET /v1/ready': {
    name: 'ready',
    summary: 'Readiness check: whether this process accepts requests, for load balancers and rolling restarts',
    isOpen: true,
    answers: {
      200: { description: 'The process is ready', json: ready },
      503: {
        description: 'The process is shutting down, cannot reach its ledger, or has too many requests in progress',
        json: ready,
      },
    },
  },
  'GET /v1/health': {
    name: 'health',
    summary: 'Health check; keys made with --admin get all details',
    isOpen: true,
    answers: {
      200: { description: 'Everything works', json: health },
      503: { description: 'Something does not work, or too many requests are in progress', json: health },
    },
  },
} satisfies Addresses;

export const systemAddresses = {
  'GET /v1/events': {
    name: 'events',
    summary: 'Follow jobs and batches as server-sent events; resume with Last-Event-ID',
    description:
      'The events are `hello`, `reset`, `job`, `progress`, `trouble` and `batch`. Each `data:` line is a ServerEvent as JSON; `x-event-data` refers to its schema.',
    headers: z.object({ 'Last-Event-ID': z.string().exactOptional() }),
    query: z.object({
      job: z.string().max(512).exactOptional().describe('Only events of this job.'),
      lastEventId: z
        .string()
        .exactOptional()
        .describe('The same as the header Last-Event-ID, for clients that cannot set headers.'),
    }),
    answers: {
      200: {
        description: 'The stream of events',
        content: {
          'text/event-stream': { type: 'string', 'x-event-data': { $ref: '#/components/schemas/ServerEvent' } },
        },
      },
    },
    errors: { 503: 'Too many event streams are open, or too many requests are in progress; wait for Retry-After' },
  },
  'GET /v1/metrics': {
    name: 'metrics',
    summary: 'Get metrics in the text format of Prometheus',
    answers: { 200: { description: 'The metrics', content: { 'text/plain': { type: 'string' } } } },
    errors: adminOnly,
  },
  'GET /v1/webhooks/dead-letters': {
    name: 'deadLetters',
    summary: 'List webhooks to callback URLs that were given up',
    answers: { 200: { description: 'The webhooks', json: deadLetters } },
    errors: adminOnly,
  },
} satisfies Addresses;
