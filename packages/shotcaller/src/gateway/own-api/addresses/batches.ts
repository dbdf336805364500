import { z } from 'zod';
import type { Addresses } from '../../openapi/address.ts';
import { named, type Of, object } from '../../openapi/schemas.ts';
import { briefErrors } from './choice.ts';

const usd = z
  .string()
  .regex(/^\d{1,9}(\.\d{1,12})?$/)
  .describe('Dollars, an exact decimal.');

const batchRequest = named(
  'RunBatch',
  z.strictObject({
    name: z
      .string()
      .regex(/^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,79}$/u)
      .describe('The same name and the same shots are the same purchases.'),
    list: z
      .string()
      .min(1)
      .max(20_000_000)
      .describe('The shot list as text. Pictures are https or data URLs: a list from elsewhere names no files.'),
    format: z.enum(['csv', 'jsonl', 'yaml']).describe('How the list is written.'),
    maxUsd: usd.exactOptional().describe('The most that the whole batch may cost, earlier runs of it included.'),
    concurrency: z.number().int().min(1).max(1000).exactOptional().describe('Clips at once. Default: learnt.'),
    fallback: z
      .number()
      .int()
      .min(0)
      .max(20)
      .exactOptional()
      .describe('Further models for a shot that fails. Default 0.'),
    planOnly: z.boolean().exactOptional().describe('Answer with the plan and buy nothing. Default false.'),
  }),
);

const batchClip = z.object({
  shot: z.string(),
  take: z.number().int(),
  state: z
    .enum([
      'waiting',
      'submitting',
      'generating',
      'downloading',
      'done',
      'failed',
      'unknown',
      'under_way',
      'not_bought',
    ])
    .describe('unknown: whether it was bought is not known; it is not bought again.'),
  model: z.string().nullable(),
  jobId: z.string().nullable().describe('For /v1/jobs/{id}/content.'),
  highUsd: z.string().nullable().describe('Upper end of its price; null: not known, or nothing is to be bought.'),
  billedUsd: z.string().nullable(),
  problem: z.string().nullable().describe('Why it is not there; null: it is, or is on its way.'),
});

const batchView = object('Batch', 'A batch as it stands.', {
  name: z.string(),
  state: z.enum(['planned', 'running', 'ended', 'interrupted']).describe('planned: nothing was bought.'),
  total: z.object({
    lowUsd: z.string(),
    expectedUsd: z.string(),
    highUsd: z.string(),
    toBuy: z.number().int(),
    bought: z.number().int().describe('Bought by an earlier run.'),
    impossible: z.number().int().describe('Shots that no model can make.'),
    unknownPrices: z.number().int(),
    time: z
      .object({ p10Seconds: z.number(), p50Seconds: z.number(), p90Seconds: z.number() })
      .nullable()
      .describe('As planned; null: nothing is to be bought.'),
  }),
  clips: z.array(batchClip).describe('In the order of the list.'),
});

export type BatchView = Of<typeof batchView>;

const batchList = object('Batches', 'Batches that this process runs or has run, newest first.', {
  batches: z.array(batchView),
});

/** A shot list, planned and bought as one. */
export const batchAddresses = {
  'POST /v1/batches': {
    name: 'runBatch',
    summary: 'Plan a shot list and buy its clips under one budget',
    description:
      'Spends money, as POST /v1/jobs does. Send the same again after any interruption: only what is missing is bought. Answers once the batch is planned.',
    body: batchRequest,
    answers: {
      202: { description: 'Running', json: batchView },
      200: { description: 'The plan, with planOnly', json: batchView },
    },
    errors: { ...briefErrors, 404: 'No such model', 409: 'The batch is running' },
  },
  'GET /v1/batches': {
    name: 'listBatches',
    summary: 'Batches that this process runs or has run',
    answers: { 200: { description: 'Batches', json: batchList } },
  },
  'GET /v1/batches/{id}': {
    name: 'getBatch',
    summary: 'One batch, by its name, clip by clip',
    answers: { 200: { description: 'The batch', json: batchView } },
    errors: { 404: 'Unknown to this process, or not yours' },
  },
} satisfies Addresses;
