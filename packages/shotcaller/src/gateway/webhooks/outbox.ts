import { passed } from '../../clock.ts';
import type { OwedWebhook } from '../../jobs/records/webhook-records.ts';
import { traceCall } from '../../jobs/tracing/trace-job.ts';
import { OutboundRefused } from '../../outbound/refusal.ts';
import type { JobSnapshot, WireStatus } from '../jobs/wire-status.ts';
import type { GatewayOptions } from '../options.ts';
import { eventBody, signatureOf } from './event-body.ts';

export interface Outbox {
  /** Owes the job's callback URL a delivery, once for each end, and sends it soon. */
  owe(snapshot: JobSnapshot, status: WireStatus): Promise<void>;
  /** Takes up what an earlier run still owed. */
  start(): void;
  close(): Promise<void>;
}

export interface OutboxOptions
  extends Pick<GatewayOptions, 'ledger' | 'clock' | 'machineNow' | 'random' | 'guardedFetch' | 'deliverySecret'> {
  /** Jobs of this service are told of. */
  readonly service: string;
  readonly origin: () => string;
  readonly count: (result: string) => void;
  /** The ledger could not be read or written. */
  readonly onTrouble: (error: unknown) => void;
}

/** Seconds before the next try: over about nine hours, then the letter is dead. */
const waitsSeconds = [5, 30, 120, 600, 1800, 7200, 21_600];
const callTimeoutMs = 10_000;
const claimedMs = 3 * callTimeoutMs;
const atOnce = 8;

/** Sends own deliveries: written down first, retried with backoff, the same idempotency key each time. */
export function createOutbox(options: OutboxOptions): Outbox {
  const { ledger, service, clock, random, guardedFetch, deliverySecret, count, onTrouble } = options;
  const closing = new AbortController();
  let wake = new AbortController();
  let working: Promise<void> | undefined;
  let again = false;

  async function work(): Promise<void> {
    while (!closing.signal.aborted) {
      // Before it is read what waits: what is owed meanwhile wakes this turn of the loop.
      wake = new AbortController();
      const signal = AbortSignal.any([wake.signal, closing.signal]);
      const waiting = await ledger.webhooks({ service, state: 'waiting', limit: 100 });
      const due = waiting.filter(({ nextAtMs }) => nextAtMs <= clock.now()).slice(0, atOnce);
      if (due.length > 0) {
        const ended = await Promise.allSettled(due.map(send));
        // Only now: of those that are under way none may outlive the outbox.
        for (const one of ended) if (one.status === 'rejected') throw one.reason;
        continue;
      }
      if (waiting.length === 0) return;
      const untilMs = Math.min(...waiting.map(({ nextAtMs }) => nextAtMs));
      await passed(clock, Math.max(1, untilMs - clock.now()), signal);
    }
  }

  function start(): void {
    if (closing.signal.aborted) return;
    // The worker may just be leaving with the news that nothing waits.
    again = true;
    wake.abort();
    // A ledger that is not reached now is asked again at the next sweep.
    working ??= untilNothingWaits()
      .catch(onTrouble)
      .finally(() => {
        working = undefined;
      });
  }

  async function untilNothingWaits(): Promise<void> {
    while (again && !closing.signal.aborted) {
      again = false;
      await work();
    }
  }

  async function send(delivery: OwedWebhook): Promise<void> {
    // Of several gateways on one ledger, one calls; should it die meanwhile, the call is due again after this.
    const untilMs = clock.now() + claimedMs;
    if (!(await ledger.claimWebhook({ id: delivery.id, nextAtMs: delivery.nextAtMs, untilMs }))) return;
    const lastError = await traceCall(
      options,
      'webhook',
      delivery.jobId,
      () => call(delivery),
      (failed) => failed?.text,
    );
    if (closing.signal.aborted && lastError !== undefined) return;
    const tries = delivery.tries + 1;
    const lastAtMs = clock.now();
    const waitSeconds = waitsSeconds[delivery.tries];
    if (lastError === undefined) {
      count('delivered');
      await ledger.changeWebhook(delivery.id, { state: 'delivered', tries, lastAtMs });
    } else if (waitSeconds === undefined || lastError.final) {
      count('dead');
      await ledger.changeWebhook(delivery.id, { state: 'dead', tries, lastAtMs, lastError: lastError.text });
    } else {
      count('failed');
      const nextAtMs = lastAtMs + waitSeconds * 1000 * (0.8 + 0.4 * random());
      await ledger.changeWebhook(delivery.id, {
        tries,
        lastAtMs,
        nextAtMs: Math.round(nextAtMs),
        lastError: lastError.text,
      });
    }
  }

  /** Of the database's clock and this machine's one may be wrong, and a receiver refuses a time stamp that is: they take turns. */
  function timeStamp(tries: number): number {
    return tries % 2 === 1 && options.machineNow ? options.machineNow() : clock.now();
  }

  /** `undefined`: taken with a 2xx. */
  async function call({ id, url, body, tries }: OwedWebhook): Promise<{ text: string; final: boolean } | undefined> {
    const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(callTimeoutMs)]);
    try {
      const response = await guardedFetch(url, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          'User-Agent': 'shotcaller',
          'X-OpenRouter-Idempotency-Key': id,
          'X-OpenRouter-Signature': signatureOf(body, deliverySecret, timeStamp(tries)),
        },
        body,
        signal,
      });
      await response.body?.cancel();
      if (response.status >= 200 && response.status < 300) return undefined;
      return { text: `HTTP ${response.status}`, final: response.status === 410 };
    } catch (error) {
      // An address that must not be called will not become one that may.
      if (error instanceof OutboundRefused)
        return { text: error.code, final: error.code !== 'redirect_without_location' };
      return { text: signal.aborted ? 'timed_out' : 'connection_failed', final: false };
    }
  }

  return {
    async owe(snapshot, status) {
      const url = snapshot.job.receipt?.callbackUrl;
      if (!url) return;
      const nowMs = clock.now();
      const { id } = snapshot.job;
      const isNew = await ledger.oweWebhook({
        id: `${id}-${status}`,
        jobId: id,
        service: options.service,
        url,
        body: eventBody(snapshot, status, { nowMs, origin: options.origin() }),
        state: 'waiting',
        tries: 0,
        nextAtMs: nowMs,
        lastError: null,
        firstAtMs: nowMs,
        lastAtMs: nowMs,
      });
      if (isNew) start();
    },
    start,
    async close() {
      closing.abort();
      await working;
    },
  };
}
