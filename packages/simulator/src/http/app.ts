import { Hono, type MiddlewareHandler } from 'hono';
import { cors } from 'hono/cors';
import { type Fault, parseScenarios, UnknownScenarioError } from '../faults/parse.ts';
import type { SimulatorOptions } from '../options.ts';
import { refuse } from '../refusal.ts';
import { ConnectionCut, errorAnswer } from './answers.ts';
import { checkKey } from './auth.ts';
import { completeChat } from './chat.ts';
import { inspectionRoutes } from './inspection.ts';
import { credits, generation, key } from './money.ts';
import { keepRequestLog, type RequestRecord } from './request-log.ts';
import { content, listModels, poll, storage, submit, type VideosContext } from './videos.ts';

export interface AppContext extends VideosContext {
  readonly apiKeys: SimulatorOptions['apiKeys'];
  readonly requests: RequestRecord[];
}

/** What the header `x-simulator-scenario` asks for: its text, and the faults that hold for this request alone. */
interface RequestEnvironment {
  readonly Variables: { readonly scenario: string; readonly faults: readonly Fault[] };
}

/** Recorded live on 2026-10-02: Range is not among the allowed headers, Retry-After not among the exposed ones. */
const corsPolicy = {
  origin: '*',
  allowMethods: ['GET', 'OPTIONS', 'PATCH', 'DELETE', 'POST', 'PUT'],
  allowHeaders: [
    'Authorization',
    'Content-Type',
    'HTTP-Referer',
    'X-Title',
    'X-Openrouter-Title',
    'X-Openrouter-Categories',
    'X-Session-Id',
    'Idempotency-Key',
    'traceparent',
    'X-Simulator-Scenario',
  ],
  exposeHeaders: ['X-Generation-Id', 'X-Provider-Name', 'request-id', 'cf-ray'],
};

/**
 * Every route of the simulator. Answers each request with a documented shape; `fetch` throws ConnectionCut, and nothing else,
 * to be acted out below.
 */
export function createApp(context: AppContext): Hono {
  const app = new Hono({ strict: false });
  app.use(cors(corsPolicy));
  app.use(keepRequestLog(context.requests, context.simulation.clock));
  app.use(async (_c, next) => {
    context.simulation.store.refresh();
    await next();
  });
  app.route('/api/v1', apiRoutes(context));
  for (const path of ['/__simulator/storage/:jobId', '/__simulator/storage/:jobId/*'] as const) {
    app.get(path, (c) => storage(context, c.req.raw, c.req.param('jobId')));
  }
  app.route('/__simulator', inspectionRoutes(context));
  app.notFound(() => errorAnswer(refuse(404, 'Not Found')));
  app.onError((error, c) => {
    if (error instanceof ConnectionCut) throw error;
    if (c.req.raw.signal.aborted) throw new ConnectionCut('The client went away');
    if (error instanceof UnknownScenarioError) return errorAnswer(refuse(400, error.message));
    return errorAnswer(refuse(500, 'Internal Server Error'));
  });
  return app;
}

/** There is no list, no cancel and no delete. */
function apiRoutes(context: AppContext): Hono<RequestEnvironment> {
  const needsKey = needKey(context);
  return new Hono<RequestEnvironment>()
    .use(async (c, next) => {
      const scenario = c.req.header('x-simulator-scenario') ?? '';
      c.set('scenario', scenario);
      c.set('faults', [...context.simulation.faults(), ...parseScenarios(scenario)]);
      await next();
    })
    .get('/videos/models', needKey(context, 'only under catalog-key-required'), () => listModels(context))
    .post('/videos', needsKey, (c) => submit(context, c.req.raw, c.get('scenario')))
    .get('/videos/:jobId', needsKey, (c) => poll(context, c.req.raw, c.req.param('jobId'), c.get('scenario')))
    .get('/videos/:jobId/content', needsKey, (c) =>
      content(context, c.req.raw, c.req.param('jobId'), c.get('scenario')),
    )
    .post('/chat/completions', needsKey, (c) => completeChat(context, c.req.raw, c.get('faults')))
    .get('/key', needsKey, () => key(context))
    .get('/credits', needsKey, () => credits(context))
    .get('/generation', needsKey, (c) => generation(context, c.req.query('id') ?? ''));
}

function needKey(
  { simulation: { strikes }, apiKeys }: AppContext,
  when: 'always' | 'only under catalog-key-required' = 'always',
): MiddlewareHandler<RequestEnvironment> {
  return async (c, next) => {
    const faults = c.get('faults');
    const stands = (at: 'validation' | 'catalog', name: string) =>
      strikes.standing(faults, at, 'key').some(({ bend }) => bend === name);
    const needed = when === 'always' || stands('catalog', 'key-required');
    const refusal = needed ? checkKey(c.req.raw, apiKeys, stands('validation', 'missing-header-text')) : undefined;
    if (refusal) return errorAnswer(refusal);
    return next();
  };
}
