import { parseScenarios, UnknownScenarioError } from '../faults/parse.ts';
import type { SimulatorOptions } from '../options.ts';
import { refuse } from '../refusal.ts';
import { ConnectionCut, errorAnswer } from './answers.ts';
import { checkKey } from './auth.ts';
import { inspect } from './inspection.ts';
import { credits, generation, key } from './money.ts';
import { content, listModels, poll, storage, submit, type VideosContext } from './videos.ts';

export interface HandlerContext extends VideosContext {
  readonly apiKeys: SimulatorOptions['apiKeys'];
  readonly requests: RequestRecord[];
}

/** One request, as the inspection shows it. The key itself is never kept. */
export interface RequestRecord {
  readonly atMs: number;
  readonly method: string;
  readonly path: string;
  /** HTTP status, or "cut" when a scenario cut the connection. */
  status: number | 'cut' | 'under way';
  readonly withKey: boolean;
  /** What went wrong inside the simulator, when it answered 500 by itself. */
  failure?: string;
}

/** The most requests remembered. */
const mostRequests = 5000;

/** Answers every request with a documented shape; throws ConnectionCut, and nothing else, to be acted out below. */
export async function handle(context: HandlerContext, request: Request): Promise<Response> {
  const url = new URL(request.url);
  if (request.method === 'OPTIONS') return preflight();
  const inspection = url.pathname === '/__simulator' || url.pathname.startsWith('/__simulator/');
  const record: RequestRecord = {
    atMs: context.simulation.clock.now(),
    method: request.method,
    path: url.pathname,
    status: 'under way',
    withKey: request.headers.has('authorization'),
  };
  if (!inspection || url.pathname.startsWith('/__simulator/storage/')) remember(context, record);
  try {
    context.simulation.store.refresh();
    const answer = await route(context, request, url);
    record.status = answer.status;
    return request.method === 'HEAD' ? new Response(null, answer) : withCors(answer);
  } catch (error) {
    if (error instanceof ConnectionCut) {
      record.status = 'cut';
      throw error;
    }
    if (request.signal.aborted) throw new ConnectionCut('The client went away');
    if (error instanceof UnknownScenarioError) return withCors(errorAnswer(refuse(400, error.message)));
    record.status = 500;
    record.failure = (error as Error).message;
    return withCors(errorAnswer(refuse(500, 'Internal Server Error')));
  }
}

async function route(context: HandlerContext, request: Request, url: URL): Promise<Response> {
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  const segments = url.pathname.replace(/\/+$/, '').split('/').slice(1).map(decodeSegment);
  if (segments[0] === '__simulator') {
    if (segments[1] === 'storage' && segments[2] !== undefined) return storage(context, request, segments[2]);
    return inspect(context, request, segments.slice(1));
  }
  const [api, version, resource, first, second, ...more] = segments;
  const notFound = () => errorAnswer(refuse(404, 'Not Found'));
  if (api !== 'api' || version !== 'v1' || more.length > 0) return notFound();

  const scenario = request.headers.get('x-simulator-scenario') ?? '';
  const faults = [...context.simulation.faults(), ...parseScenarios(scenario)];
  const { strikes } = context.simulation;
  const oldText = strikes.standing(faults, 'validation', 'key').some(({ bend }) => bend === 'missing-header-text');
  const catalogWantsKey = strikes.standing(faults, 'catalog', 'key').some(({ bend }) => bend === 'key-required');
  const refusal = () => {
    const failure = checkKey(request, context.apiKeys, oldText);
    return failure && errorAnswer(failure);
  };

  if (resource === 'videos' && first === 'models' && second === undefined && method === 'GET') {
    return (catalogWantsKey ? refusal() : undefined) ?? listModels(context);
  }
  const handler = routeWithKey(method, resource, first, second);
  if (!handler) return notFound();
  return refusal() ?? handler(context, request, url, first ?? '', scenario);
}

type KeyedHandler = (
  context: HandlerContext,
  request: Request,
  url: URL,
  jobId: string,
  scenario: string,
) => Response | Promise<Response>;

/** There is no list, no cancel and no delete. */
function routeWithKey(
  method: string,
  resource: string | undefined,
  first: string | undefined,
  second: string | undefined,
): KeyedHandler | undefined {
  if (resource === 'videos' && first === undefined && method === 'POST') {
    return (context, request, _url, _jobId, scenario) => submit(context, request, scenario);
  }
  if (method !== 'GET') return undefined;
  if (resource === 'videos' && first !== undefined && second === undefined) {
    return (context, request, _url, jobId, scenario) => poll(context, request, jobId, scenario);
  }
  if (resource === 'videos' && first !== undefined && second === 'content') {
    return (context, request, _url, jobId, scenario) => content(context, request, jobId, scenario);
  }
  if (first !== undefined) return undefined;
  if (resource === 'key') return (context) => key(context);
  if (resource === 'credits') return (context) => credits(context);
  if (resource === 'generation') return (context, _request, url) => generation(context, url);
  return undefined;
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** Recorded live on 2026-10-02: Range is not among the allowed headers, Retry-After not among the exposed ones. */
const corsHeaders = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'X-Generation-Id,X-Provider-Name,request-id,cf-ray',
};

function preflight(): Response {
  return new Response(null, {
    status: 204,
    headers: {
      ...corsHeaders,
      'access-control-allow-methods': 'GET,OPTIONS,PATCH,DELETE,POST,PUT',
      'access-control-allow-headers':
        'Authorization,Content-Type,HTTP-Referer,X-Title,X-Openrouter-Title,X-Openrouter-Categories,X-Session-Id,Idempotency-Key,traceparent,X-Simulator-Scenario',
    },
  });
}

function withCors(answer: Response): Response {
  for (const [name, value] of Object.entries(corsHeaders)) answer.headers.set(name, value);
  return answer;
}

function remember(context: HandlerContext, record: RequestRecord): void {
  context.requests.push(record);
  if (context.requests.length > mostRequests) context.requests.shift();
}
