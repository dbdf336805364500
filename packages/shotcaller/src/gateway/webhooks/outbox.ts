import { OutboundRefused } from '../../outbound/refusal.ts';
import type { GatewayOptions } from '../options.ts';
import type { Snapshot, Word } from '../orders/snapshot.ts';
import type { DeliveryRecord } from '../records/records.ts';
import { eventBody, signatureOf } from './event-body.ts';

export interface Outbox {
  /** Owes the order's callback URL a delivery, once for each end, and sends it soon. */
  owe(snapshot: Snapshot, word: Word): Promise<void>;
  /** Takes up what an earlier run still owed. */
  start(): void;
  close(): Promise<void>;
}

export interface OutboxOptions
  extends Pick<GatewayOptions, 'records' | 'clock' | 'random' | 'guardedFetch' | 'deliverySecret'> {
  readonly origin: () => string;
  readonly count: (result: string) => void;
}

/** Seconds before the next try: over about nine hours, then the letter is dead. */
const waitsSeconds = [5, 30, 120, 600, 1800, 7200, 21_600];
const callTimeoutMs = 10_000;
const atOnce = 8;

/** Sends own deliveries: written down first, retried with backoff, the same idempotency key each time. */
export function createOutbox(options: OutboxOptions): Outbox {
  const { records, clock, random, guardedFetch, deliverySecret, count } = options;
  const closing = new AbortController();
  let wake = new AbortController();
  let working: Promise<void> | undefined;
  let again = false;

  async function work(): Promise<void> {
    while (!closing.signal.aborted) {
      const waiting = await records.deliveries('waiting', 100);
      const due = waiting.filter(({ nextAtMs }) => nextAtMs <= clock.now()).slice(0, atOnce);
      if (due.length > 0) {
        await Promise.all(due.map(send));
        continue;
      }
      if (waiting.length === 0) return;
      const untilMs = Math.min(...waiting.map(({ nextAtMs }) => nextAtMs));
      wake = new AbortController();
      const signal = AbortSignal.any([wake.signal, closing.signal]);
      await clock.sleep(Math.max(1, untilMs - clock.now()), { signal }).catch(() => undefined);
    }
  }

  function start(): void {
    if (closing.signal.aborted) return;
    // The worker may just be leaving with the news that nothing waits.
    again = true;
    wake.abort();
    working ??= untilNothingWaits().finally(() => {
      working = undefined;
    });
  }

  async function untilNothingWaits(): Promise<void> {
    while (again && !closing.signal.aborted) {
      again = false;
      await work();
    }
  }

  async function send(delivery: DeliveryRecord): Promise<void> {
    const lastError = await number(delivery);
    if (closing.signal.aborted && lastError !== undefined) return;
    const tries = delivery.tries + 1;
    const lastAtMs = clock.now();
    const waitSeconds = waitsSeconds[delivery.tries];
    if (lastError === undefined) {
      count('delivered');
      await records.changeDelivery(delivery.id, { state: 'delivered', tries, lastAtMs });
    } else if (waitSeconds === undefined || lastError.final) {
      count('dead');
      await records.changeDelivery(delivery.id, { state: 'dead', tries, lastAtMs, lastError: lastError.text });
    } else {
      count('failed');
      const nextAtMs = lastAtMs + waitSeconds * 1000 * (0.8 + 0.4 * random());
      await records.changeDelivery(delivery.id, {
        tries,
        lastAtMs,
        nextAtMs: Math.round(nextAtMs),
        lastError: lastError.text,
      });
    }
  }

  /** `undefined`: taken with a 2xx. */
  async function number({ id, url, body }: DeliveryRecord): Promise<{ text: string; final: boolean } | undefined> {
    const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(callTimeoutMs)]);
    try {
      const response = await guardedFetch(url, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          'User-Agent': 'shotcaller',
          'X-OpenRouter-Idempotency-Key': id,
          'X-OpenRouter-Signature': signatureOf(body, deliverySecret, clock.now()),
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
    async owe(snapshot, word) {
      const url = snapshot.record?.callbackUrl;
      if (!url) return;
      const nowMs = clock.now();
      const { id } = snapshot.job;
      const isNew = await records.addDelivery({
        id: `${id}-${word}`,
        jobId: id,
        url,
        body: eventBody(snapshot, word, { nowMs, origin: options.origin() }),
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
