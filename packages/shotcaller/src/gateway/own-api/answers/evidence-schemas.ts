import type { OutcomeCount, OwnRun, PriceCorrection, Requirements } from '@shotcaller/core';
import { z } from 'zod';
import type { EvidenceAnswer } from '../../api.types.ts';
import { describes } from './described.ts';
import { count, modelId } from './values.ts';

/** Answers of `/v1/evidence`. */

const ownRun = describes<OwnRun>()(
  z.object({
    model: modelId,
    seconds: z.number().describe('From submit to completed.'),
    durationSeconds: z.number().describe('Length of the clip.'),
    endedAt: z.string(),
    resolution: z.string().optional(),
    task: z.string<Requirements['task']>().optional(),
  }),
);

const outcomeCount = describes<OutcomeCount>()(
  z.object({
    model: modelId,
    succeeded: count,
    failed: count,
    asOf: z.string().optional().describe('Day of the newest end.'),
    source: z.string().optional(),
    note: z.string().optional(),
  }),
);

const priceCorrection = describes<PriceCorrection>()(
  z.object({
    model: modelId,
    n: count.describe('Bills compared.'),
    factor: z.number().describe('Mean of bill over list price.'),
    low: z.number(),
    high: z.number(),
    oldestAt: z.string(),
    newestAt: z.string(),
  }),
);

export const ownEvidence = describes<EvidenceAnswer>()(
  z
    .object({
      runs: z.array(ownRun),
      outcomes: z.array(outcomeCount),
      priceCorrections: z.array(priceCorrection),
      allowedModels: z.array(modelId).nullable().describe('What this key may buy; null: all.'),
    })
    .describe('What own jobs say of times, failures and prices, beside the bundled evidence.'),
);
