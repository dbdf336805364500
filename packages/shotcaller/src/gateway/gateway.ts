import { isoOf } from '../iso-time.ts';
import { decisiveAttempt } from '../jobs/job-result.ts';
import { errorCode } from '../outbound/causes-of.ts';
import { createApp } from './app.ts';
import { createBatchRuns } from './batches/batch-runs.ts';
import { createArrivals } from './content/arrival.ts';
import { createHandOvers } from './content/hand-overs.ts';
import { createEventHub, type EventHub } from './events/hub.ts';
import { createChoiceTurns } from './guards/choice-turns.ts';
import { createKeyWatch } from './guards/key-watch.ts';
import { createRefusalRate } from './guards/refusal-rate.ts';
import { createShares } from './guards/shares.ts';
import { createHousekeeping } from './housekeeping.ts';
import { createGatewayJobs } from './jobs/gateway-jobs.ts';
import { wireStatusOf } from './jobs/wire-status.ts';
import { ledgerReader } from './ledger-metrics.ts';
import { type Listening, listen } from './listen.ts';
import { createMetrics } from './metrics.ts';
import { defaultLimits, type GatewayOptions } from './options.ts';
import { viewOptionsOf } from './own-api/job-view.ts';
import type { RoutesContext } from './routes-context.ts';
import { createOutbox } from './webhooks/outbox.ts';

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
    clock,
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
    startedAt: isoOf(clock.now()),
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

  const app = createApp(context, { hub, metrics, batches, closing: closing.signal });
  const servers = new Set<Listening>();
  let stopListening: (() => Promise<void>) | undefined;
  const housekeeping = createHousekeeping({
    options,
    jobs,
    batches,
    outbox,
    url: () => (servers.size === 0 ? null : (options.publicUrl ?? servedAt)),
    noteTrouble: context.noteTrouble,
    signal: closing.signal,
  });

  return {
    fetch: app.fetch,
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
      await housekeeping.noteAddress();
      return server;
    },
    async recover() {
      stopListening = await jobs.listenToOthers();
      await housekeeping.begin();
    },
    get underWay() {
      return jobs.underWay;
    },
    async close() {
      closing.abort();
      await app.close();
      await housekeeping.ended();
      await Promise.all([...servers].map((server) => server.close()));
      await batches.close();
      await jobs.close();
      await outbox.close();
      await housekeeping.leave();
      // Last: who listens finds out that the database is gone without a word, which all before would wait for.
      await stopListening?.();
    },
  };
}

/** Trouble is logged by its name and code: messages of others may quote what was sent. */
function noteTrouble({ log, clock }: GatewayOptions, jobId: string | null, error: unknown): void {
  const { name, code, cause } = error as Partial<Record<'name' | 'code', string>> & { readonly cause?: unknown };
  log?.({
    at: isoOf(clock.now()),
    requestId: '',
    method: '',
    route: '',
    status: 0,
    durationMs: 0,
    caller: null,
    ...(jobId !== null && { job: jobId }),
    error: [name, code, errorCode(cause)].filter(Boolean).join(' '),
  });
}
