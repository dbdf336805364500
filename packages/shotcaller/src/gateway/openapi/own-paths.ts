import { diffQuerySchema, jobsQuerySchema, ledgerQuerySchema } from '../own-api/schemas.ts';
import {
  type Answer,
  body,
  clip,
  fileAnswers,
  idParameter,
  json,
  keyHeader,
  type Operation,
  type Paths,
  queryOf,
  ref,
  statuses,
} from './operation.ts';

/** The addresses of our own API. */
export function ownPaths(): Paths {
  return { ...choicePaths(), ...jobPaths(), ...moneyPaths(), ...systemPaths() };
}

function choicePaths(): Paths {
  const tags = ['Choice'];
  return {
    '/v1/select': post(tags, 'select', 'Requirements to selection: the pick, the ranking, everyone rejected and why', {
      requestBody: body('Select'),
      responses: { 200: json('The selection', 'Selection'), ...refused({ ...ofBody, ...ofQuestion }) },
    }),
    '/v1/quote': post(tags, 'quote', 'The price on one model, or on each', {
      requestBody: body('Quote'),
      responses: { 200: json('Quotes', 'Quotes'), ...refused({ ...ofBody, ...ofQuestion, 404: 'No such model' }) },
    }),
    '/v1/preview': post(tags, 'preview', 'The exact request, as JSON and as programs', {
      requestBody: body('Preview'),
      responses: {
        200: json('The request', 'PreviewedRequest'),
        ...refused({ ...ofBody, ...ofQuestion, 404: 'No such model' }),
      },
    }),
    '/v1/catalog': get(tags, 'catalog', 'The list of models in use', {
      responses: {
        200: json('The catalogue', 'Catalog'),
        304: { description: 'As in If-None-Match' },
        ...refused({ 503: 'The list cannot be read now, or too many requests at work' }),
      },
    }),
    '/v1/evidence': get(tags, 'evidence', 'What own jobs say of times, failures and prices', {
      responses: {
        200: json('Own evidence', 'OwnEvidence'),
        ...refused({ 503: 'The list cannot be read now, or too many requests at work' }),
      },
    }),
    '/v1/catalog/diff': get(tags, 'catalogDiff', 'What changed from one catalogue to another', {
      parameters: queryOf(diffQuerySchema),
      responses: { 200: json('The difference', 'CatalogDiff'), ...refused(ofQuery) },
    }),
  };
}

function jobPaths(): Paths {
  const tags = ['Jobs'];
  const parameters = [idParameter];
  const unknown = { 404: 'Unknown, or not yours' };
  return {
    '/v1/jobs': {
      ...post(tags, 'run', 'Buy a clip', {
        description: 'The only address of this API that spends money. Answers once the submit is through.',
        parameters: [keyHeader],
        requestBody: body('Run'),
        responses: {
          202: json('Bought', 'Job'),
          200: json('A repeated order: the first one', 'Job'),
          ...refused({
            ...ofBody,
            ...ofQuestion,
            402: 'Budget',
            404: 'The job to go on from is unknown, or not yours',
            409: 'Spend not confirmed, or key reused',
            429: 'Rate',
          }),
        },
      }),
      ...get(tags, 'listJobs', 'Orders, newest first', {
        parameters: queryOf(jobsQuerySchema),
        responses: { 200: json('A page', 'JobPage'), ...refused(ofQuery) },
      }),
    },
    '/v1/jobs/{id}': get(tags, 'getJob', 'One order with its attempts and events', {
      parameters,
      responses: { 200: json('The order', 'Job'), ...refused(unknown) },
    }),
    '/v1/jobs/{id}/resume': post(tags, 'resumeJob', 'Go on watching or downloading; buys nothing', {
      parameters,
      requestBody: body('Resume', false),
      responses: { 202: json('The order', 'Job'), ...refused({ ...ofBody, ...unknown }) },
    }),
    '/v1/jobs/{id}/detach': post(tags, 'detachJob', 'Stop watching; nothing can be cancelled at the service', {
      parameters,
      responses: { 200: json('The order', 'DetachedJob'), ...refused(unknown) },
    }),
    '/v1/jobs/{id}/content': get(tags, 'getContent', 'The clip, with length, ETag and ranges', {
      parameters,
      responses: {
        ...fileAnswers('The clip', ...clip),
        ...refused({ ...unknown, 409: 'Not completed', 410: 'Gone', 502: 'The service did not hand it out' }),
      },
    }),
    '/v1/jobs/{id}/sidecar': get(tags, 'getSidecar', 'How the clip came about, as JSON', {
      parameters,
      responses: {
        ...fileAnswers('The sidecar', 'application/json', ref('Sidecar')),
        ...refused({ 404: 'Unknown, not yours, or without a sidecar' }),
      },
    }),
  };
}

function moneyPaths(): Paths {
  const { content } = json('', 'Ledger');
  return {
    '/v1/ledger': get(['Money'], 'ledger', 'What was spent against what was quoted, and what budgets have left', {
      parameters: queryOf(ledgerQuerySchema),
      responses: {
        200: { description: 'The ledger', content: { ...content, ...text('text/csv') } },
        ...refused(ofQuery),
      },
    }),
  };
}

function systemPaths(): Paths {
  const tags = ['System'];
  const { 401: _, ...withoutKey } = refused({});
  return {
    '/v1/events': get(tags, 'events', 'What happens, as server-sent events; resumed by Last-Event-ID', {
      description:
        'Events hello, reset, job, progress, trouble. Each `data:` line is a ServerEvent as JSON: `x-event-data` refers to its schema.',
      parameters: [
        { name: 'job', in: 'query', schema: { type: 'string' }, description: 'Only this order.' },
        { name: 'Last-Event-ID', in: 'header', schema: { type: 'string' } },
      ],
      responses: {
        200: {
          description: 'Events',
          content: { 'text/event-stream': { schema: { type: 'string', 'x-event-data': ref('ServerEvent') } } },
        },
        ...refused({ 503: 'Too many event streams, or too many requests at work' }),
      },
    }),
    '/v1/health': get(tags, 'health', 'Whether all is well; more for those who may see it', {
      responses: {
        200: json('All is well', 'Health'),
        ...withoutKey,
        503: json('Something is wrong, or too many requests are at work', 'Health', 'ApiError'),
      },
    }),
    '/v1/metrics': get(tags, 'metrics', 'Prometheus text', {
      responses: { 200: { description: 'Metrics', content: text('text/plain') }, ...refused(ofAdmin) },
    }),
    '/v1/webhooks/dead-letters': get(tags, 'deadLetters', 'Own deliveries that were given up', {
      responses: { 200: json('Dead letters', 'DeadLetters'), ...refused(ofAdmin) },
    }),
  };
}

type Described = Omit<Operation, 'operationId' | 'tags' | 'summary'>;

function get(tags: readonly string[], operationId: string, summary: string, more: Described) {
  return { get: { operationId, tags, summary, ...more } };
}

function post(tags: readonly string[], operationId: string, summary: string, more: Described) {
  return { post: { operationId, tags, summary, ...more } };
}

function text(type: string): NonNullable<Answer['content']> {
  return { [type]: { schema: { type: 'string' } } };
}

/** What every address may answer, and what this one may besides. */
function refused(said: Readonly<Record<number, string>>): Record<string, Answer> {
  return statuses('ApiError', {
    401: 'Key',
    403: 'Not allowed',
    500: 'Trouble of this server',
    503: 'Too many requests at work',
    ...said,
  });
}

const ofBody = {
  400: 'Not of the form described here',
  408: 'The body did not arrive whole',
  413: 'Too large',
  415: 'Not sent as application/json',
};
const ofQuestion = {
  422: 'Readable, but cannot be done',
  503: 'The list of models cannot be read now, or too many requests at work',
};
const ofQuery = {
  400: 'Not of the form described here',
  503: 'The list of models cannot be read now, or too many requests at work',
};
const ofAdmin = { 403: 'Only for keys made with --admin' };
