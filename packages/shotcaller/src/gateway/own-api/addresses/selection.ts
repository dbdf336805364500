import {
  type Basis,
  basisNoteCodes,
  type Change,
  type Concession,
  type RankedModel,
  type Reason,
  type RejectedModel,
  type RequestBody,
  reasonCodes,
  type Selection,
  type Sensitivity,
  type SettledClip,
  type Staleness,
  type UnknownModel,
  type Warning,
  type WeightRange,
  type Weights,
  warningCodes,
} from '@shotcaller/core';
import { z } from 'zod';
import { describes, objectOf } from '../../openapi/schemas.ts';
import { price } from './price.ts';
import { normalizedRequirements } from './requirements.ts';
import { asOf, catalogSource, count, modelId, priceNote, profileName } from './values.ts';

/** The whole answer of choosing. */

export const reason = objectOf<Reason>()(
  'Reason',
  'A rule that a model breaks, or a thing that the catalogue does not state.',
  {
    code: z.enum(reasonCodes).describe('For programs.'),
    field: z.string().describe('The field of the requirements that it is about.'),
    requested: z.unknown(),
    supported: z.unknown().describe('What the model offers; null: not stated.'),
  },
);

const change = objectOf<Change>()('Change', 'One change of the requirements.', {
  field: z.string(),
  from: z.unknown(),
  to: z.unknown().describe('null: leave the field out.'),
});

const warning = objectOf<Warning>()('Warning', 'Something to know before paying that does not stand in the way.', {
  code: z.enum(warningCodes),
  field: z.string(),
  grade: z.enum(['documented', 'reported', 'contradicted']),
  source: z.string(),
  asOf: z.string(),
});

const basis = objectOf<Basis>()('Basis', 'Where a number comes from.', {
  level: z.enum(['measured', 'live', 'published', 'linked', 'sibling', 'prior']).describe('Best first.'),
  source: z.string(),
  asOf: z.string().nullable().describe('Date of the newest observation; null for a prior.'),
  ageDays: z.number().nullable(),
  n: z.number().nullable().describe('How many were observed; null: not published.'),
  nUnit: z.enum(['clips', 'votes', 'jobs']),
  notes: z.array(z.enum(basisNoteCodes)).describe('Cautions, as codes.'),
});

const weights = describes<Weights>()(
  z.object({ speed: z.number(), cost: z.number(), quality: z.number() }).describe('They sum to 1.'),
);

export const settledClip = objectOf<SettledClip>()('SettledClip', 'The clip that one model would make.', {
  durationSeconds: z.number().nullable().describe('null: not known.'),
  resolution: z.string().nullable(),
  aspectRatio: z.string().nullable().describe('null: left to the model, as the shape of a picture may be.'),
  audio: z.boolean().nullable().describe('Whether it has sound; null: the catalogue does not say.'),
  settled: z
    .array(z.enum(['durationSeconds', 'resolution', 'aspectRatio', 'audio']))
    .describe('What the requirements left open and the request states.'),
});

const speed = describes<RankedModel['speed']>()(
  z
    .object({
      p50Seconds: z.number(),
      p90Seconds: z.number(),
      successRate: z.number().describe('Share of jobs that end with a clip, 0 to 1.'),
      jobsCounted: count.describe('Jobs behind that share; 0: nobody has counted any.'),
      secondsToResult: z.number().describe('p50Seconds over successRate: what the score goes by.'),
      basis,
    })
    .describe('Seconds from submit to completed for this clip.'),
);

const quality = describes<RankedModel['quality']>()(
  z
    .object({ rating: z.number(), low: z.number(), high: z.number(), basis })
    .describe('Elo-like rating with its 10th and 90th percentile.'),
);

const rankedModel = objectOf<RankedModel>()('RankedModel', 'One model that can do the job, in its place.', {
  model: modelId,
  score: z.number().describe('0 to 1 on fixed goalposts.'),
  scoreLow: z.number().describe('About a 90 % floor of the score: what the order goes by.'),
  clip: settledClip.describe('What price, time and quality are for.'),
  price,
  speed,
  quality,
  contributions: z
    .object({ speed: z.number(), cost: z.number(), quality: z.number() })
    .describe('What each criterion adds to the score.'),
  tiedWith: z.array(modelId),
  dominatedBy: modelId.nullable().describe('A model that is no worse in price, time and rating; null: none.'),
  evidenceShare: z.number().describe('Share of the weight that rests on evidence, 0 to 1.'),
  assumptions: z.array(priceNote),
  warnings: z.array(warning),
  notStated: z.array(reason).describe('What the catalogue does not state; only with includeUnknown.'),
  cookbook: z
    .object({
      lowestAdvertisedPrice: z.number().nullable(),
      speedScore: z.number(),
      costScore: z.number(),
      qualityScore: z.number(),
    })
    .exactOptional()
    .describe('The figures of OpenRouter’s guide; only with method cookbook.'),
});

const rejectedModel = objectOf<RejectedModel>()('RejectedModel', 'A model that cannot do the job.', {
  model: modelId,
  reasons: z.array(reason).describe('Every broken rule.'),
  nearest: z.array(change).describe('The smallest change that would make it fit; empty when none would.'),
});

const unknownModel = describes<UnknownModel>()(
  z.object({ model: modelId, reasons: z.array(reason).describe('What the catalogue does not state.') }),
);

const weightRange = describes<WeightRange>()(
  z
    .object({
      at: z.number(),
      from: z.number(),
      to: z.number(),
      below: modelId.nullable(),
      above: modelId.nullable(),
    })
    .describe('From where to where one weight may go before the pick changes, and who takes over; null: nobody.'),
);

const sensitivity = objectOf<Sensitivity>()('Sensitivity', 'What would change the pick.', {
  pick: modelId,
  weights: z.object({ speed: weightRange, cost: weightRange, quality: weightRange }),
  nearest: z
    .object({
      weight: z.enum(['speed', 'cost', 'quality']),
      direction: z.enum(['above', 'below']),
      value: z.number(),
      model: modelId,
    })
    .nullable()
    .describe('The smallest move of one weight that changes the pick; null: none does.'),
  losesAboveUsd: z
    .number()
    .nullable()
    .describe('Price at which another model wins, an estimate as a number; null: no price makes it lose.'),
});

export const requestBody = z.custom<RequestBody>().meta({ $ref: '#/components/schemas/VideoSubmit' });

const concession = objectOf<Concession>()('Concession', 'What giving up one small thing would gain.', {
  change,
  model: modelId.describe('Who would be picked then.'),
  clip: settledClip,
  price,
  speed,
  quality,
  gain: z.number().describe('How much higher it scores than the pick.'),
  by: z.enum(['speed', 'cost', 'quality']).describe('The criterion that gains most.'),
  pickHas: z.number().describe('How the pick stands in it: seconds to a result, dollars or points.'),
});

const staleness = describes<Staleness>()(
  z
    .discriminatedUnion('code', [
      z.object({ code: z.literal('catalog_old'), ageDays: count, asOf: z.string() }),
      z.object({
        code: z.literal('evidence_old'),
        ageDays: count,
        asOf: z.string(),
        scoreLowLost: z.number().nullable().describe('What age takes off the worst-case score of the pick.'),
        pickWhenNew: modelId.nullable().describe('What was the pick on the day of the evidence; null: the same.'),
      }),
    ])
    .describe('What an age of 60 days or more does to the pick.'),
);

export const selection = objectOf<Selection>()('Selection', 'The pick, everyone in order, everyone else and why.', {
  catalog: z.object({
    source: catalogSource,
    asOf,
    ageDays: count.nullable().describe('Whole days; null: not known.'),
    models: count,
  }),
  evidence: z.object({ version: z.string(), asOf: z.string(), ageDays: count }),
  requirements: normalizedRequirements,
  profile: z.object({ name: profileName, weights }),
  method: z.enum(['evidence', 'cookbook']),
  pick: modelId.nullable().describe('null: no model fits.'),
  ranked: z.array(rankedModel).describe('Best first.'),
  rejected: z.array(rejectedModel),
  unknown: z.array(unknownModel).describe('Models of which the catalogue leaves something open.'),
  sensitivity: sensitivity.nullable().describe('null: without a pick, or with method cookbook.'),
  request: requestBody.nullable().describe('The body that would be sent for the pick; null: without one.'),
  concession: concession
    .nullable()
    .exactOptional()
    .describe('The one concession that gains most; null: none gains more than 0.02. Only in the answer of select.'),
  staleness: z
    .array(staleness)
    .exactOptional()
    .describe(
      'What the age of catalogue and evidence does to the pick, from 60 days on. Only in the answer of select.',
    ),
});
