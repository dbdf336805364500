import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { terminalStates, waitingStates } from '../jobs/job.ts';
import { type LedgerFigures, ledgerGauges } from './ledger-metrics.ts';

export interface Metrics {
  observeRequest(request: {
    readonly method: string;
    readonly route: string;
    readonly status: number;
    readonly durationMs: number;
  }): void;
  /** What became of a submit: `new`, `repeated`, `refused`, `no_model`, … */
  countSubmit(result: string): void;
  /** @param seconds from the order to the end */
  countJobEnd(state: string, seconds: number): void;
  countDelivery(direction: 'received' | 'sent', result: string): void;
  text(): Promise<string>;
  readonly contentType: string;
}

/** Prometheus metrics in a registry of their own. Labels are routes and codes, never ids, models of requests or prompts. */
export function createMetrics(read: {
  readonly jobsUnderWay: () => number;
  readonly eventStreams: () => number;
  readonly ledger: () => Promise<LedgerFigures | undefined>;
}): Metrics {
  const registers = [new Registry()];
  const [registry] = registers as [Registry];
  const requests = new Counter({
    name: 'shotcaller_http_requests_total',
    help: 'Requests answered.',
    labelNames: ['method', 'route', 'status'],
    registers,
  });
  const durations = new Histogram({
    name: 'shotcaller_http_request_duration_seconds',
    help: 'From the request to its answer; streams until their start.',
    labelNames: ['route'],
    buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10, 60],
    registers,
  });
  const submits = new Counter({
    name: 'shotcaller_submits_total',
    help: 'Submits by what became of them; repeated ones bought nothing.',
    labelNames: ['result'],
    registers,
  });
  const ends = new Counter({
    name: 'shotcaller_job_ends_total',
    help: 'Jobs ended.',
    labelNames: ['state'],
    registers,
  });
  const deliveries = new Counter({
    name: 'shotcaller_webhook_deliveries_total',
    help: 'Webhook calls received and sent.',
    labelNames: ['direction', 'result'],
    registers,
  });
  new Gauge({
    name: 'shotcaller_jobs_under_way',
    help: 'Orders watched by this process.',
    registers,
    collect() {
      this.set(read.jobsUnderWay());
    },
  });
  new Gauge({
    name: 'shotcaller_event_streams',
    help: 'Open event streams.',
    registers,
    collect() {
      this.set(read.eventStreams());
    },
  });
  const seconds = new Histogram({
    name: 'shotcaller_job_duration_seconds',
    help: 'From the order of a job to its end, for jobs that ended here.',
    labelNames: ['state'],
    buckets: [5, 10, 20, 40, 60, 90, 120, 180, 300, 600, 1200, 3600],
    registers,
  });
  const ofLedger = ledgerGauges(registers);
  // A series that first appears at 1 shows no increase: the first end after a start would never be seen.
  for (const state of [...terminalStates, ...waitingStates]) {
    ends.inc({ state }, 0);
    seconds.zero({ state });
  }
  for (const result of ['new', 'repeated', 'refused']) submits.inc({ result }, 0);
  for (const result of ['delivered', 'failed', 'dead']) deliveries.inc({ direction: 'sent', result }, 0);
  return {
    observeRequest({ method, route, status, durationMs }) {
      requests.inc({ method, route, status });
      durations.observe({ route }, durationMs / 1000);
    },
    countSubmit: (result) => submits.inc({ result }),
    countJobEnd(state, durationSeconds) {
      ends.inc({ state });
      seconds.observe({ state }, Math.max(0, durationSeconds));
    },
    countDelivery: (direction, result) => deliveries.inc({ direction, result }),
    async text() {
      ofLedger(await read.ledger().catch(() => undefined));
      return registry.metrics();
    },
    contentType: registry.contentType,
  };
}
