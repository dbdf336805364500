import { Hono } from 'hono';
import type { EventHub } from '../events/hub.ts';
import { identify } from '../guards/identify.ts';
import type { Metrics } from '../metrics.ts';
import type { GatewayEnvironment, RoutesContext } from '../routes-context.ts';
import { catalogAddresses } from './addresses/catalog.ts';
import { choiceAddresses } from './addresses/choice.ts';
import { jobAddresses } from './addresses/jobs.ts';
import { ledgerAddresses } from './addresses/ledger.ts';
import { healthAddress, systemAddresses } from './addresses/system.ts';
import { catalogRoutes } from './catalog-routes.ts';
import { choiceRoutes } from './choice-routes.ts';
import { ApiProblem, asProblem, identityProblem, renderProblem } from './errors.ts';
import { jobRoutes } from './job-routes.ts';
import { ledgerRoutes } from './ledger-routes.ts';
import { serve } from './serve.ts';
import { healthRoute, systemRoutes } from './system-routes.ts';

/** Our own API under `/v1`. */
export function ownRoutes(
  context: RoutesContext,
  parts: { readonly hub: EventHub; readonly metrics: Metrics; readonly closing: AbortSignal },
): Hono<GatewayEnvironment> {
  const app = new Hono<GatewayEnvironment>();
  const guard = identify(context.options, (c, why) => renderProblem(c, identityProblem(why)));
  if (context.options.mode === 'local') app.use('*', guard);
  serve(app, healthAddress, healthRoute(context), context.limits);
  if (context.options.mode === 'server') app.use('*', guard);
  serve(app, choiceAddresses, choiceRoutes(context), context.limits);
  serve(app, jobAddresses, jobRoutes(context, parts.hub, parts.metrics), context.limits);
  serve(app, ledgerAddresses, ledgerRoutes(context), context.limits);
  serve(app, catalogAddresses, catalogRoutes(context), context.limits);
  serve(app, systemAddresses, systemRoutes(context, parts), context.limits);
  app.all('*', (c) =>
    renderProblem(
      c,
      new ApiProblem(404, {
        code: 'no_such_address',
        message: 'There is nothing at this address; /openapi.json lists what there is.',
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
