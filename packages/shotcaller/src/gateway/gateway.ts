import { Hono } from 'hono';
import { isTerminal } from '../jobs/job.ts';
import { type Door, type GatewayEnvironment, jobsNow, unknownMayRecover } from './door.ts';
import { createEventHub, type EventHub } from './events/hub.ts';
import { createSubmitRate } from './guards/submit-rate.ts';
import { watchRequest } from './guards/watch-request.ts';
import { type Listening, listen } from './listen.ts';
import { createMetrics } from './metrics.ts';
import { descriptionRoutes } from './openapi/routes.ts';
import { envelope } from './openrouter-shape/errors.ts';
import { answer, openrouterRoutes } from './openrouter-shape/routes.ts';
import { defaultLimits, type GatewayOptions } from './options.ts';
import { createDesk } from './orders/desk.ts';
import { createGround } from './orders/ground.ts';
import { type Snapshot, speakerOf, wordOf } from './orders/snapshot.ts';
import { createSpending } from './orders/spending.ts';
import { ownRoutes } from './own-api/routes.ts';
import { studioRoutes } from './studio.ts';
import { tellTrouble } from './tell-trouble.ts';
import { createOutbox } from './webhooks/outbox.ts';
import { receiveRoutes } from './webhooks/receive.ts';

export interface Gateway {
  /** Answers a request, without a socket. */
  fetch(request: Request, bindings?: object): Response | Promise<Response>;
  listen(where?: { readonly port?: number; readonly host?: string }): Promise<Listening>;
  /** Takes up what an earlier run left under way. Call once, before `listen`. */
  recover(): Promise<void>;
  /** Orders watched here. */
  readonly underWay: number;
  /** Takes no more requests, ends those at work, finishes submits, parks everything else. */
  close(): Promise<void>;
}

/** The HTTP server's parts put together: it parses, calls and renders, and decides nothing about models, prices or jobs. */
export function createGateway(options: GatewayOptions): Gateway {
  const { clock, ledger } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const now = () => clock.now();
  const spending = createSpending(ledger, () => jobsNow(options));
  const desk = createDesk({
    ...options,
    spending,
    dedupeWindowSeconds: options.dedupeWindowSeconds ?? 900,
    submitWaitMs: options.submitWaitMs ?? 45_000,
    watchSeconds: 7200,
    onTrouble: (jobId, error) => noteTrouble(options, jobId, error),
  });
  const door: Door = {
    options,
    limits,
    desk,
    spending,
    submitRate: createSubmitRate(now),
    ground: createGround({ ...options, now, jobsNow: () => jobsNow(options) }),
    startedAt: new Date(now()).toISOString(),
  };
  const closing = new AbortController();
  const hub: EventHub = createEventHub({
    run: options.newToken(6),
    now,
    viewOptions: (snapshot) => ({
      nowMs: jobsNow(options),
      unknownMayRecover: unknownMayRecover(door, snapshot),
      showsPaths: options.mode === 'local',
      ...hub.latest(snapshot.job.id),
    }),
  });
  const metrics = createMetrics({ jobsUnderWay: () => desk.underWay, eventStreams: () => hub.listeners });
  let servedAt = 'http://127.0.0.1';
  const outbox = createOutbox({
    ...options,
    origin: () => options.publicUrl ?? servedAt,
    count: (result) => metrics.countDelivery('sent', result),
  });
  desk.listen((event, snapshot) => {
    hub.publish(event, snapshot);
    if (event.kind === 'state') noteEnd(snapshot);
  });

  function noteEnd(snapshot: Snapshot): void {
    const { state } = speakerOf(snapshot);
    const isOver = snapshot.attempts.every((attempt) => isTerminal(attempt.state));
    if (!isOver) return;
    metrics.countJobEnd(state);
    outbox
      .owe(snapshot, wordOf(snapshot, false))
      .catch((error: unknown) => noteTrouble(options, snapshot.job.id, error));
  }

  const app = new Hono<GatewayEnvironment>();
  app.use(
    '*',
    watchRequest({
      ...options,
      metrics,
      maxConcurrentRequests: limits.maxConcurrentRequests,
      turnAway: (c) => tellTrouble(c, 503),
    }),
  );
  app.route('/api/v1/videos', openrouterRoutes(door, metrics));
  receiveRoutes(app, door, metrics);
  app.route('/v1', ownRoutes(door, { hub, metrics, closing: closing.signal }));
  descriptionRoutes(app, door);
  studioRoutes(app, options);
  app.notFound((c) => answer(c, envelope(404, 'Not Found')));
  app.onError((error, c) => {
    noteTrouble(options, c.get('jobId') ?? null, error);
    const told = tellTrouble(c, 500);
    c.set('errorCode', (error as { code?: string }).code ?? error.name);
    return told;
  });

  const servers = new Set<Listening>();
  let loading: Promise<void> | undefined;
  /** Budgets of keys are known before the first request. */
  const ready = () => {
    loading ??= options.records.owners().then((owners) => spending.load(owners));
    return loading;
  };

  return {
    async fetch(request, bindings) {
      await ready();
      return app.fetch(request, bindings);
    },
    async listen({ port = 0, host = '127.0.0.1' } = {}) {
      await ready();
      const server = await listen((request, bindings) => app.fetch(request, bindings), { port, host, limits });
      servers.add(server);
      servedAt = server.url;
      return server;
    },
    async recover() {
      await ready();
      await desk.recover();
      for (const jobId of await options.records.jobIdsOwedDelivery()) {
        const snapshot = await desk.find(jobId);
        if (snapshot?.attempts.every((attempt) => isTerminal(attempt.state))) await outbox.owe(snapshot, wordOf(snapshot, false));
      }
      outbox.start();
    },
    get underWay() {
      return desk.underWay;
    },
    async close() {
      closing.abort();
      await Promise.all([...servers].map((server) => server.close()));
      await desk.close();
      await outbox.close();
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
    ...(jobId !== null && { attempt: jobId }),
    error: [name, code].filter(Boolean).join(' '),
  });
}
