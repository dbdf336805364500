import { z } from 'zod';
import { type Api, clip, rangeAnswers } from '../openapi/address.ts';
import { dedupeKey, traceContext } from '../own-api/addresses/values.ts';
import { modelList, submittedVideo, videoJob, wireError, wireIssues } from './answers.ts';
import { submitBodySchema } from './submit-body.ts';

/** The addresses of the OpenRouter-shaped API, as the OpenAPI document tells of them. Requests are read as OpenRouter reads them, in `submit.ts`. */
export const openrouterApi = {
  groups: {
    'OpenRouter-shaped': {
      'POST /api/v1/videos': {
        name: 'createVideo',
        summary: 'Buy one clip',
        description:
          'This request spends money. The body is the one of OpenRouter; unknown fields are passed on. `model` may also be `auto`, `auto:fastAndCheap`, `auto:qualityAndCost` or `auto:balanced`. The headers `X-Shotcaller-*` and the field `shotcaller` of the answer have the model, the quote and the reason for the choice.',
        headers: z.object({
          'Idempotency-Key': dedupeKey.exactOptional(),
          'X-Shotcaller-Max-Usd': z
            .string()
            .exactOptional()
            .describe('If the upper end of the quote is above this amount, the answer is 402 and nothing is bought.'),
          'X-Shotcaller-Fallback': z
            .int()
            .min(0)
            .max(5)
            .exactOptional()
            .describe('With `auto`: how many other models may be tried when an attempt fails. Default 0.'),
          traceparent: traceContext.exactOptional(),
        }),
        body: submitBodySchema,
        answers: {
          202: { description: 'The clip was bought, or is being bought', json: submittedVideo },
          400: {
            description: 'The request cannot be read, or the model refuses it; nothing was bought',
            json: wireIssues,
          },
        },
        errors: {
          402: 'Not enough credits, or a budget would be exceeded; nothing was bought',
          403: 'Refused by moderation, or this key may not do this; nothing was bought',
          422: 'The Idempotency-Key belongs to another request; nothing was bought',
          429: 'Rate limit reached, or this key has too much in progress; wait for Retry-After',
          '4XX': 'OpenRouter refused the request, with this status; nothing was bought',
          502: 'OpenRouter refused the request without a readable status; nothing was bought',
          503: 'OpenRouter or the list of models cannot be reached, or too many requests are in progress. Send the same request again: it is one order and is bought once',
        },
      },
      'GET /api/v1/videos/models': {
        name: 'listModels',
        summary: 'List models, the `auto` models first',
        isOpen: true,
        answers: { 200: { description: 'The models', json: modelList } },
      },
      'GET /api/v1/videos/{id}': {
        name: 'getVideo',
        summary: 'Poll a job',
        answers: { 200: { description: 'The job, whatever its state', json: videoJob } },
        errors: { 404: 'There is no such job, or it is not yours' },
      },
      'GET /api/v1/videos/{id}/content': {
        name: 'getVideoContent',
        summary: 'Download the clip',
        description: 'Sends the verified file; supports ETag and ranges.',
        query: z.object({ index: z.int().min(0).default(0) }),
        answers: { 200: clip, ...rangeAnswers('video/mp4') },
        errors: {
          400: '`index` is not valid',
          404: 'There is no such job, or it is not yours',
          409: 'The clip is not ready',
          410: 'The file no longer exists at OpenRouter',
          502: 'OpenRouter did not deliver the file; try again',
        },
      },
    },
  },
  error: wireError,
  errors: {
    401: 'The key is missing, or not known',
    403: 'In local mode this server answers only its own machine and its own pages',
    429: 'This key has too much in progress; wait for Retry-After',
    500: 'This server has an internal error',
    503: 'The server has too many requests in progress, or cannot reach its ledger; wait for Retry-After',
  },
} satisfies Api;
