import { usdPattern } from '@shotcaller/core';
import { z } from 'zod';
import type { Addresses } from '../../openapi/address.ts';
import { named, type Of, object } from '../../openapi/schemas.ts';
import { briefErrors } from './choice.ts';
import { count, instant } from './values.ts';

const usd = z.string().regex(usdPattern).describe('US dollars, an exact decimal as a string.');
const concurrency = z
  .number()
  .int()
  .min(1)
  .max(1000)
  .describe(
    'How many clips may be in progress at once. Default: Shotcaller adapts to what OpenRouter and the providers accept.',
  );
const failFast = z.boolean().describe('Stop buying after the first clip that fails. Default false.');
const maxUsd = usd.describe('The most that the whole batch may cost. What its earlier runs cost counts too.');

const batchRequest = named(
  'RunBatch',
  z
    .strictObject({
      name: z
        .string()
        .regex(/^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,79}$/u)
        .describe(
          'Identifies the batch. If you send the same name with the same shots again, nothing is bought twice.',
        ),
      list: z
        .string()
        .min(1)
        .max(20_000_000)
        .exactOptional()
        .describe('The shot list as text. Give pictures as https or data URLs; paths of files are refused.'),
      format: z.enum(['csv', 'jsonl', 'yaml']).exactOptional().describe('The format of `list`. Required with `list`.'),
      shots: z
        .array(z.record(z.string(), z.unknown()))
        .min(1)
        .max(10_000)
        .exactOptional()
        .describe(
          'Use this instead of `list`: one object for each shot, with the fields of a shot list. `id` and `prompt` are required.',
        ),
      defaults: z
        .record(z.string(), z.unknown())
        .exactOptional()
        .describe('With `shots`: fields that apply to every shot that does not set them itself.'),
      maxUsd: maxUsd.exactOptional(),
      concurrency: concurrency.exactOptional(),
      fallback: z
        .number()
        .int()
        .min(0)
        .max(20)
        .exactOptional()
        .describe('How many other models may be tried when a shot fails. Default 0.'),
      takes: z
        .number()
        .int()
        .min(1)
        .max(10)
        .exactOptional()
        .describe('How many clips to make of each shot. Default 1.'),
      failFast: failFast.exactOptional(),
      optimise: z
        .strictObject({
          objective: z.enum(['quality', 'cost']),
          totalUsd: usd.exactOptional().describe('The most that the upper prices of all clips may add up to.'),
          meanQuality: z
            .number()
            .min(500)
            .max(2500)
            .exactOptional()
            .describe('The minimum mean quality of the clips, in points.'),
          finishSeconds: z
            .number()
            .int()
            .min(1)
            .max(604_800)
            .exactOptional()
            .describe('Seconds from the first submit within which 90 % of such batches end. Requires `concurrency`.'),
        })
        .exactOptional()
        .describe(
          'Choose the models for all shots together, within these limits. Default: the best model for each shot by itself.',
        ),
      planOnly: z.boolean().exactOptional().describe('Save the plan, return it, and buy nothing. Default false.'),
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
  state: clipState.describe('unknown: it is not known whether the clip was bought, so it is not bought again.'),
  prompt: z.string().nullable(),
  note: z.string().nullable(),
  continues: z.string().nullable().describe('The id of the shot that this clip continues; null: none.'),
  model: z.string().nullable(),
  why: z
    .string()
    .nullable()
    .describe(
      'Why this model was chosen. null: no model was chosen in this plan, for example because the clip was bought before.',
    ),
  boughtAs: z
    .object({ shot: z.string(), jobId: z.string() })
    .nullable()
    .describe(
      'The same clip, which an earlier run bought under another shot id. It will be bought again as `shot`. To keep the first one, change the shot id back. null: there is no such clip.',
    ),
  jobId: z
    .string()
    .nullable()
    .describe('The id of the job: use it with /v1/jobs/{id} and its content, and to vote on takes.'),
  lowUsd: z.string().nullable(),
  expectedUsd: z.string().nullable(),
  highUsd: z.string().nullable().describe('Upper end of the price; null: not known, or nothing is left to buy.'),
  expectedSeconds: z.number().nullable(),
  billedUsd: z.string().nullable(),
  warnings: z
    .array(z.string())
    .describe(
      'Warnings about the request and its pictures when the clip was bought. Empty: there were none, or it is not bought yet.',
    ),
  problem: z.string().nullable().describe('Why there is no clip; null: it is done, or in progress.'),
});

export type BatchClipView = Of<typeof batchClip>;

const range = z.object({ p10Seconds: z.number(), p50Seconds: z.number(), p90Seconds: z.number() });

const total = z.object({
  lowUsd: z.string(),
  expectedUsd: z.string(),
  highUsd: z.string(),
  bookedUsd: z.string().describe('What the batch had already cost when it was planned.'),
  toBuy: count,
  bought: count.describe('Clips that an earlier run has bought.'),
  impossible: count.describe('Clips that no model can make.'),
  unknownPrices: count,
  time: range
    .nullable()
    .describe('Expected seconds from the first submit to the last clip, as planned; null: nothing is left to buy.'),
});

const state = z
  .enum(['planned', 'running', 'interrupted', 'ended'])
  .describe(
    'planned: this plan has bought nothing yet. interrupted: the run stopped before its end; it continues when a gateway starts again.',
  );

const listedBatch = {
  name: z.string(),
  owner: z.string().describe('The id of the client key that ordered the batch. Empty: it was ordered without a key.'),
  isYours: z.boolean().describe('true: the key of this request ordered the batch. Only that key can run or stop it.'),
  state,
  createdAt: instant,
  updatedAt: instant,
  total,
};

const batchView = object('Batch', 'The current state of a batch.', {
  ...listedBatch,
  maxUsd: z.string().nullable(),
  bookedUsd: z
    .string()
    .describe('Bills and reservations of all its clips so far, including clips of earlier versions of its shots.'),
  timeLeft: range.nullable().describe('Seconds until the batch ends; null: it is not running on this server.'),
  clips: z.array(batchClip).describe('In the order of the list.'),
});

export type BatchView = Of<typeof batchView>;

const batchList = object('Batches', 'The batches of this ledger, most recently changed first.', {
  batches: z.array(
    z.object({
      ...listedBatch,
      clips: count,
      states: z
        .partialRecord(clipState, count)
        .nullable()
        .describe('Number of clips by state at the end of the last run; null: no run has ended yet.'),
    }),
  ),
});

export type ListedBatchView = Of<typeof batchList>['batches'][number];

/** What happens to a batch that runs, for `/v1/events`. */
export const batchEvent = z.object({
  kind: z.literal('batch'),
  at: instant,
  name: z.string(),
  owner: z.string().describe('The id of the client key that ordered the batch. Empty: it was ordered without a key.'),
  state,
  clip: batchClip
    .nullable()
    .describe('The clip that changed. null: the change concerns the whole batch; read it with GET /v1/batches/{id}.'),
  done: count,
  clips: count,
  inFlight: count,
  committedUsd: z.string().describe('Bills so far, and what is reserved for clips in progress.'),
});

/** A shot list, planned and bought as one. */
export const batchAddresses = {
  'POST /v1/batches': {
    name: 'runBatch',
    summary: 'Plan a shot list and buy its clips within one budget',
    description:
      'This request spends money. After any interruption you can send the same request again: only clips that are still missing are bought. The answer comes once the plan is saved. If the gateway restarts, it continues the batch.',
    body: batchRequest,
    answers: {
      202: { description: 'The batch is running', json: batchView },
      200: { description: 'The plan; nothing was bought (with `planOnly`)', json: batchView },
    },
    errors: {
      ...briefErrors,
      404: 'A model does not exist',
      409: 'The batch is running already; nothing more was bought',
    },
  },
  'GET /v1/batches': {
    name: 'listBatches',
    summary: 'List batches, most recently changed first',
    answers: { 200: { description: 'The batches', json: batchList } },
  },
  'GET /v1/batches/{id}': {
    name: 'getBatch',
    summary: 'Get a batch and each of its clips by the name of the batch',
    query: z.strictObject({
      owner: z
        .string()
        .max(100)
        .exactOptional()
        .describe(
          'The `owner` from the list of batches, if another client key ordered the batch. Only for keys made with --admin. Default: your own key.',
        ),
    }),
    description: 'To follow its changes, read the `batch` events of GET /v1/events.',
    answers: { 200: { description: 'The batch', json: batchView } },
    errors: { 404: 'There is no such batch, or it is not yours' },
  },
  'POST /v1/batches/{id}/run': {
    name: 'runPlannedBatch',
    summary: 'Buy the missing clips of a batch exactly as planned, by its name',
    description:
      'This request spends money. If a clip would now cost more than planned, or need a different request, the answer is 409 and nothing is bought. A clip that changes in this way while the batch runs is not bought.',
    body: runRequest,
    answers: { 202: { description: 'The batch is running', json: batchView } },
    errors: {
      404: 'There is no such batch, or it is not yours',
      409: 'The batch is running already, or its plan is out of date; nothing more was bought',
    },
  },
  'POST /v1/batches/{id}/stop': {
    name: 'stopBatch',
    summary: 'Stop a batch, by its name: nothing more is bought for it',
    description:
      'Clips that are already bought continue at OpenRouter, and are billed. Run the batch again to fetch them. The answer comes when the batch has stopped.',
    answers: { 200: { description: 'The batch', json: batchView } },
    errors: { 404: 'There is no such batch, or it is not yours', 409: 'The batch is not running on this server' },
  },
} satisfies Addresses;
