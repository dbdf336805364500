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
  'Without a key ok and version only; simulated with any key; everything with a key that may see all.',
  {
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
  },
);

export type HealthAnswer = Of<typeof health>;

const id = z.string().describe('The job.');

const serverEvent = named(
  'ServerEvent',
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
      batchEvent,
    ])
    .describe('The JSON of one data: line of /v1/events.'),
);

export type ServerEvent = Of<typeof serverEvent>;

const deadLetters = object('DeadLetters', 'Deliveries that were given up.', {
  deadLetters: z.array(
    z.object({
      id: z.string(),
      jobId: z.string(),
      target: z.string().describe('Scheme and host only.'),
      tries: count,
      lastError: z.string(),
      firstAt: instant,
      lastAt: instant,
    }),
  ),
});

export type DeadLettersAnswer = Of<typeof deadLetters>;

const alive = object('Alive', 'This process runs.', { ok: z.literal(true) });

const ready = object('Ready', 'Whether requests may be sent here.', {
  ok: z.boolean(),
  why: z
    .enum(['ending', 'ledger_not_reached'])
    .exactOptional()
    .describe('ending: it was told to end and finishes what it has. Absent: it is ready.'),
});

export type ReadyAnswer = Of<typeof ready>;

/** Ask for no key, so they stand before the guard. */
export const healthAddress = {
  'GET /v1/live': {
    name: 'live',
    summary: 'That this process runs; for whoever restarts one that does not',
    isOpen: true,
    answers: { 200: { description: 'It runs', json: alive } },
  },
  'GET /v1/ready': {
    name: 'ready',
    summary: 'Whether requests may be sent here; for load balancers and rolling restarts',
    isOpen: true,
    answers: {
      200: { description: 'It is ready', json: ready },
      503: { description: 'It is ending, does not reach its ledger, or has too many requests at work', json: ready },
    },
  },
  'GET /v1/health': {
    name: 'health',
    summary: 'Whether all is well; more for those who may see it',
    isOpen: true,
    answers: {
      200: { description: 'All is well', json: health },
      503: { description: 'Something is wrong, or too many requests are at work', json: health },
    },
  },
} satisfies Addresses;

export const systemAddresses = {
  'GET /v1/events': {
    name: 'events',
    summary: 'What happens, as server-sent events; resumed by Last-Event-ID',
    description:
      'Events hello, reset, job, progress, trouble, batch. Each `data:` line is a ServerEvent as JSON: `x-event-data` refers to its schema.',
    headers: z.object({ 'Last-Event-ID': z.string().exactOptional() }),
    query: z.object({
      job: z.string().max(512).exactOptional().describe('Only this job.'),
      lastEventId: z.string().exactOptional().describe('For clients that cannot set the header.'),
    }),
    answers: {
      200: {
        description: 'Events',
        content: {
          'text/event-stream': { type: 'string', 'x-event-data': { $ref: '#/components/schemas/ServerEvent' } },
        },
      },
    },
    errors: { 503: 'Too many event streams, or too many requests at work' },
  },
  'GET /v1/metrics': {
    name: 'metrics',
    summary: 'Prometheus text',
    answers: { 200: { description: 'Metrics', content: { 'text/plain': { type: 'string' } } } },
    errors: adminOnly,
  },
  'GET /v1/webhooks/dead-letters': {
    name: 'deadLetters',
    summary: 'Own deliveries that were given up',
    answers: { 200: { description: 'Dead letters', json: deadLetters } },
    errors: adminOnly,
  },
} satisfies Addresses;
