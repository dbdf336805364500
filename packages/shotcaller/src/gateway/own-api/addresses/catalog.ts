import type {
  CapabilityChange,
  Catalog,
  CatalogDiff,
  CatalogIssue,
  FrameType,
  GivenRating,
  GivenTime,
  OutcomeCount,
  OwnRun,
  PriceChange,
  PriceCorrection,
  VideoModel,
  Vote,
} from '@shotcaller/core';
import { z } from 'zod';
import type { Addresses } from '../../openapi/address.ts';
import { describes, fieldsOf, named, type Of, object, objectOf } from '../../openapi/schemas.ts';
import { asOf, catalogSource, count, listUnread, modelId } from './values.ts';

const jobId = z.string().min(1).max(512);
const words = z.array(z.string()).nullable();

const catalogModel = objectOf<VideoModel>()(
  'CatalogModel',
  'A model in the catalogue. null means that the catalogue does not state the value; it never means "no".',
  {
    id: modelId,
    canonicalSlug: z.string().nullable(),
    name: z.string(),
    createdUnixSeconds: z.number().nullable(),
    resolutions: words,
    aspectRatios: words,
    sizes: words,
    durationsSeconds: z
      .array(z.number())
      .nullable()
      .describe('The lengths that the model makes, in whole seconds, ascending. Lengths between them are not allowed.'),
    frameTypes: z.array(z.string<FrameType>()).nullable(),
    upscaleFactor: z.object({ min: z.number(), max: z.number() }).nullable(),
    creativity: z.array(z.number()).nullable(),
    generateAudio: z.boolean().nullable(),
    seed: z.boolean().nullable(),
    pricingSkus: z
      .record(z.string(), z.string().nullable())
      .nullable()
      .describe('Price by price key, as OpenRouter serves it, as decimal strings. A null value could not be read.'),
    passthroughParameters: words,
    unknownFields: z
      .record(z.string(), z.unknown())
      .describe('Fields that this version of Shotcaller does not know, as served.'),
  },
);

const index = count;
const issue = describes<CatalogIssue>()(
  z
    .discriminatedUnion('code', [
      z.object({ code: z.literal('record_not_an_object'), index }),
      z.object({ code: z.literal('record_without_id'), index }),
      z.object({ code: z.literal('duplicate_id'), index, model: z.string() }),
      z.object({ code: z.literal('field_unreadable'), model: z.string(), field: z.string() }),
      z.object({ code: z.literal('sku_unknown'), model: z.string(), sku: z.string() }),
      z.object({ code: z.literal('sku_value_unreadable'), model: z.string(), sku: z.string() }),
    ])
    .describe('A part of the served list that could not be used.'),
);

const catalog = objectOf<Catalog>()('Catalog', 'The list of models that this server uses.', {
  source: catalogSource,
  asOf,
  models: z.array(catalogModel),
  issues: z.array(issue),
});

export const catalogSummary = object('CatalogSummary', 'A summary of a list of models.', {
  source: z.string(),
  asOf,
  models: count,
});

const capabilityChange = objectOf<CapabilityChange>()('CapabilityChange', 'One field of one model that changed.', {
  model: modelId,
  field: z.string(),
  from: z.unknown(),
  to: z.unknown(),
});

const priceChange = objectOf<PriceChange>()('PriceChange', 'One price key of one model that changed.', {
  model: modelId,
  sku: z.string(),
  from: z.string().nullable().describe('The price before, a decimal string; null: the price key is new.'),
  to: z.string().nullable().describe('The price now, a decimal string; null: the price key was removed.'),
  percent: z.number().nullable().describe('The change in percent; null: the two prices cannot be compared.'),
});

const catalogDiff = object('CatalogDiff', 'What changed from one catalogue to another.', {
  ...fieldsOf<CatalogDiff>()({
    added: z.array(modelId),
    removed: z.array(modelId),
    capabilities: z.array(capabilityChange),
    prices: z.array(priceChange),
  }),
  from: catalogSummary,
  to: catalogSummary,
});

const ownRun = objectOf<OwnRun>()('OwnRun', 'One clip that this ledger bought, and how long it took.', {
  model: modelId,
  seconds: z.number().describe('From submit to completed.'),
  durationSeconds: z.number().describe('Length of the clip.'),
  endedAt: z.string(),
  resolution: z.string().exactOptional(),
  task: z.enum(['generate', 'continue', 'edit', 'upscale', 'avatar']).exactOptional(),
});

const outcomeCount = objectOf<OutcomeCount>()('OutcomeCount', 'How the jobs of this ledger on one model ended.', {
  model: modelId,
  succeeded: count,
  failed: count,
  asOf: z.string().exactOptional().describe('The day on which the newest of them ended.'),
  source: z.string().exactOptional(),
  note: z.string().exactOptional(),
});

const priceCorrection = objectOf<PriceCorrection>()(
  'PriceCorrection',
  'How the bills in this ledger compare with list prices, for one model, price key and task.',
  {
    model: z.string().describe('A model id; *: every model, for a discount that the account has.'),
    sku: z.string().exactOptional().describe('The price keys compared, joined by +; absent: all of the model.'),
    ratesUsd: z.string().exactOptional().describe('Their list rates; once the list has others, this corrects nothing.'),
    task: z.enum(['generate', 'continue', 'edit', 'upscale', 'avatar']).exactOptional(),
    floorUsd: z
      .object({ low: z.string(), high: z.string() })
      .exactOptional()
      .describe(
        'The least that clips shorter than 5 s were billed. If present, this correction is a minimum price for short clips only.',
      ),
    n: count.describe('Number of bills compared.'),
    factor: z.number().describe('Mean of the bill divided by the list price.'),
    low: z.number(),
    high: z.number(),
    oldestAt: z.string(),
    newestAt: z.string(),
    source: z
      .string()
      .exactOptional()
      .describe('Where the correction was published. Absent: it comes from the bills in this ledger.'),
  },
);

const vote = objectOf<Vote>()('Vote', 'One comparison of two clips of the same shot.', {
  models: z.tuple([modelId, modelId]),
  better: modelId.nullable().describe('The model whose clip was better; null: neither was better.'),
  task: z.enum(['text-to-video', 'image-to-video']),
  tag: z.string().exactOptional(),
  votedAt: z.string(),
});

const givenRating = objectOf<GivenRating>()('GivenRating', 'A rating from your own evidence file.', {
  model: modelId,
  task: z.enum(['text-to-video', 'image-to-video']),
  score: z.number(),
  low: z.number().exactOptional(),
  high: z.number().exactOptional(),
  votes: count.exactOptional(),
  resolution: z.string().exactOptional(),
  asOf: z.string(),
  source: z.string(),
});

const givenTime = objectOf<GivenTime>()('GivenTime', 'A completion time from your own evidence file.', {
  model: modelId,
  seconds: z.number().describe('From submit to completed.'),
  durationSeconds: z.number().describe('Length of the clip.'),
  clips: count.exactOptional(),
  resolution: z.string().exactOptional(),
  provider: z.string().exactOptional(),
  asOf: z.string(),
  source: z.string(),
});

const voteRequest = named(
  'VoteRequest',
  z.strictObject({
    jobs: z.tuple([jobId, jobId]).describe('The ids of two jobs that are done: the same shot on different models.'),
    better: jobId.nullable().describe('The id of the job with the better clip; null: neither is better.'),
    tag: z
      .string()
      .min(1)
      .max(64)
      .exactOptional()
      .describe(
        'What the shot is about, for example `talking`. When you choose a model with this tag, only votes with the same tag count.',
      ),
  }),
);

const ratingAfter = object('RatingAfterVote', 'The rating of a model after the vote.', {
  model: modelId,
  rating: z.number(),
  low: z.number(),
  high: z.number(),
  votes: count.describe('How many of your votes include this model.'),
});

const voted = object('Voted', 'The result of a vote: the ratings after it.', {
  recorded: z.boolean().describe('false: you have voted on this pair before. The first vote stays.'),
  ratings: z.array(ratingAfter).describe('The ratings of the two models, in the order of the jobs.'),
});

/** For those who choose by themselves with the same core, as the page does: with it their answer is that of `/v1/select`. */
const ownEvidence = object(
  'OwnEvidence',
  'Completion times, failures and bills of your own jobs, and your votes. A client that ranks models itself adds them to the bundled evidence.',
  {
    given: z
      .array(
        z.object({
          asOf: z.string().exactOptional().describe('For a published edition of evidence: the last day of its data.'),
          ratings: z.array(givenRating),
          times: z.array(givenTime),
        }),
      )
      .describe('Add these to the bundled evidence in this order, with `withGivenEvidence`.'),
    runs: z
      .array(ownRun)
      .describe('Empty unless the key was made with --admin: other keys get totals for each model, not single jobs.'),
    outcomes: z.array(outcomeCount),
    priceCorrections: z.array(priceCorrection),
    votes: z.array(vote),
    allowedModels: z.array(modelId).nullable().describe('The models that this key may buy; null: all models.'),
  },
);

export type EvidenceAnswer = Of<typeof ownEvidence>;

export type CatalogDiffAnswer = Of<typeof catalogDiff>;

const which = z.enum(['bundled', 'current']);

export const catalogAddresses = {
  'GET /v1/catalog': {
    name: 'catalog',
    summary: 'Get the list of models that this server uses',
    answers: {
      200: { description: 'The catalogue', json: catalog },
      304: { description: 'The list has not changed since the ETag in If-None-Match' },
    },
    errors: listUnread,
  },
  'GET /v1/evidence': {
    name: 'evidence',
    summary: 'Get the evidence from your own jobs and votes, for a client that ranks models itself',
    answers: { 200: { description: 'The evidence', json: ownEvidence } },
    errors: listUnread,
  },
  'POST /v1/votes': {
    name: 'vote',
    summary: 'Vote on which of two clips of the same shot is better',
    description: 'Buys nothing. From now on the vote counts toward the quality rating of both models.',
    body: voteRequest,
    maxBodyBytes: 10_000,
    answers: { 200: { description: 'The vote counts now, or you had voted on this pair before', json: voted } },
    errors: { 404: 'A job does not exist, or is not yours', 409: 'These two clips cannot be compared' },
  },
  'GET /v1/catalog/diff': {
    name: 'catalogDiff',
    summary: 'Compare two catalogues',
    query: z.strictObject({ from: which.default('bundled'), to: which.default('current') }),
    answers: { 200: { description: 'What changed', json: catalogDiff } },
    errors: listUnread,
  },
} satisfies Addresses;
