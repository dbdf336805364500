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
import { asOf, catalogSource, count, modelId } from './values.ts';

const jobId = z.string().min(1).max(512);
const words = z.array(z.string()).nullable();

const catalogModel = objectOf<VideoModel>()(
  'CatalogModel',
  'A model of the catalogue. null: the catalogue does not state it, never "no".',
  {
    id: modelId,
    canonicalSlug: z.string().nullable(),
    name: z.string(),
    createdUnixSeconds: z.number().nullable(),
    resolutions: words,
    aspectRatios: words,
    sizes: words,
    durationsSeconds: z.array(z.number()).nullable().describe('Whole seconds, ascending. A set, not a range.'),
    frameTypes: z.array(z.string<FrameType>()).nullable(),
    upscaleFactor: z.object({ min: z.number(), max: z.number() }).nullable(),
    creativity: z.array(z.number()).nullable(),
    generateAudio: z.boolean().nullable(),
    seed: z.boolean().nullable(),
    pricingSkus: z
      .record(z.string(), z.string().nullable())
      .nullable()
      .describe('Price keys as served, values as decimal strings; null: not readable.'),
    passthroughParameters: words,
    unknownFields: z.record(z.string(), z.unknown()).describe('Fields that this version does not know, as served.'),
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
    .describe('Something in the served list that could not be used.'),
);

const catalog = objectOf<Catalog>()('Catalog', 'The list of models in use.', {
  source: catalogSource,
  asOf,
  models: z.array(catalogModel),
  issues: z.array(issue),
});

export const catalogSummary = object('CatalogSummary', 'A list of models, in short.', {
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
  from: z.string().nullable().describe('A decimal as served; null: the key is new.'),
  to: z.string().nullable().describe('A decimal as served; null: the key is gone.'),
  percent: z.number().nullable().describe('null: there is nothing to compare.'),
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

const ownRun = objectOf<OwnRun>()('OwnRun', 'One clip of ours and how long it took.', {
  model: modelId,
  seconds: z.number().describe('From submit to completed.'),
  durationSeconds: z.number().describe('Length of the clip.'),
  endedAt: z.string(),
  resolution: z.string().exactOptional(),
  task: z.enum(['generate', 'continue', 'edit', 'upscale', 'avatar']).exactOptional(),
});

const outcomeCount = objectOf<OutcomeCount>()('OutcomeCount', 'How our jobs on one model ended.', {
  model: modelId,
  succeeded: count,
  failed: count,
  asOf: z.string().exactOptional().describe('Day of the newest end.'),
  source: z.string().exactOptional(),
  note: z.string().exactOptional(),
});

const priceCorrection = objectOf<PriceCorrection>()(
  'PriceCorrection',
  'How our bills compare with list prices, for one model, price key and task.',
  {
    model: z.string().describe('A model id; *: every model, for a discount that the account has.'),
    sku: z.string().exactOptional().describe('The price keys compared, joined by +; absent: all of the model.'),
    ratesUsd: z.string().exactOptional().describe('Their list rates; once the list has others, this corrects nothing.'),
    task: z.enum(['generate', 'continue', 'edit', 'upscale', 'avatar']).exactOptional(),
    floorUsd: z
      .object({ low: z.string(), high: z.string() })
      .exactOptional()
      .describe('What clips under 5 s were billed at least. Present: this is a floor for short clips alone.'),
    n: count.describe('Bills compared.'),
    factor: z.number().describe('Mean of bill over list price.'),
    low: z.number(),
    high: z.number(),
    oldestAt: z.string(),
    newestAt: z.string(),
    source: z.string().exactOptional().describe('Where it was read; absent: learnt from the ledger.'),
  },
);

const vote = objectOf<Vote>()('Vote', 'One comparison of two clips of the same shot.', {
  models: z.tuple([modelId, modelId]),
  better: modelId.nullable().describe('The model whose clip was better; null: neither.'),
  task: z.enum(['text-to-video', 'image-to-video']),
  tag: z.string().exactOptional(),
  votedAt: z.string(),
});

const givenRating = objectOf<GivenRating>()('GivenRating', 'A rating of your own, from your evidence file.', {
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

const givenTime = objectOf<GivenTime>()('GivenTime', 'A completion time of your own, from your evidence file.', {
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
    jobs: z.tuple([jobId, jobId]).describe('Two jobs that are done, of the same shot on different models.'),
    better: jobId.nullable().describe('The job with the better clip, one of the two; null: neither.'),
    tag: z
      .string()
      .min(1)
      .max(64)
      .exactOptional()
      .describe('What the shot is about: a choice with this tag counts such votes only.'),
  }),
);

const ratingAfter = object('RatingAfterVote', 'What a model is worth once the vote is counted.', {
  model: modelId,
  rating: z.number(),
  low: z.number(),
  high: z.number(),
  votes: count.describe('Your votes with this model in them.'),
});

const voted = object('Voted', 'A vote, and the ratings that follow from it.', {
  recorded: z.boolean().describe('false: this pair was voted on before, and that vote stays.'),
  ratings: z.array(ratingAfter).describe('Of the two models, in the order of the jobs.'),
});

/** For those who choose by themselves with the same core, as the page does: with it their answer is that of `/v1/select`. */
const ownEvidence = object(
  'OwnEvidence',
  'Times, failures and bills of your own jobs and your votes, to be added to the bundled evidence.',
  {
    given: z
      .array(
        z.object({
          asOf: z.string().exactOptional().describe('Of a published edition: the day up to which it was collected.'),
          ratings: z.array(givenRating),
          times: z.array(givenTime),
        }),
      )
      .describe('To be added to the bundled evidence in this order, with withGivenEvidence.'),
    runs: z
      .array(ownRun)
      .describe('Empty for a key that may not see all: single runs of others are not told, sums by model are.'),
    outcomes: z.array(outcomeCount),
    priceCorrections: z.array(priceCorrection),
    votes: z.array(vote),
    allowedModels: z.array(modelId).nullable().describe('What this key may buy; null: all.'),
  },
);

export type EvidenceAnswer = Of<typeof ownEvidence>;

export type CatalogDiffAnswer = Of<typeof catalogDiff>;

const which = z.enum(['bundled', 'current']);

export const catalogAddresses = {
  'GET /v1/catalog': {
    name: 'catalog',
    summary: 'The list of models in use',
    answers: {
      200: { description: 'The catalogue', json: catalog },
      304: { description: 'As in If-None-Match' },
    },
    errors: { 503: 'The list cannot be read now, or too many requests at work' },
  },
  'GET /v1/evidence': {
    name: 'evidence',
    summary: 'Times, failures and bills of your own jobs, for a page that ranks by itself',
    answers: { 200: { description: 'Own evidence', json: ownEvidence } },
    errors: { 503: 'The list cannot be read now, or too many requests at work' },
  },
  'POST /v1/votes': {
    name: 'vote',
    summary: 'Say which of two clips of the same shot is better',
    description: 'Buys nothing. The vote counts as evidence of yours for the quality of both models from now on.',
    body: voteRequest,
    maxBodyBytes: 10_000,
    answers: { 200: { description: 'Counted, or counted before', json: voted } },
    errors: { 404: 'Unknown, or not yours', 409: 'These two clips cannot be compared' },
  },
  'GET /v1/catalog/diff': {
    name: 'catalogDiff',
    summary: 'What changed from one catalogue to another',
    query: z.strictObject({ from: which.default('bundled'), to: which.default('current') }),
    answers: { 200: { description: 'The difference', json: catalogDiff } },
    errors: { 503: 'The list cannot be read now, or too many requests at work' },
  },
} satisfies Addresses;
