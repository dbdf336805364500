import { type ModelQuote, type Preferences, type RequirementsInput, requestFormats } from '@shotcaller/core';
import { z } from 'zod';
import { modelField, preferenceFields, sentenceField } from '../../../choice/brief-fields.ts';
import type { Addresses } from '../../openapi/address.ts';
import { describes, fieldsOf, named, type Of, object, type SentFor } from '../../openapi/schemas.ts';
import { budget } from './ledger.ts';
import { price } from './price.ts';
import { requestFinding } from './request-finding.ts';
import { reason, requestBody, selection, settledClip } from './selection.ts';
import { jobReason, modelId } from './values.ts';

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
  z.strictObject({ ...briefFields, model: modelField.describe('Default: every model of the catalogue.') }),
);

const previewRequest = named(
  'Preview',
  z.strictObject({
    ...briefFields,
    model: modelField.describe('An id, or auto (default): the pick.'),
    formats: z.array(z.enum(requestFormats)).max(requestFormats.length).exactOptional().describe('Default: all.'),
  }),
);

export type PreviewRequest = SentFor<typeof previewRequest>;

const quotes = object('Quotes', 'What each model would charge, in the order of the catalogue.', {
  quotes: z.array(
    describes<ModelQuote>()(
      z.object({
        model: modelId,
        clip: settledClip.describe('What is priced.'),
        price,
        verdict: z.enum(['eligible', 'ineligible', 'unknown']),
        reasons: z.array(reason).describe('Every broken rule, or what is not stated. Empty when eligible.'),
      }),
    ),
  ),
});

const previewedRequest = object('PreviewedRequest', 'What would be sent, and what is wrong with it.', {
  model: modelId,
  price,
  body: requestBody,
  formats: z
    .partialRecord(z.enum(requestFormats), z.string())
    .describe('Text by format; programs read the key from the environment.'),
  findings: z.array(requestFinding).describe('Empty: nothing speaks against sending it.'),
  budgets: z.array(budget).describe('What is left of those that are set and that the caller may know.'),
  budgetRefusal: jobReason
    .nullable()
    .describe('Why the ledger would refuse to reserve the upper price; null: it would not, as things are now.'),
});

export type PreviewAnswer = Of<typeof previewedRequest>;

/** What any question about models may be refused with. */
export const briefErrors = {
  422: 'Readable, but cannot be done',
  503: 'The list of models cannot be read now, or too many requests at work',
};

/** `select`, `quote` and `preview`: answers that cost nothing. */
export const choiceAddresses = {
  'POST /v1/select': {
    name: 'select',
    summary: 'Requirements to selection: the pick, the ranking, every rejected model and why',
    description: 'That no model fits is an answer, not an error: `pick` is null.',
    body: selectRequest,
    answers: { 200: { description: 'The selection', json: selection } },
    errors: briefErrors,
  },
  'POST /v1/quote': {
    name: 'quote',
    summary: 'The price on one model, or on each',
    body: quoteRequest,
    answers: { 200: { description: 'Quotes', json: quotes } },
    errors: { ...briefErrors, 404: 'No such model' },
  },
  'POST /v1/preview': {
    name: 'preview',
    summary: 'The exact request, as JSON and as programs',
    body: previewRequest,
    answers: { 200: { description: 'The request', json: previewedRequest } },
    errors: { ...briefErrors, 404: 'No such model' },
  },
} satisfies Addresses;
