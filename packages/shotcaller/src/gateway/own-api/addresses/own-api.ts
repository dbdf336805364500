import { z } from 'zod';
import type { Address, AnswerOf, Api, Sent } from '../../openapi/address.ts';
import { type Of, object } from '../../openapi/schemas.ts';
import { batchAddresses } from './batches.ts';
import { catalogAddresses } from './catalog.ts';
import { choiceAddresses } from './choice.ts';
import { jobAddresses } from './jobs.ts';
import { keyAddresses } from './keys.ts';
import { ledgerAddresses } from './ledger.ts';
import { limitAddresses } from './limits.ts';
import { price } from './price.ts';
import { selection } from './selection.ts';
import { sentenceAddresses } from './sentences.ts';
import { shotListAddresses } from './shot-lists.ts';
import { healthAddress, systemAddresses } from './system.ts';
import { openViewAddresses, viewAddresses } from './views.ts';

const apiError = object('ApiError', 'An error of this API. Other fields depend on the code.', {
  error: z.looseObject({
    code: z.string().describe('The code of the error, for programs.'),
    message: z
      .string()
      .describe('For people: what happened and what to do next. It never contains a secret or a prompt.'),
    problems: z
      .array(z.object({ field: z.string(), message: z.string() }))
      .exactOptional()
      .describe('One entry for each field that is wrong.'),
    selection: selection.exactOptional().describe('With `no_eligible_model`: every model and why it does not fit.'),
    model: z.string().exactOptional(),
    price: price.exactOptional().describe('With `spend_not_confirmed` and `over_budget`: what the clip would cost.'),
  }),
});

export type ApiError = Of<typeof apiError>;

/** Our own API: its addresses, their schemas and its errors. Routes, types, the OpenAPI document and the studio's client come from here. */
export const ownApi = {
  groups: {
    Choice: { ...choiceAddresses, ...sentenceAddresses, ...catalogAddresses },
    Jobs: { ...jobAddresses, ...viewAddresses, ...openViewAddresses },
    Batches: { ...batchAddresses, ...shotListAddresses },
    Money: { ...ledgerAddresses, ...limitAddresses },
    Keys: keyAddresses,
    System: { ...systemAddresses, ...healthAddress },
  },
  error: apiError,
  errors: {
    401: 'The key is missing, or not known',
    403: 'This key, site or host is not allowed to do this',
    429: 'This key has too much in progress; wait for Retry-After',
    500: 'This server has an internal error',
    503: 'The server has too many requests in progress, or cannot reach its ledger; wait for Retry-After',
  },
} satisfies Api;

type Groups = typeof ownApi.groups;
type OwnAddresses = Groups['Choice'] &
  Groups['Jobs'] &
  Groups['Batches'] &
  Groups['Money'] &
  Groups['Keys'] &
  Groups['System'];

/** An address of our own API, `GET /v1/jobs/{id}`. */
export type OwnOperation = keyof OwnAddresses;
export type SentTo<Operation extends OwnOperation> = Sent<Operation, OwnAddresses[Operation]>;
export type AnswerTo<Operation extends OwnOperation> = OwnAddresses[Operation] extends infer To extends Address
  ? AnswerOf<To>
  : never;
