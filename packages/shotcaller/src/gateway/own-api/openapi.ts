import { requirementsJsonSchema } from '@shotcaller/core';
import { z } from 'zod';
import { submitBodySchema } from '../openrouter-shape/submit-body.ts';
import {
  diffQuerySchema,
  jobsQuerySchema,
  ledgerQuerySchema,
  previewSchema,
  quoteSchema,
  resumeSchema,
  runSchema,
  selectSchema,
} from './schemas.ts';

export interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description?: string;
  readonly parameters?: readonly object[];
  readonly requestBody?: object;
  readonly responses: Readonly<Record<string, object>>;
  readonly security?: readonly object[];
}

export interface OpenapiDocument {
  readonly openapi: '3.1.0';
  readonly info: object;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: object;
  readonly security: readonly object[];
}

/** OpenAPI 3.1 of both APIs, made from the schemas that validate. */
export function openapiDocument(version: string): OpenapiDocument {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Shotcaller gateway',
      version,
      description:
        'Know which video model, what the clip will cost, and get exactly one video for one bill. On loopback no key is needed; a server asks for `Authorization: Bearer shot_…`.',
    },
    security: [{ clientKey: [] }, {}],
    paths: { ...openrouterPaths(), ...ownPaths() },
    components: {
      securitySchemes: {
        clientKey: { type: 'http', scheme: 'bearer', description: 'A key made by `shotcaller keys add`.' },
      },
      schemas: {
        Requirements: withoutDialect(requirementsJsonSchema()),
        Select: schemaOf(selectSchema),
        Quote: schemaOf(quoteSchema),
        Preview: schemaOf(previewSchema),
        Run: schemaOf(runSchema),
        Resume: schemaOf(resumeSchema),
        VideoSubmit: schemaOf(submitBodySchema),
        ...answerSchemas,
      },
    },
  };
}

const job = ref('Job');
const idParameter = { name: 'id', in: 'path', required: true, schema: { type: 'string' } };
const keyHeader = {
  name: 'Idempotency-Key',
  in: 'header',
  description: 'A repeated submit with this key returns the first job. With another body: 422.',
  schema: { type: 'string', maxLength: 255 },
};

function openrouterPaths(): OpenapiDocument['paths'] {
  const tags = ['OpenRouter-shaped'];
  const refusals = errors(ref('WireError'), {
    400: 'Not readable, or refused by the model; also in the ZodError shape',
    401: 'Key',
    402: 'Credits or a budget',
    403: 'Moderation, or not allowed for this key',
    413: 'Too large',
    422: 'Idempotency-Key of another body',
    429: 'Rate',
  });
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
        responses: { 202: json('Bought, or being bought', ref('VideoJob')), ...refusals },
      },
    },
    '/api/v1/videos/models': {
      get: {
        operationId: 'listModels',
        tags,
        summary: 'Models, the autos first',
        security: [{}],
        responses: { 200: json('All of them', { type: 'object' }) },
      },
    },
    '/api/v1/videos/{id}': {
      get: {
        operationId: 'getVideo',
        tags,
        summary: 'How a job stands',
        parameters: [idParameter],
        responses: {
          200: json('The job, whatever its state', ref('VideoJob')),
          ...errors(ref('WireError'), { 401: 'Key', 404: 'Unknown, or not yours' }),
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
          200: video,
          206: video,
          ...errors(ref('WireError'), {
            400: 'index',
            401: 'Key',
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

function ownPaths(): OpenapiDocument['paths'] {
  const refusals = errors(ref('ApiError'), {
    400: 'Not of the form described here',
    401: 'Key',
    403: 'Not allowed',
    422: 'Readable, but cannot be done',
    503: 'Try again',
  });
  const get = (
    operationId: string,
    tag: string,
    summary: string,
    answer: object,
    parameters: readonly object[] = [],
  ) => ({
    get: { operationId, tags: [tag], summary, parameters, responses: { 200: answer, ...refusals } },
  });
  const post = (
    operationId: string,
    tag: string,
    summary: string,
    schema: string,
    responses: object,
    more: object = {},
  ) => ({
    post: {
      operationId,
      tags: [tag],
      summary,
      requestBody: body(schema),
      responses: { ...responses, ...refusals },
      ...more,
    },
  });
  const [choice, jobs, money, system] = ['Choice', 'Jobs', 'Money', 'System'] as const;
  const spends = 'The only address of this API that spends money. Answers once the submit is through.';
  const anyObject = { type: 'object' };
  return {
    '/v1/select': post(
      'select',
      choice,
      'Requirements to selection: the pick, the ranking, everyone rejected and why',
      'Select',
      { 200: json('The selection', anyObject) },
    ),
    '/v1/quote': post('quote', choice, 'The price on one model, or on each', 'Quote', {
      200: json('Quotes', anyObject),
    }),
    '/v1/preview': post('preview', choice, 'The exact request, as JSON and as programs', 'Preview', {
      200: json('The request', anyObject),
    }),
    '/v1/jobs': {
      ...post(
        'run',
        jobs,
        'Buy a clip',
        'Run',
        {
          202: json('Bought', job),
          200: json('A repeated order: the first one', job),
          ...errors(ref('ApiError'), { 402: 'Budget', 409: 'Spend not confirmed, or key reused' }),
        },
        { description: spends, parameters: [keyHeader] },
      ),
      ...get('listJobs', jobs, 'Orders, newest first', json('A page', anyObject), queryOf(jobsQuerySchema)),
    },
    '/v1/jobs/{id}': get('getJob', jobs, 'One order with its attempts and events', json('The order', job), [
      idParameter,
    ]),
    '/v1/jobs/{id}/resume': post(
      'resumeJob',
      jobs,
      'Go on watching or downloading; buys nothing',
      'Resume',
      { 202: json('The order', job) },
      { parameters: [idParameter] },
    ),
    '/v1/jobs/{id}/detach': {
      post: {
        operationId: 'detachJob',
        tags: [jobs],
        summary: 'Stop watching; nothing can be cancelled at the service',
        parameters: [idParameter],
        responses: { 200: json('The order', anyObject), ...refusals },
      },
    },
    '/v1/jobs/{id}/content': get('getContent', jobs, 'The clip, with length, ETag and ranges', video, [idParameter]),
    '/v1/jobs/{id}/sidecar': get(
      'getSidecar',
      jobs,
      'How the clip came about, as JSON',
      json('The sidecar', anyObject),
      [idParameter],
    ),
    '/v1/ledger': get(
      'ledger',
      money,
      'What was spent against what was quoted, and what budgets have left',
      json('The ledger', anyObject),
      queryOf(ledgerQuerySchema),
    ),
    '/v1/catalog': get('catalog', choice, 'The list of models in use', json('The catalogue', anyObject)),
    '/v1/catalog/diff': get(
      'catalogDiff',
      choice,
      'What changed from one catalogue to another',
      json('The difference', anyObject),
      queryOf(diffQuerySchema),
    ),
    '/v1/events': get(
      'events',
      system,
      'What happens, as server-sent events; resumed by Last-Event-ID',
      {
        description: 'Events hello, reset, job, progress, trouble',
        content: { 'text/event-stream': { schema: { type: 'string' } } },
      },
      [
        { name: 'job', in: 'query', schema: { type: 'string' }, description: 'Only this order.' },
        { name: 'Last-Event-ID', in: 'header', schema: { type: 'string' } },
      ],
    ),
    '/v1/health': get(
      'health',
      system,
      'Whether all is well; more for those who may see all',
      json('Health', anyObject),
    ),
    '/v1/metrics': get('metrics', system, 'Prometheus text', {
      description: 'Metrics',
      content: { 'text/plain': { schema: { type: 'string' } } },
    }),
    '/v1/webhooks/dead-letters': get(
      'deadLetters',
      system,
      'Own deliveries that were given up',
      json('Dead letters', anyObject),
    ),
  };
}

const video = { description: 'The clip', content: { 'video/mp4': { schema: { type: 'string', format: 'binary' } } } };

const answerSchemas = {
  ApiError: {
    type: 'object',
    required: ['error'],
    properties: {
      error: {
        type: 'object',
        required: ['code', 'message'],
        properties: {
          code: { type: 'string' },
          message: { type: 'string' },
          problems: {
            type: 'array',
            items: { type: 'object', properties: { field: { type: 'string' }, message: { type: 'string' } } },
          },
        },
      },
    },
  },
  WireError: {
    type: 'object',
    required: ['error'],
    properties: {
      error: {
        type: 'object',
        properties: { code: { type: 'integer' }, message: { type: 'string' }, metadata: { type: 'object' } },
      },
    },
  },
  VideoJob: {
    type: 'object',
    required: ['id', 'polling_url', 'status'],
    properties: {
      id: { type: 'string' },
      generation_id: { type: 'string' },
      polling_url: { type: 'string', format: 'uri' },
      status: { type: 'string', enum: ['pending', 'in_progress', 'completed', 'failed', 'cancelled', 'expired'] },
      unsigned_urls: { type: 'array', items: { type: 'string', format: 'uri' } },
      usage: { type: 'object', properties: { cost: { type: 'number' }, is_byok: { type: 'boolean' } } },
      error: { type: 'string' },
      model: { type: 'string' },
      shotcaller: { type: 'object', description: 'Chosen model, quote and reason.' },
    },
  },
  Job: {
    type: 'object',
    required: [
      'id',
      'status',
      'word',
      'model',
      'jobId',
      'files',
      'quotedUsd',
      'billedUsd',
      'attempts',
      'createdAt',
      'ended',
    ],
    properties: {
      id: { type: 'string' },
      key: { type: ['string', 'null'] },
      status: { type: 'string', description: 'A state of the ledger.' },
      word: { type: 'string', description: 'The same in the six words of the video API.' },
      ended: { type: 'boolean' },
      model: { type: 'string' },
      jobId: { type: ['string', 'null'], description: 'The id at the service.' },
      reason: { type: ['object', 'null'] },
      files: { type: 'array', items: { type: 'object' } },
      quotedUsd: { type: ['string', 'null'] },
      quotedHighUsd: { type: ['string', 'null'] },
      billedUsd: { type: ['string', 'null'] },
      unknownBills: { type: 'integer' },
      resumable: { type: 'boolean' },
      createdAt: { type: 'string', format: 'date-time' },
      attempts: { type: 'array', items: { type: 'object' } },
      choice: { type: 'object' },
      progress: { type: ['object', 'null'] },
      events: { type: 'array', items: { type: 'object' } },
      owner: { type: ['string', 'null'] },
    },
  },
};

function ref(name: string): object {
  return { $ref: `#/components/schemas/${name}` };
}

function json(description: string, schema: object): object {
  return { description, content: { 'application/json': { schema } } };
}

function body(schema: string): object {
  return { required: true, content: { 'application/json': { schema: ref(schema) } } };
}

function errors(schema: object, said: Readonly<Record<number, string>>): Record<string, object> {
  return Object.fromEntries(Object.entries(said).map(([status, description]) => [status, json(description, schema)]));
}

function schemaOf(schema: z.ZodType): object {
  return withoutDialect(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }));
}

function withoutDialect({ $schema: _, ...schema }: Readonly<Record<string, unknown>>): object {
  return schema;
}

function queryOf(schema: z.ZodObject): readonly object[] {
  const { properties = {} } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: 'query',
    required: false,
    schema: property,
  }));
}
