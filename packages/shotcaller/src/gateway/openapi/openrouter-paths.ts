import { body, clip, fileAnswers, idParameter, json, keyHeader, type Paths, statuses } from './operation.ts';

/** The addresses of the OpenRouter-shaped API. */
export function openrouterPaths(): Paths {
  const tags = ['OpenRouter-shaped'];
  return {
    '/api/v1/videos': {
      post: {
        operationId: 'createVideo',
        tags,
        summary: 'Buy a clip',
        description:
          'The body of OpenRouter, unknown fields passed on. `model` may be `auto`, `auto:fastAndCheap`, `auto:qualityAndCost` or `auto:balanced`. Model, quote and reason stand in the headers `X-Shotcaller-*` and in the field `shotcaller`.',
        parameters: [
          keyHeader,
          {
            name: 'X-Shotcaller-Max-Usd',
            in: 'header',
            schema: { type: 'string' },
            description: 'Refuses with 402 when the upper end of the quote is more.',
          },
          {
            name: 'X-Shotcaller-Fallback',
            in: 'header',
            schema: { type: 'integer', minimum: 0, maximum: 5 },
            description: 'Further models that may be tried with `auto`.',
          },
        ],
        requestBody: body('VideoSubmit'),
        responses: {
          202: json('Bought, or being bought', 'SubmittedVideo'),
          400: json('Not readable, or refused by the model', 'WireError', 'WireIssues'),
          ...statuses('WireError', {
            ...always,
            402: 'Credits or a budget',
            403: 'Moderation, or not allowed for this key',
            408: 'The body did not arrive whole',
            413: 'Too large',
            415: 'Not sent as application/json',
            422: 'Idempotency-Key of another body',
            429: 'Rate',
            '4XX': 'Refused by the service, with its status',
            502: 'The service refused without a readable status',
            503: 'The service or the list of models cannot be reached, or too much at once; nothing was bought. Send the same again',
          }),
        },
      },
    },
    '/api/v1/videos/models': {
      get: {
        operationId: 'listModels',
        tags,
        summary: 'Models, the autos first',
        security: [{}],
        responses: { 200: json('All of them', 'ModelList'), ...statuses('WireError', withoutKey) },
      },
    },
    '/api/v1/videos/{id}': {
      get: {
        operationId: 'getVideo',
        tags,
        summary: 'How a job stands',
        parameters: [idParameter],
        responses: {
          200: json('The job, whatever its state', 'VideoJob'),
          ...statuses('WireError', { ...always, 404: 'Unknown, or not yours' }),
        },
      },
    },
    '/api/v1/videos/{id}/content': {
      get: {
        operationId: 'getVideoContent',
        tags,
        summary: 'The clip',
        description: 'The verified file, with length, ETag and ranges.',
        parameters: [idParameter, { name: 'index', in: 'query', schema: { type: 'integer', minimum: 0, default: 0 } }],
        responses: {
          ...fileAnswers('The clip', ...clip),
          ...statuses('WireError', {
            ...always,
            400: 'index',
            404: 'Unknown, or not yours',
            409: 'Not completed',
            410: 'Gone',
            502: 'The service did not hand it out',
          }),
        },
      },
    },
  };
}

const withoutKey = {
  403: 'Local mode: another site or another host',
  500: 'Trouble of this server',
  503: 'Too many requests at work',
};

const always = { 401: 'Key', ...withoutKey };
