import { type ModelQuote, type Preferences, type RequirementsInput, requestFormats } from '@shotcaller/core';
import { z } from 'zod';
import { modelField, preferenceFields, sentenceField } from '../../../choice/brief-fields.ts';
import type { Addresses } from '../../openapi/address.ts';
import { describes, fieldsOf, named, type Of, object, type SentFor } from '../../openapi/schemas.ts';
import { budget } from './ledger.ts';
import { price } from './price.ts';
import { requestFinding } from './request-finding.ts';
import { reason, requestBody, selection, settledClip } from './selection.ts';
import { jobReason, listUnread, modelId } from './values.ts';

// Read by core's own schema, which is lenient where JSON Schema cannot say it.
const requirements = z
  .record(z.string(), z.unknown())
  .meta({ $ref: '#/components/schemas/Requirements' }) as unknown as z.ZodType<RequirementsInput, RequirementsInput>;

/** What a brief is written with, whatever is asked about it. */
export const briefFields = {
  requirements: requirements.exactOptional(),
  sentence: sentenceField,
  ...fieldsOf<Preferences>()(preferenceFields),
};

export type BriefFields = Of<typeof selectRequest>;

const selectRequest = named('Select', z.strictObject(briefFields));

const quoteRequest = named(
  'Quote',
  z.strictObject({
    ...briefFields,
    model: modelField.describe('The id of a model. Default: quote every model in the catalogue.'),
  }),
);

const previewRequest = named(
  'Preview',
  z.strictObject({
    ...briefFields,
    model: modelField.describe('The id of a model, or `auto` (default) for the pick.'),
    formats: z
      .array(z.enum(requestFormats))
      .max(requestFormats.length)
      .exactOptional()
      .describe('Which formats to return. Default: all.'),
  }),
);

export type PreviewRequest = SentFor<typeof previewRequest>;

const quotes = object('Quotes', 'What the clip would cost on each model, in the order of the catalogue.', {
  quotes: z.array(
    describes<ModelQuote>()(
      z.object({
        model: modelId,
        clip: settledClip.describe('The clip that the price is for.'),
        price,
        verdict: z.enum(['eligible', 'ineligible', 'unknown']),
        reasons: z
          .array(reason)
          .describe(
            'Every requirement that the model cannot meet, or that the catalogue does not state. Empty: the model is eligible.',
          ),
      }),
    ),
  ),
});

const previewedRequest = object('PreviewedRequest', 'The request that would be sent, and any problems with it.', {
  model: modelId,
  price,
  body: requestBody,
  formats: z
    .partialRecord(z.enum(requestFormats), z.string())
    .describe('The request as text, by format. The programs read the API key from the environment.'),
  findings: z.array(requestFinding).describe('Problems with the request. Empty: there are none.'),
  budgets: z.array(budget).describe('What is left of each budget that is set and that this key may see.'),
  budgetRefusal: jobReason
    .nullable()
    .describe('Why a budget would stop this purchase; null: no budget would stop it right now.'),
});

export type PreviewAnswer = Of<typeof previewedRequest>;

/** What any question about models may be refused with. */
export const briefErrors = {
  422: 'The request is valid JSON, but it cannot be carried out; `message` says why',
  ...listUnread,
};

/** `select`, `quote` and `preview`: answers that cost nothing. */
export const choiceAddresses = {
  'POST /v1/select': {
    name: 'select',
    summary: 'Choose a model: the pick, the ranking, and every rejected model with its reasons',
    description: 'Buys nothing. If no model fits, the status is still 200 and `pick` is null.',
    body: selectRequest,
    answers: { 200: { description: 'The selection', json: selection } },
    errors: briefErrors,
  },
  'POST /v1/quote': {
    name: 'quote',
    summary: 'Get the price of a clip on one model, or on every model',
    body: quoteRequest,
    answers: { 200: { description: 'Quotes', json: quotes } },
    errors: { ...briefErrors, 404: 'The model does not exist' },
  },
  'POST /v1/preview': {
    name: 'preview',
    summary: 'Show the exact request that would be sent, as JSON and as programs',
    body: previewRequest,
    answers: { 200: { description: 'The request', json: previewedRequest } },
    errors: { ...briefErrors, 404: 'The model does not exist' },
  },
} satisfies Addresses;
