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
    jobs: z
      .array(z.string().min(1).max(512))
      .min(1)
      .max(mostViewed)
      .describe('The ids of the jobs to show, in this order.'),
    expiresInSeconds: z
      .int()
      .min(60)
      .max(longestSeconds)
      .default(usualSeconds)
      .describe('How long the link works, in seconds. Default: 7 days; at most 90 days.'),
  }),
);

const madeView = object('MadeView', 'A link that shows a comparison of clips.', {
  token: z.string().describe('Anybody with this token can see these clips until it expires, and do nothing else.'),
  path: z.string().describe('Path of the page, relative to the server.'),
  expiresAt: instant,
});

const view = object(
  'View',
  'One comparison, as everybody with its link sees it: without prices, settings or ids of jobs.',
  {
    expiresAt: instant,
    prompt: z.string().nullable().describe('The first 500 characters of the prompt; null: there is none.'),
    takes: z.array(
      z.object({
        number: z.int(),
        model: modelId,
        status: jobState,
        ended: z.boolean(),
        clips: z.array(
          z.object({
            contentUrl: z.string().describe('Where to download the clip, relative to the server. No key is needed.'),
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
  404: 'The link is not valid: it is incomplete, or the client key that made it was revoked',
  410: 'The link has expired',
};

/** Making a link asks for a key as everything does. */
export const viewAddresses = {
  'POST /v1/views': {
    name: 'makeView',
    summary: 'Create a link that shows a comparison of clips and gives no other access',
    description: 'The link works until it expires, or until the client key that made it is revoked.',
    body: makeView,
    answers: { 201: { description: 'The link', json: madeView } },
    errors: { 404: 'A job does not exist, or is not yours' },
  },
} satisfies Addresses;

/** Those who have a link have no key. */
export const openViewAddresses = {
  'GET /v1/views/{id}': {
    name: 'getView',
    summary: 'Get a comparison by the token of its link',
    isOpen: true,
    answers: { 200: { description: 'The comparison', json: view } },
    errors: gone,
  },
  'GET /v1/views/{id}/content': {
    name: 'getViewContent',
    summary: 'Download a clip of a comparison',
    isOpen: true,
    query: z.strictObject({
      take: z.coerce.number<string | number>().int().min(1).max(mostViewed),
      index: z.coerce.number<string | number>().int().min(0).max(100).default(0),
    }),
    answers: { 200: clip, ...rangeAnswers('video/mp4') },
    errors: { ...gone, 409: 'The clip is not ready', 502: 'OpenRouter did not deliver the file; try again' },
  },
} satisfies Addresses;
