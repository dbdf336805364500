import { z } from 'zod';

export const usd = z.string();
export const modelId = z.string().describe('author/slug');
export const next = z.string().describe('What to do next.');
export const warnings = z
  .array(z.string())
  .describe('What you should know, or tell the user, before you continue. Empty: nothing.');

export const price = z
  .object({
    lowUsd: usd.nullable(),
    expectedUsd: usd.nullable(),
    highUsd: usd.nullable().describe('The most that the clip may cost; null means not known, never 0.'),
    confidence: z.enum(['exact', 'range', 'unknown']),
  })
  .describe('The price of this clip in US dollars, exact decimals as text.');

export const priceWithLines = price.extend({
  lines: z.array(z.object({ sku: z.string(), unit: z.string(), quantity: z.string(), rateUsd: usd, usd })),
  notes: z.array(z.string()).describe('What the price assumes, and why it is a range.'),
});

export const time = z
  .object({ p50: z.number(), p90: z.number() })
  .describe('Seconds from submit to finished. Half of such clips finish within p50, and 90 % within p90.');

export const understood = z
  .object({
    prompt: z.string().nullable().describe('The part of the sentence that is sent as the prompt, word for word.'),
    phrases: z.array(z.object({ text: z.string(), field: z.string(), value: z.unknown() })),
    notUnderstood: z.array(z.string()),
  })
  .describe('How the sentence was read. Check it before you continue.');

export const catalog = z.object({
  source: z.string().describe('Where the catalogue comes from: live, cache, last_known_good, bundled, file or given.'),
  asOf: z.string().nullable(),
  models: z.number(),
});

export const reasons = z.array(z.object({ code: z.string(), field: z.string(), sentence: z.string() }));

export const rejected = z.object({
  model: modelId,
  reasons,
  wouldFit: z
    .string()
    .nullable()
    .describe('The smallest change of the requirements that would make the model fit; null: there is none.'),
});

export const unknownModel = z.object({
  model: modelId,
  reasons: reasons.describe('Requirements that the catalogue does not answer for this model.'),
});
