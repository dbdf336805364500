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
  'A requirement that a model cannot meet, or a value that the catalogue does not state.',
  {
    code: z.enum(reasonCodes).describe('The code of the reason, for programs.'),
    field: z.string().describe('The field of the requirements that the reason is about.'),
    requested: z.unknown(),
    supported: z.unknown().describe('What the model offers; null: the catalogue does not state it.'),
  },
);

const change = objectOf<Change>()('Change', 'One change of the requirements.', {
  field: z.string(),
  from: z.unknown(),
  to: z.unknown().describe('The new value; null: leave the field out.'),
});

const warning = objectOf<Warning>()('Warning', 'Something to know before you pay. It does not stop the purchase.', {
  code: z.enum(warningCodes),
  field: z.string(),
  grade: z.enum(['documented', 'reported', 'contradicted']),
  source: z.string(),
  asOf: z.string(),
});

const basis = objectOf<Basis>()('Basis', 'Where a number comes from.', {
  level: z
    .enum(['measured', 'live', 'published', 'linked', 'sibling', 'prior'])
    .describe('The kind of evidence; the strongest kind is listed first.'),
  source: z.string(),
  asOf: z.string().nullable().describe('Date of the newest observation; null: the number is an assumption (`prior`).'),
  ageDays: z.number().nullable(),
  n: z.number().nullable().describe('Number of observations, counted in `nUnit`; null: not published.'),
  nUnit: z.enum(['clips', 'votes', 'jobs']),
  notes: z.array(z.enum(basisNoteCodes)).describe('Caveats about the number, as codes.'),
});

const weights = describes<Weights>()(
  z
    .object({ speed: z.number(), cost: z.number(), quality: z.number() })
    .describe('How much each criterion counts. The weights add up to 1.'),
);

export const settledClip = objectOf<SettledClip>()('SettledClip', 'The clip that one model would make.', {
  durationSeconds: z.number().nullable().describe('null: not known.'),
  resolution: z.string().nullable(),
  aspectRatio: z.string().nullable().describe('null: the model decides, for example from the shape of a picture.'),
  audio: z.boolean().nullable().describe('Whether the clip has sound; null: the catalogue does not state it.'),
  settled: z
    .array(z.enum(['durationSeconds', 'resolution', 'aspectRatio', 'audio']))
    .describe('Fields that you left open and that the request sets.'),
});

const speed = describes<RankedModel['speed']>()(
  z
    .object({
      p50Seconds: z.number(),
      p90Seconds: z.number(),
      successRate: z.number().describe('Share of jobs that end with a clip, from 0 to 1.'),
      jobsCounted: count.describe('Number of jobs that the share is based on; 0: none.'),
      secondsToResult: z.number().describe('`p50Seconds` divided by `successRate`. The score uses this value.'),
      basis,
    })
    .describe('Expected seconds from submit to completed for this clip.'),
);

const quality = describes<RankedModel['quality']>()(
  z
    .object({ rating: z.number(), low: z.number(), high: z.number(), basis })
    .describe('Quality from human votes, on a scale like Elo, with its 10th and 90th percentile.'),
);

const rankedModel = objectOf<RankedModel>()(
  'RankedModel',
  'A model that can make the clip, at its place in the ranking.',
  {
    model: modelId,
    score: z.number().describe('Expected score from 0 to 1, on a fixed scale.'),
    scoreLow: z
      .number()
      .describe(
        'Worst-case score: the true score is at least this high in about 90 % of cases. Models are ranked by it.',
      ),
    clip: settledClip.describe('The clip that price, time and quality are for.'),
    price,
    speed,
    quality,
    contributions: z
      .object({ speed: z.number(), cost: z.number(), quality: z.number() })
      .describe('How much each criterion adds to the score.'),
    tiedWith: z.array(modelId),
    dominatedBy: modelId
      .nullable()
      .describe('A model that is at least as good on price, time and quality; null: none.'),
    evidenceShare: z.number().describe('Share of the score that is based on evidence, from 0 to 1.'),
    assumptions: z.array(priceNote),
    warnings: z.array(warning),
    notStated: z.array(reason).describe('Requirements that the catalogue does not answer. Only with `includeUnknown`.'),
    cookbook: z
      .object({
        lowestAdvertisedPrice: z.number().nullable(),
        speedScore: z.number(),
        costScore: z.number(),
        qualityScore: z.number(),
      })
      .exactOptional()
      .describe('The scores of OpenRouter’s guide. Only with method `cookbook`.'),
  },
);

const rejectedModel = objectOf<RejectedModel>()('RejectedModel', 'A model that cannot make the clip.', {
  model: modelId,
  reasons: z.array(reason).describe('Every requirement that the model cannot meet.'),
  nearest: z
    .array(change)
    .describe('The smallest change of the requirements that would make the model fit. Empty: no change would.'),
});

const unknownModel = describes<UnknownModel>()(
  z.object({
    model: modelId,
    reasons: z.array(reason).describe('Requirements that the catalogue does not answer for this model.'),
  }),
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
    .describe(
      'How far one weight may move before the pick changes, and which model is picked then; null: no other model.',
    ),
);

const sensitivity = objectOf<Sensitivity>()('Sensitivity', 'How stable the pick is, and what would change it.', {
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
    .describe('The smallest change of one weight that changes the pick; null: no change does.'),
  losesAboveUsd: z
    .number()
    .nullable()
    .describe('Above about this price another model is picked; null: no price changes the pick.'),
});

export const requestBody = z.custom<RequestBody>().meta({ $ref: '#/components/schemas/VideoSubmit' });

const concession = objectOf<Concession>()('Concession', 'What you would gain by relaxing one requirement.', {
  change,
  model: modelId.describe('The model that would be picked then.'),
  clip: settledClip,
  price,
  speed,
  quality,
  gain: z.number().describe('How much higher that model scores than the pick.'),
  by: z.enum(['speed', 'cost', 'quality']).describe('The criterion that improves most.'),
  pickHas: z.number().describe('The value of the pick for that criterion: seconds to a result, dollars, or points.'),
});

const staleness = describes<Staleness>()(
  z
    .discriminatedUnion('code', [
      z.object({ code: z.literal('catalog_old'), ageDays: count, asOf: z.string() }),
      z.object({
        code: z.literal('evidence_old'),
        ageDays: count,
        asOf: z.string(),
        scoreLowLost: z.number().nullable().describe('How much the age lowers the worst-case score of the pick.'),
        pickWhenNew: modelId
          .nullable()
          .describe('The model that would be picked if the evidence were new; null: the same model.'),
      }),
    ])
    .describe('What data that is 60 days old or older means for the pick.'),
);

export const selection = objectOf<Selection>()(
  'Selection',
  'The pick, the ranking, and every other model with its reasons.',
  {
    catalog: z.object({
      source: catalogSource,
      asOf,
      ageDays: count.nullable().describe('Age in whole days; null: not known.'),
      models: count,
    }),
    evidence: z.object({ version: z.string(), asOf: z.string(), ageDays: count }),
    requirements: normalizedRequirements,
    profile: z.object({ name: profileName, weights }),
    method: z.enum(['evidence', 'cookbook']),
    pick: modelId.nullable().describe('The best model; null: no model fits.'),
    ranked: z.array(rankedModel).describe('Models that fit, best first.'),
    rejected: z.array(rejectedModel),
    unknown: z
      .array(unknownModel)
      .describe('Models for which the catalogue does not state something that the requirements ask for.'),
    sensitivity: sensitivity.nullable().describe('null: there is no pick, or the method is `cookbook`.'),
    request: requestBody
      .nullable()
      .describe('The request body that would be sent for the pick; null: there is no pick.'),
    concession: concession
      .nullable()
      .exactOptional()
      .describe(
        'The concession that gains most; null: none gains more than 0.02. Only in the answer of POST /v1/select.',
      ),
    staleness: z
      .array(staleness)
      .exactOptional()
      .describe(
        'What the age of the catalogue and the evidence means for the pick, from 60 days on. Only in the answer of POST /v1/select.',
      ),
  },
);
