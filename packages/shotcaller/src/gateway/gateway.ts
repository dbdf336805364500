import { Hono } from 'hono';
import { decisiveAttempt } from '../jobs/job-result.ts';
import { createBatchRuns } from './batches/batch-runs.ts';
import { createArrivals } from './content/arrival.ts';
import { createHandOvers } from './content/hand-overs.ts';
import { createEventHub, type EventHub } from './events/hub.ts';
import { createChoiceTurns } from './guards/choice-turns.ts';
import { createKeyWatch } from './guards/key-watch.ts';
import { createRefusalRate } from './guards/refusal-rate.ts';
import { createShares } from './guards/shares.ts';
import { watchRequest } from './guards/watch-request.ts';
import { createGatewayJobs } from './jobs/gateway-jobs.ts';
import { wireStatusOf } from './jobs/wire-status.ts';
import { ledgerReader } from './ledger-metrics.ts';
import { type Listening, listen } from './listen.ts';
import { mcpRoutes } from './mcp/mcp-routes.ts';
import { createMetrics } from './metrics.ts';
import { descriptionRoutes } from './openapi/routes.ts';
import { envelope } from './openrouter-shape/errors.ts';
import { answer, openrouterRoutes } from './openrouter-shape/routes.ts';
import { defaultLimits, type GatewayOptions } from './options.ts';
import { viewOptionsOf } from './own-api/job-view.ts';
import { ownRoutes } from './own-api/routes.ts';
import { createPresence } from './presence.ts';
import type { GatewayEnvironment, RoutesContext } from './routes-context.ts';
import { serverError, serverErrorOf } from './server-error.ts';
import { studioRoutes } from './studio.ts';
import { createOutbox } from './webhooks/outbox.ts';
import { receiveRoutes } from './webhooks/receive.ts';

export interface Gateway {
  /** Answers a request, without a socket. */
  fetch(request: Request, bindings?: object): Response | Promise<Response>;
  listen(where?: {
    readonly port?: number;
    readonly host?: string;
    /** Only these paths are answered. Default all. */
    readonly only?: readonly string[];
  }): Promise<Listening>;
  /** Takes up what an earlier run left under way. Call once, before `listen`. */
  recover(): Promise<void>;
  /** Jobs watched here. */
  readonly underWay: number;
  /** Takes no more requests, ends those at work, finishes submits, parks everything else. */
  close(): Promise<void>;
}

/** The HTTP server's parts put together: it parses, calls and renders, and decides nothing about models, prices or jobs. */
export function createGateway(options: GatewayOptions): Gateway {
  const { clock, ledger, parts } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const choiceTurns = createChoiceTurns(options, limits);
  const refusals = createRefusalRate(options, limits);
  const jobs = createGatewayJobs({
    jobs: parts.jobs,
    service: parts.client.origin,
    ledger,
    clock,
    choiceTurns,
    refusals,
    clipsDecided: (owner, bodyHash) => handOvers.decided(owner, bodyHash),
    isAnybodyListening: () => hub.listeners > 0,
    onUnheard: () => hub.noteUnheard(),
    onGap: () => hub.noteGap(),
    dedupeWindowSeconds: options.dedupeWindowSeconds ?? 900,
    submitWaitMs: options.submitWaitMs ?? 45_000,
    onTrouble: (jobId, error) => noteTrouble(options, jobId, error),
  });
  const arrivals = createArrivals(clock);
  const handOvers = createHandOvers({
    arrivals,
    note: (snapshot) => jobs.handedOver(snapshot),
    onTrouble: (jobId, error) => noteTrouble(options, jobId, error),
  });
  const context: RoutesContext = {
    options,
    limits,
    jobs,
    shares: createShares(options, limits),
    choiceTurns,
    refusals,
    keyWatch: createKeyWatch(options),
    handOvers,
    noteTrouble: (jobId, error) => noteTrouble(options, jobId, error),
    startedAt: new Date(clock.now()).toISOString(),
  };
  const closing = new AbortController();
  const hub: EventHub = createEventHub({
    run: options.newToken(6),
    now: () => clock.now(),
    jobsNow: () => parts.clock.now(),
    isCarried: (jobId) => parts.jobs.carrier.isCarrying(jobId),
    async movedSince(since, caller, limit) {
      const ofCaller = caller.seesAll ? {} : { owner: caller.owner };
      const ids = await ledger.movedJobIds({ service: parts.client.origin, ...ofCaller, since, limit });
      const found = await Promise.all(ids.map((jobId) => jobs.findAsItStands(jobId)));
      return found.filter((snapshot) => snapshot !== undefined);
    },
    viewOptions: (snapshot) => viewOptionsOf(context, hub, snapshot),
  });
  const metrics = createMetrics({
    jobsUnderWay: () => jobs.underWay,
    eventStreams: () => hub.listeners,
    ledger: ledgerReader(options),
  });
  let servedAt = 'http://127.0.0.1';
  const outbox = createOutbox({
    ...options,
    service: parts.client.origin,
    origin: () => options.publicUrl ?? servedAt,
    count: (result) => metrics.countDelivery('sent', result),
    onTrouble: (error) => noteTrouble(options, null, error),
  });
  const batches = createBatchRuns({ ...options, onTrouble: (error) => noteTrouble(options, null, error) });
  batches.listen((news) => hub.publishBatch(news));
  jobs.listen((event, snapshot) => hub.publish(event, snapshot));
  parts.jobs.carrier.listenToEnds((jobId) => hub.forget(jobId));
  jobs.onEnd((snapshot) => {
    const { state, endedAt } = decisiveAttempt(snapshot.attempts);
    const endedMs = endedAt === null ? parts.clock.now() : Date.parse(endedAt);
    metrics.countJobEnd(state, (endedMs - Date.parse(snapshot.job.createdAt)) / 1000);
    outbox
      .owe(snapshot, wireStatusOf(snapshot, false))
      .catch((error: unknown) => noteTrouble(options, snapshot.job.id, error));
  });

  const app = new Hono<GatewayEnvironment>();
  app.use(
    '*',
    watchRequest({
      ...options,
      metrics,
      arrivals,
      maxConcurrentRequests: limits.maxConcurrentRequests,
      turnAway: (c) => serverError(c, 'tooManyAtWork'),
    }),
  );
  app.route('/api/v1/videos', openrouterRoutes(context, metrics));
  receiveRoutes(app, context, metrics);
  app.route('/v1', ownRoutes(context, { hub, metrics, batches, closing: closing.signal }));
  const mcp = mcpRoutes(app, context, metrics);
  descriptionRoutes(app, context);
  studioRoutes(app, options);
  app.notFound((c) => answer(c, envelope(404, 'Not Found')));
  app.onError((error, c) => {
    noteTrouble(options, c.get('jobId') ?? null, error);
    const told = serverError(c, serverErrorOf(error));
    c.set('errorCode', (error as { code?: string }).code ?? error.name);
    return told;
  });

  const servers = new Set<Listening>();
  let stopListening: (() => Promise<void>) | undefined;
  let sweeping: Promise<void> | undefined;

  /** Ends that no webhook call is owed for yet, though somebody wants one: the process that saw them died. */
  async function oweMissing(): Promise<void> {
    for (const jobId of await ledger.jobIdsOwedWebhook(parts.client.origin)) {
      const snapshot = await jobs.find(jobId);
      if (snapshot) await outbox.owe(snapshot, wireStatusOf(snapshot, false));
    }
  }

  /** Says to whoever looks at the processes of the ledger that this one is there. */
  const presence = createPresence({
    ledger,
    worker: parts.jobs.worker,
    service: parts.client.origin,
    kind: options.kind ?? 'serve',
    version: options.version,
    url: () => (servers.size === 0 ? null : (options.publicUrl ?? servedAt)),
    now: () => parts.clock.now(),
  });

  /** Takes up what other processes on this ledger left, as long as this one runs. */
  async function sweep(): Promise<void> {
    const { signal } = closing;
    while (!signal.aborted) {
      await clock.sleep(options.sweepMs ?? 10_000, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      try {
        await options.setClock?.();
        await presence.note();
        await jobs.takeUpAbandoned();
        await batches.takeUp();
        await oweMissing();
        outbox.start();
      } catch (error) {
        noteTrouble(options, null, error);
      }
    }
  }
  return {
    fetch: (request, bindings) => app.fetch(request, bindings),
    async listen({ port = 0, host = '127.0.0.1', only } = {}) {
      const fetch = (request: Request, bindings?: object) =>
        only && !only.includes(new URL(request.url).pathname)
          ? new Response(null, { status: 404 })
          : app.fetch(request, bindings);
      const server = await listen(fetch, {
        port,
        host,
        limits,
        sharesAddresses: options.mode === 'server' && options.publicUrl === undefined,
      });
      servers.add(server);
      servedAt = server.url;
      if (sweeping) await presence.note();
      return server;
    },
    async recover() {
      stopListening = await jobs.listenToOthers();
      await presence.note();
      await jobs.recover();
      await batches.takeUp();
      await oweMissing();
      outbox.start();
      sweeping = sweep();
    },
    get underWay() {
      return jobs.underWay;
    },
    async close() {
      closing.abort();
      await mcp.close();
      await sweeping;
      await stopListening?.();
      await Promise.all([...servers].map((server) => server.close()));
      await batches.close();
      await jobs.close();
      await outbox.close();
      await presence.end();
    },
  };
}

/** Trouble is logged by its name and code: messages of others may quote what was sent. */
function noteTrouble({ log, clock }: GatewayOptions, jobId: string | null, error: unknown): void {
  const { name, code } = error as { readonly name?: string; readonly code?: string };
  log?.({
    at: new Date(clock.now()).toISOString(),
    requestId: '',
    method: '',
    route: '',
    status: 0,
    durationMs: 0,
    caller: null,
    ...(jobId !== null && { job: jobId }),
    error: [name, code].filter(Boolean).join(' '),
  });
}
