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
        summary: 'Buy a clip',
        description:
          'The body of OpenRouter, unknown fields passed on. `model` may be `auto`, `auto:fastAndCheap`, `auto:qualityAndCost` or `auto:balanced`. Model, quote and reason stand in the headers `X-Shotcaller-*` and in the field `shotcaller`.',
        headers: z.object({
          'Idempotency-Key': dedupeKey.exactOptional(),
          'X-Shotcaller-Max-Usd': z
            .string()
            .exactOptional()
            .describe('Refuses with 402 when the upper end of the quote is more.'),
          'X-Shotcaller-Fallback': z
            .int()
            .min(0)
            .max(5)
            .exactOptional()
            .describe('Further models that may be tried with `auto`.'),
          traceparent: traceContext.exactOptional(),
        }),
        body: submitBodySchema,
        answers: {
          202: { description: 'Bought, or being bought', json: submittedVideo },
          400: { description: 'Not readable, or refused by the model', json: wireIssues },
        },
        errors: {
          402: 'Credits or a budget',
          403: 'Moderation, or not allowed for this key',
          422: 'Idempotency-Key of another body',
          429: 'Rate, or too much of this key at once',
          '4XX': 'Refused by the service, with its status',
          502: 'The service refused without a readable status',
          503: 'The service or the list of models cannot be reached, or too much at once; nothing was bought. Send the same again',
        },
      },
      'GET /api/v1/videos/models': {
        name: 'listModels',
        summary: 'Models, the autos first',
        isOpen: true,
        answers: { 200: { description: 'All of them', json: modelList } },
      },
      'GET /api/v1/videos/{id}': {
        name: 'getVideo',
        summary: 'How a job stands',
        answers: { 200: { description: 'The job, whatever its state', json: videoJob } },
        errors: { 404: 'Unknown, or not yours' },
      },
      'GET /api/v1/videos/{id}/content': {
        name: 'getVideoContent',
        summary: 'The clip',
        description: 'The verified file, with length, ETag and ranges.',
        query: z.object({ index: z.int().min(0).default(0) }),
        answers: { 200: clip, ...rangeAnswers('video/mp4') },
        errors: {
          400: 'index',
          404: 'Unknown, or not yours',
          409: 'Not completed',
          410: 'Gone',
          502: 'The service did not hand it out',
        },
      },
    },
  },
  error: wireError,
  errors: {
    401: 'Key',
    403: 'Local mode: another site or another host',
    429: 'Too much of this key at once',
    500: 'Trouble of this server',
    503: 'Too many requests at work',
  },
} satisfies Api;
