import { z } from 'zod';
import type { Addresses } from '../../openapi/address.ts';
import { named, type Of, object } from '../../openapi/schemas.ts';
import { briefErrors } from './choice.ts';
import { count, instant } from './values.ts';

const usd = z
  .string()
  .regex(/^\d{1,9}(\.\d{1,12})?$/)
  .describe('Dollars, an exact decimal.');
const concurrency = z.number().int().min(1).max(1000).describe('Clips at once. Default: learnt.');
const failFast = z.boolean().describe('Buy nothing more after the first failure. Default false.');
const maxUsd = usd.describe('The most that the whole batch may cost, earlier runs of it included.');

const batchRequest = named(
  'RunBatch',
  z
    .strictObject({
      name: z
        .string()
        .regex(/^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,79}$/u)
        .describe('The same name and the same shots are the same purchases.'),
      list: z
        .string()
        .min(1)
        .max(20_000_000)
        .exactOptional()
        .describe('The shot list as text. Pictures are https or data URLs: a list from elsewhere names no files.'),
      format: z.enum(['csv', 'jsonl', 'yaml']).exactOptional().describe('How `list` is written; needed with it.'),
      shots: z
        .array(z.record(z.string(), z.unknown()))
        .min(1)
        .max(10_000)
        .exactOptional()
        .describe(
          'In place of `list`: an object a shot, with the fields of a shot list. `id` and `prompt` are needed.',
        ),
      defaults: z
        .record(z.string(), z.unknown())
        .exactOptional()
        .describe('With `shots`: what holds for every shot that does not say it itself.'),
      maxUsd: maxUsd.exactOptional(),
      concurrency: concurrency.exactOptional(),
      fallback: z
        .number()
        .int()
        .min(0)
        .max(20)
        .exactOptional()
        .describe('Further models for a shot that fails. Default 0.'),
      takes: z.number().int().min(1).max(10).exactOptional().describe('Clips of each shot. Default 1.'),
      failFast: failFast.exactOptional(),
      optimise: z
        .strictObject({
          objective: z.enum(['quality', 'cost']),
          totalUsd: usd.exactOptional().describe('The most that all upper prices together may be.'),
          meanQuality: z.number().min(500).max(2500).exactOptional().describe('The least mean quality of the clips.'),
          finishSeconds: z
            .number()
            .int()
            .min(1)
            .max(604_800)
            .exactOptional()
            .describe('90 % of such batches end by then; needs `concurrency`.'),
        })
        .exactOptional()
        .describe('Choose the models of all shots together. Default: the best model for each shot alone.'),
      planOnly: z.boolean().exactOptional().describe('Keep the plan, answer with it and buy nothing. Default false.'),
    })
    .refine(
      ({ list, shots, format }) =>
        (list === undefined) !== (shots === undefined) && (list === undefined) === (format === undefined),
      {
        message: 'Send either list with format, or shots.',
        path: ['list'],
      },
    ),
);

const runRequest = named(
  'RunPlannedBatch',
  z.strictObject({
    maxUsd: maxUsd.exactOptional(),
    concurrency: concurrency.exactOptional(),
    failFast: failFast.exactOptional(),
  }),
);

const clipState = z.enum([
  'waiting',
  'submitting',
  'generating',
  'downloading',
  'done',
  'failed',
  'unknown',
  'under_way',
  'not_bought',
]);

const batchClip = object('BatchClip', 'One clip of a batch: a shot, or one take of it.', {
  shot: z.string().describe('The id of the shot.'),
  take: z.number().int(),
  state: clipState.describe('unknown: whether it was bought is not known; it is not bought again.'),
  prompt: z.string().nullable(),
  note: z.string().nullable(),
  continues: z.string().nullable().describe('The shot that it goes on from.'),
  model: z.string().nullable(),
  why: z.string().nullable().describe('Why this model; null: none was chosen now.'),
  boughtAs: z
    .object({ shot: z.string(), jobId: z.string() })
    .nullable()
    .describe(
      'The same clip, bought earlier for this batch under another shot id. It is bought again as `shot`: rename the shot back to keep it. null: there is none.',
    ),
  jobId: z.string().nullable().describe('For /v1/jobs/{id}, its content, and votes on takes.'),
  lowUsd: z.string().nullable(),
  expectedUsd: z.string().nullable(),
  highUsd: z.string().nullable().describe('Upper end of its price; null: not known, or nothing is to be bought.'),
  expectedSeconds: z.number().nullable(),
  billedUsd: z.string().nullable(),
  warnings: z
    .array(z.string())
    .describe(
      'What was worth knowing of its request and pictures when it was bought; empty: nothing, or not bought yet.',
    ),
  problem: z.string().nullable().describe('Why it is not there; null: it is, or is on its way.'),
});

export type BatchClipView = Of<typeof batchClip>;

const range = z.object({ p10Seconds: z.number(), p50Seconds: z.number(), p90Seconds: z.number() });

const total = z.object({
  lowUsd: z.string(),
  expectedUsd: z.string(),
  highUsd: z.string(),
  bookedUsd: z.string().describe('What the batch had cost when it was planned.'),
  toBuy: count,
  bought: count.describe('Bought by an earlier run.'),
  impossible: count.describe('Shots that no model can make.'),
  unknownPrices: count,
  time: range.nullable().describe('As planned; null: nothing is to be bought.'),
});

const state = z
  .enum(['planned', 'running', 'interrupted', 'ended'])
  .describe(
    'planned: nothing was bought. interrupted: stopped before its end; it continues when a gateway starts again.',
  );

const listedBatch = {
  name: z.string(),
  owner: z.string().describe('The client key that ordered it; empty: nobody’s.'),
  isYours: z.boolean().describe('Ordered with the key of this request: only that key can run or stop it.'),
  state,
  createdAt: instant,
  updatedAt: instant,
  total,
};

const batchView = object('Batch', 'A batch as it stands.', {
  ...listedBatch,
  maxUsd: z.string().nullable(),
  bookedUsd: z
    .string()
    .describe('Bills and reservations of all its clips so far, of earlier versions of its shots too.'),
  timeLeft: range.nullable().describe('Seconds to its end; null: it does not run here.'),
  clips: z.array(batchClip).describe('In the order of the list.'),
});

export type BatchView = Of<typeof batchView>;

const batchList = object('Batches', 'Batches of this ledger, those that changed last first.', {
  batches: z.array(
    z.object({
      ...listedBatch,
      clips: count,
      states: z
        .partialRecord(clipState, count)
        .nullable()
        .describe('Clips by state, at the end of the last run; null: none has ended.'),
    }),
  ),
});

export type ListedBatchView = Of<typeof batchList>['batches'][number];

/** What happens to a batch that runs, for `/v1/events`. */
export const batchEvent = z.object({
  kind: z.literal('batch'),
  at: instant,
  name: z.string(),
  owner: z.string().describe('The client key that ordered the batch; empty: nobody’s.'),
  state,
  clip: batchClip.nullable().describe('The clip that has changed; null: read the batch.'),
  done: count,
  clips: count,
  inFlight: count,
  committedUsd: z.string().describe('Bills, and what is set aside for clips under way.'),
});

const id = 'by its name';

/** A shot list, planned and bought as one. */
export const batchAddresses = {
  'POST /v1/batches': {
    name: 'runBatch',
    summary: 'Plan a shot list and buy its clips under one budget',
    description:
      'Spends money, as POST /v1/jobs does. Send the same again after any interruption: only what is missing is bought. Answers once the batch is planned and kept; a restart of the gateway goes on with it.',
    body: batchRequest,
    answers: {
      202: { description: 'Running', json: batchView },
      200: { description: 'The plan, with planOnly', json: batchView },
    },
    errors: { ...briefErrors, 404: 'No such model', 409: 'The batch is running' },
  },
  'GET /v1/batches': {
    name: 'listBatches',
    summary: 'Batches of this ledger',
    answers: { 200: { description: 'Batches', json: batchList } },
  },
  'GET /v1/batches/{id}': {
    name: 'getBatch',
    summary: `One batch, ${id}, clip by clip`,
    query: z.strictObject({
      owner: z
        .string()
        .max(100)
        .exactOptional()
        .describe('Another client key that ordered it, as the list has it: for keys that see all. Default: your own.'),
    }),
    description: 'GET /v1/events tells of its changes: events `batch`.',
    answers: { 200: { description: 'The batch', json: batchView } },
    errors: { 404: 'Unknown, or not yours' },
  },
  'POST /v1/batches/{id}/run': {
    name: 'runPlannedBatch',
    summary: `Buy what is missing of a batch, ${id}, exactly as planned`,
    description: 'Spends money. A clip that would now cost more, or be another request, is not bought.',
    body: runRequest,
    answers: { 202: { description: 'Running', json: batchView } },
    errors: {
      404: 'Unknown, or not yours',
      409: 'The batch is running, or the plan no longer holds',
    },
  },
  'POST /v1/batches/{id}/stop': {
    name: 'stopBatch',
    summary: `Buy nothing more for a batch, ${id}`,
    description: 'What is bought runs on at OpenRouter; another run fetches it. Answers when the batch has stopped.',
    answers: { 200: { description: 'The batch', json: batchView } },
    errors: { 404: 'Unknown, or not yours', 409: 'It does not run here' },
  },
} satisfies Addresses;
