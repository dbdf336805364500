import { z } from 'zod';

export const usd = z.string().describe('US dollars, an exact decimal.');
export const modelId = z.string().describe('author/slug');
export const next = z.string().describe('What to do next.');
export const warnings = z
  .array(z.string())
  .describe('What to know, or to tell the user, before going on. Empty: nothing.');

export const price = z
  .object({
    lowUsd: usd.nullable(),
    expectedUsd: usd.nullable(),
    highUsd: usd.nullable().describe('The most that it may cost; null: not known, never 0.'),
    confidence: z.enum(['exact', 'range', 'unknown']),
  })
  .describe('What this very clip costs.');

export const priceWithLines = price.extend({
  lines: z.array(z.object({ sku: z.string(), unit: z.string(), quantity: z.string(), rateUsd: usd, usd })),
  notes: z.array(z.string()).describe('What was taken for granted, and why it is a range.'),
});

export const time = z
  .object({ p50: z.number(), p90: z.number() })
  .describe('Seconds from submit to finished: half of the clips, and 90 % of them, take at most so long.');

export const understood = z
  .object({
    prompt: z.string().nullable().describe('What is sent as the prompt, a piece of the sentence, never rewritten.'),
    phrases: z.array(z.object({ text: z.string(), field: z.string(), value: z.unknown() })),
    notUnderstood: z.array(z.string()),
  })
  .describe('How the sentence was read. Check it.');

export const catalog = z.object({
  source: z.string().describe('live, cache, last_known_good, bundled, file or given.'),
  asOf: z.string().nullable(),
  models: z.number(),
});

export const reasons = z.array(z.object({ code: z.string(), field: z.string(), sentence: z.string() }));

export const rejected = z.object({
  model: modelId,
  reasons,
  wouldFit: z.string().nullable().describe('The smallest change of the requirements that would make it fit.'),
});

export const unknownModel = z.object({
  model: modelId,
  reasons: reasons.describe('What the catalogue does not state.'),
});
