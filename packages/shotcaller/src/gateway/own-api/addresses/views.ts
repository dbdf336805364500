import { z } from 'zod';
import { type Addresses, clip, rangeAnswers } from '../../openapi/address.ts';
import { named, type Of, object } from '../../openapi/schemas.ts';
import { instant, jobState, modelId } from './values.ts';

/** Most jobs of one comparison. */
const mostViewed = 24;
/** Seconds: a link lasts a week unless it is told otherwise, and never longer than a quarter of a year. */
const usualSeconds = 7 * 86_400;
const longestSeconds = 90 * 86_400;

const makeView = named(
  'MakeView',
  z.strictObject({
    jobs: z.array(z.string().min(1).max(512)).min(1).max(mostViewed).describe('The jobs to show, in this order.'),
    expiresInSeconds: z.int().min(60).max(longestSeconds).default(usualSeconds),
  }),
);

const madeView = object('MadeView', 'A link that shows a comparison.', {
  token: z.string().describe('Whoever has it sees these clips until it expires. It can do nothing else.'),
  path: z.string().describe('Of the page, relative to the server.'),
  expiresAt: instant,
});

const view = object(
  'View',
  'One comparison, as those see it who have its link: no prices, no settings, no ids of jobs.',
  {
    expiresAt: instant,
    prompt: z.string().nullable().describe('The first 500 characters; null: none.'),
    takes: z.array(
      z.object({
        number: z.int(),
        model: modelId,
        status: jobState,
        ended: z.boolean(),
        clips: z.array(
          z.object({
            contentUrl: z.string().describe('Relative to the server; asks for no key.'),
            contentType: z.string(),
            durationSeconds: z.number().nullable(),
            width: z.number().nullable(),
            height: z.number().nullable(),
          }),
        ),
      }),
    ),
  },
);

export type ViewAnswer = Of<typeof view>;

const gone = {
  404: 'No such link: it is not whole, or its client key was revoked',
  410: 'The link has expired',
};

/** Making a link asks for a key as everything does. */
export const viewAddresses = {
  'POST /v1/views': {
    name: 'makeView',
    summary: 'A link that shows a comparison of clips and can do nothing else',
    description: 'The link ends when it expires, or when the client key that made it is revoked.',
    body: makeView,
    answers: { 201: { description: 'The link', json: madeView } },
    errors: { 404: 'A job is unknown, or not yours' },
  },
} satisfies Addresses;

/** Those who have a link have no key. */
export const openViewAddresses = {
  'GET /v1/views/{id}': {
    name: 'getView',
    summary: 'One comparison, by the token of its link',
    isOpen: true,
    answers: { 200: { description: 'The comparison', json: view } },
    errors: gone,
  },
  'GET /v1/views/{id}/content': {
    name: 'getViewContent',
    summary: 'A clip of a comparison',
    isOpen: true,
    query: z.strictObject({
      take: z.coerce.number<string | number>().int().min(1).max(mostViewed),
      index: z.coerce.number<string | number>().int().min(0).max(100).default(0),
    }),
    answers: { 200: clip, ...rangeAnswers('video/mp4') },
    errors: { ...gone, 409: 'Not finished', 502: 'The service did not hand it out' },
  },
} satisfies Addresses;
