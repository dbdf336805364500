import { isoOf } from '../../iso-time.ts';
import { believed } from '../believed.ts';
import { eventStream } from '../events/stream.ts';
import { callerOfKey } from '../guards/identify.ts';
import { localCaller } from '../keys/caller.ts';
import type { RoutesContext } from '../routes-context.ts';
import { type HealthAnswer, healthAddress, systemAddresses } from './addresses/system.ts';
import { shortOf } from './catalog-routes.ts';
import { ApiProblem, mustAdminister, shareUsed } from './errors.ts';
import type { OwnApp, OwnParts } from './routes.ts';
import { serve } from './serve.ts';

/** Events, metrics, and what operators look at. */
export function systemRoutes(app: OwnApp, context: RoutesContext, { hub, metrics, closing }: OwnParts): void {
  const { options } = context;
  serve(app, context, systemAddresses, {
    'GET /v1/events'(c, { headers, query }) {
      const sentHeaders = {
        'Content-Type': 'text/event-stream',
        'Cache-Control': 'no-store',
        'X-Accel-Buffering': 'no',
      };
      // Nobody would read it, and nobody would end it.
      if (c.req.raw.method === 'HEAD') return c.body(null, 200, sentHeaders);
      const giveBack = c.get('share').open('streams');
      if (!giveBack) {
        if (hub.listeners < context.limits.maxEventStreams)
          throw shareUsed(
            'Too many event streams of this key are open. Close one, or ask /v1/jobs for the jobs instead.',
          );
        throw new ApiProblem(
          503,
          {
            code: 'too_many_streams',
            message: `This gateway has ${context.limits.maxEventStreams} event streams open, its most. Try again in 5 s, ask another gateway of the ledger, or ask /v1/jobs for the jobs. No job is lost.`,
          },
          { 'Retry-After': '5' },
        );
      }
      const at = isoOf(options.clock.now());
      const stream = eventStream({
        hub,
        caller: c.get('caller'),
        hello: { kind: 'hello', at, mode: options.mode, simulated: options.upstream.simulated },
        lastId: headers['Last-Event-ID'] ?? query.lastEventId,
        jobId: query.job,
        clock: options.clock,
        keyWatch: context.keyWatch,
        signal: AbortSignal.any([closing, c.req.raw.signal]),
        onEnd: giveBack,
        onTrouble: (error) => context.noteTrouble(null, error),
      });
      return c.body(stream, 200, sentHeaders);
    },

    async 'GET /v1/metrics'(c) {
      mustAdminister(c);
      return c.body(await metrics.text(), 200, { 'Content-Type': metrics.contentType });
    },

    async 'GET /v1/webhooks/dead-letters'(c) {
      mustAdminister(c);
      const dead = await options.ledger.webhooks({ service: options.parts.client.origin, state: 'dead', limit: 1000 });
      return {
        deadLetters: dead.map(({ id, jobId, url, tries, lastError, firstAtMs, lastAtMs }) => ({
          id,
          jobId,
          target: new URL(url).origin,
          tries,
          lastError: lastError ?? '',
          firstAt: isoOf(firstAtMs),
          lastAt: isoOf(lastAtMs),
        })),
      };
    },
  });
}

/** Without a key only whether all is well; with any key also whether money is real. */
export function healthRoute(app: OwnApp, context: RoutesContext, { closing }: Pick<OwnParts, 'closing'>): void {
  const { options } = context;
  // Anybody may ask without a key: all of them within a moment get one reading.
  const lately = <Reading>(readNow: () => Promise<Reading>) => believed(options.clock, 1000, readNow);
  const isReachedLately = lately(() => isLedgerReached(context));
  const readLately = lately(() => read(context));
  serve(app, context, healthAddress, {
    'GET /v1/live': () => ({ ok: true as const }),

    async 'GET /v1/ready'(c) {
      if (!closing.aborted && (await isReachedLately())) return { ok: true };
      c.status(503);
      return { ok: false, why: closing.aborted ? ('ending' as const) : ('ledger_not_reached' as const) };
    },

    async 'GET /v1/health'(c) {
      const caller = options.mode === 'local' ? localCaller : await callerOfKey(c, options.ledger);
      const health = await (caller?.seesAll ? read(context) : readLately());
      const { ok, version } = health;
      const { simulated } = options.upstream;
      if (!ok) c.status(503);
      return caller?.seesAll ? health : { ok, version, ...(caller && { simulated }) };
    },
  });
}

function isLedgerReached({ options: { ledger, parts } }: RoutesContext): Promise<boolean> {
  // The second also knows whether a file is still the one that was opened.
  return Promise.all([ledger.openJobIds({ service: parts.client.origin, limit: 1 }), ledger.databaseTimeMs()]).then(
    () => true,
    () => false,
  );
}

async function read(context: RoutesContext): Promise<HealthAnswer> {
  const { options, jobs, startedAt } = context;
  const service = options.parts.client.origin;
  const ledger = await isLedgerReached(context);
  const ground = await options.parts.choice.ground().catch(() => undefined);
  const dead = await options.ledger.countWebhooks({ service, state: 'dead' }).catch(() => 0);
  return {
    ok: ledger && ground !== undefined,
    version: options.version,
    mode: options.mode,
    simulated: options.upstream.simulated,
    upstream: options.upstream.origin,
    ...(ground && { catalog: shortOf(ground.catalog) }),
    ledger: { kind: options.ledger.kind, ok: ledger },
    jobsUnderWay: jobs.underWay,
    webhooks: {
      receiving: options.webhookPath !== undefined && options.publicUrl !== undefined,
      deadLetters: dead,
    },
    startedAt,
  };
}
