import type { CapabilityChange, CatalogIssue, FrameType, PriceChange, VideoModel } from '@shotcaller/core';
import { z } from 'zod';
import type { CatalogAnswer, CatalogDiffAnswer } from '../../api.types.ts';
import { describes } from './described.ts';
import { asOf, count, modelId } from './values.ts';

/** Answers of `/v1/catalog`. */

const words = z.array(z.string()).nullable();

export const catalogModel = describes<VideoModel>()(
  z
    .object({
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
    })
    .describe('A model of the catalogue. null: the catalogue does not state it, never "no".'),
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

export const catalog = describes<CatalogAnswer>()(
  z
    .object({
      source: z.enum(['live', 'cache', 'last_known_good', 'bundled', 'file', 'given']),
      asOf,
      models: z.array(catalogModel),
      issues: z.array(issue),
    })
    .describe('The list of models in use.'),
);

export const catalogSummary = z
  .object({ source: z.string(), asOf, models: count })
  .describe('A list of models, in short.');

export const capabilityChange = describes<CapabilityChange>()(
  z.object({ model: modelId, field: z.string(), from: z.unknown(), to: z.unknown() }),
);

export const priceChange = describes<PriceChange>()(
  z.object({
    model: modelId,
    sku: z.string(),
    from: z.string().nullable().describe('A decimal as served; null: the key is new.'),
    to: z.string().nullable().describe('A decimal as served; null: the key is gone.'),
    percent: z.number().nullable().describe('null: there is nothing to compare.'),
  }),
);

export const catalogDiff = describes<CatalogDiffAnswer>()(
  z
    .object({
      from: catalogSummary,
      to: catalogSummary,
      added: z.array(modelId),
      removed: z.array(modelId),
      capabilities: z.array(capabilityChange),
      prices: z.array(priceChange),
    })
    .describe('What changed from one catalogue to another.'),
);
