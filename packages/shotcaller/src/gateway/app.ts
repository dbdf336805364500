import { Hono } from 'hono';
import { watchRequest } from './guards/watch-request.ts';
import { mcpRoutes } from './mcp/mcp-routes.ts';
import { descriptionRoutes } from './openapi/routes.ts';
import { envelope } from './openrouter-shape/errors.ts';
import { answer, openrouterRoutes } from './openrouter-shape/routes.ts';
import { type OwnParts, ownRoutes } from './own-api/routes.ts';
import type { GatewayEnvironment, RoutesContext } from './routes-context.ts';
import { serverError, serverErrorOf } from './server-error.ts';
import { studioRoutes } from './studio.ts';
import { receiveRoutes } from './webhooks/receive.ts';

export interface App {
  fetch(request: Request, bindings?: object): Response | Promise<Response>;
  /** Ends the sessions and streams of agents. */
  close(): Promise<void>;
}

/** Every address of the gateway under one roof, and what is answered where none is or where one fails. */
export function createApp(context: RoutesContext, parts: OwnParts): App {
  const { options, limits, noteTrouble } = context;
  const { metrics } = parts;
  const app = new Hono<GatewayEnvironment>();
  app.use(
    '*',
    watchRequest({
      ...options,
      metrics,
      maxConcurrentRequests: limits.maxConcurrentRequests,
      turnAway: (c) => serverError(c, 'tooManyAtWork'),
    }),
  );
  app.route('/api/v1/videos', openrouterRoutes(context, metrics));
  receiveRoutes(app, context, metrics);
  app.route('/v1', ownRoutes(context, parts));
  const mcp = mcpRoutes(app, context, metrics);
  descriptionRoutes(app, context);
  studioRoutes(app, options);
  app.notFound((c) => answer(c, envelope(404, 'Not Found')));
  app.onError((error, c) => {
    noteTrouble(c.get('jobId') ?? null, error);
    const told = serverError(c, serverErrorOf(error));
    c.set('errorCode', (error as { code?: string }).code ?? error.name);
    return told;
  });
  return { fetch: (request, bindings) => app.fetch(request, bindings), close: mcp.close };
}
