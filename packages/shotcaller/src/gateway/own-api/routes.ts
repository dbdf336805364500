import { Hono } from 'hono';
import type { BatchRuns } from '../batches/batch-runs.ts';
import type { EventHub } from '../events/hub.ts';
import { identify } from '../guards/identify.ts';
import type { Metrics } from '../metrics.ts';
import type { GatewayEnvironment, RoutesContext } from '../routes-context.ts';
import { batchRoutes } from './batch-routes.ts';
import { catalogRoutes } from './catalog-routes.ts';
import { choiceRoutes } from './choice-routes.ts';
import { ApiProblem, asProblem, identityProblem, renderProblem } from './errors.ts';
import { jobRoutes } from './job-routes.ts';
import { keyRoutes } from './key-routes.ts';
import { ledgerRoutes } from './ledger-routes.ts';
import { limitRoutes } from './limit-routes.ts';
import { sentenceRoutes } from './sentence-routes.ts';
import { shotListRoutes } from './shot-list-routes.ts';
import { healthRoute, systemRoutes } from './system-routes.ts';
import { openViewRoutes, viewRoutes } from './view-routes.ts';

export type OwnApp = Hono<GatewayEnvironment>;

/** What some routes work with besides. */
export interface OwnParts {
  readonly hub: EventHub;
  readonly metrics: Metrics;
  readonly batches: BatchRuns;
  /** Ends the event streams. */
  readonly closing: AbortSignal;
}

/** Our own API under `/v1`. */
export function ownRoutes(context: RoutesContext, parts: OwnParts): OwnApp {
  const app = new Hono<GatewayEnvironment>();
  const guard = identify(context, (c, why) => renderProblem(c, identityProblem(why)));
  if (context.options.mode === 'local') app.use('*', guard);
  healthRoute(app, context, parts);
  openViewRoutes(app, context);
  if (context.options.mode === 'server') app.use('*', guard);
  choiceRoutes(app, context);
  sentenceRoutes(app, context);
  jobRoutes(app, context, parts);
  viewRoutes(app, context);
  batchRoutes(app, context, parts);
  shotListRoutes(app, context);
  ledgerRoutes(app, context);
  limitRoutes(app, context);
  keyRoutes(app, context);
  catalogRoutes(app, context);
  systemRoutes(app, context, parts);
  app.all('*', (c) =>
    renderProblem(
      c,
      new ApiProblem(404, {
        code: 'no_such_address',
        message: 'This address does not exist. /openapi.json lists all addresses.',
      }),
    ),
  );
  app.onError((error, c) => {
    const problem = asProblem(error);
    if (problem) return renderProblem(c, problem);
    throw error;
  });
  return app;
}
