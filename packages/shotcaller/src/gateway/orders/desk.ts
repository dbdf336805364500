import type { Selection } from '@shotcaller/core';
import { isTerminal } from '../../jobs/job.ts';
import { picoFromUsd } from '../../jobs/pico.ts';
import type { Plan } from '../../jobs/plan.ts';
import type { ProgressEvent } from '../../jobs/step-context.ts';
import type { RunOptions, RunResult } from '../../shotcaller.ts';
import type { GatewayOptions } from '../options.ts';
import type { OrderRecord } from '../records/records.ts';
import type { Desk, Placed, Placement } from './desk.types.ts';
import { createEarlierOrders } from './earlier-orders.ts';
import { leftOpen } from './left-open.ts';
import { createLiveOrders } from './live-orders.ts';
import { type Snapshot, wasNotBought } from './snapshot.ts';
import type { Spending } from './spending.ts';

export interface DeskOptions extends Pick<GatewayOptions, 'shotcaller' | 'ledger' | 'records' | 'clock' | 'newToken'> {
  readonly spending: Spending;
  readonly dedupeWindowSeconds: number;
  readonly submitWaitMs: number;
  /** Seconds that a job is watched without anybody asking. */
  readonly watchSeconds: number;
  /** A step failed in a way that no answer tells, such as a ledger that cannot be written. */
  readonly onTrouble: (orderId: string | null, error: unknown) => void;
}

export function createDesk(options: DeskOptions): Desk {
  const { shotcaller, ledger, records, clock, spending, newToken, watchSeconds } = options;
  const live = createLiveOrders({ ledger, records, now: () => clock.now() });
  const serially = createSerially();
  const aborts = new Set<AbortController>();
  let closing = false;
  const listeners: ((event: ProgressEvent, snapshot: Snapshot) => void)[] = [];
  /** Orders that are carried here, and how to let go of them. */
  const carried = new Map<string, { readonly abort: AbortController; readonly finished: Promise<unknown> }>();
  /** Orders that are being placed, by dedupe key. */
  const placing = new Map<string, Promise<Placed>>();
  const earlier = createEarlierOrders({ ...options, find, isPlacing: (key) => placing.has(key) });

  async function find(id: string): Promise<Snapshot | undefined> {
    return live.find(id);
  }

  /** Follows one run or resumption to its end. */
  function carry(orderId: string, abort: AbortController, finished: Promise<unknown>): void {
    const entry = { abort, finished };
    carried.set(orderId, entry);
    live.carriedHere(orderId, true);
    void finished
      .catch((error: unknown) => {
        if (!abort.signal.aborted) options.onTrouble(orderId, error);
      })
      .finally(() => {
        aborts.delete(abort);
        if (carried.get(orderId) !== entry) return;
        carried.delete(orderId);
        live.carriedHere(orderId, false);
      });
  }

  function newAbort(): AbortController {
    const abort = new AbortController();
    if (closing) abort.abort(closed());
    aborts.add(abort);
    return abort;
  }

  async function hear(event: ProgressEvent): Promise<void> {
    if (event.kind === 'fallback') return;
    const { job } = event;
    live.note(job);
    const snapshot = await live.find(job.orderId);
    if (!snapshot) return;
    if (event.kind === 'state' && snapshot.record) {
      const settles = job.state === 'reserved' || isTerminal(job.state) || job.state === 'downloading';
      // Local mode has one user, whose budgets the ledger itself keeps.
      if (settles && snapshot.record.owner !== '') await spending.refresh(snapshot.record.owner, job.orderId);
      if (settles) spending.release(snapshot.record.dedupeKey);
    }
    for (const listener of listeners) listener(event, snapshot);
  }

  function tell(event: ProgressEvent): void {
    hear(event).catch((error: unknown) => options.onTrouble('job' in event ? event.job.orderId : null, error));
  }

  /** Places a new order and answers once its submit is through. */
  async function placeNew(placement: Placement, record: OrderRecord): Promise<Placed> {
    const { caller } = placement;
    const { dedupeKey } = record;
    const abort = newAbort();
    let refusal: Placed | undefined;
    let chosen: Plan | undefined;
    let orderId: string | undefined;
    let decide: () => void = () => undefined;
    const decided = new Promise<void>((resolve) => {
      decide = resolve;
    });
    const confirm = (plan: Plan, attempt: number): boolean => {
      if (attempt === 1) chosen = plan;
      refusal = refusalOf(placement, plan);
      if (!refusal) {
        const reason = spending.hold(caller, dedupeKey, plan.price.highUsd);
        if (reason) refusal = { kind: 'over_key_budget', reason, model: plan.model, price: plan.price };
      }
      return refusal === undefined;
    };
    const onProgress = (event: ProgressEvent): void => {
      if (event.kind !== 'fallback' && orderId === undefined) {
        orderId = event.job.orderId;
        void records.change(dedupeKey, {
          orderId,
          ...(chosen && { choice: JSON.stringify(placement.describe(chosen)) }),
        });
        carry(orderId, abort, running);
      }
      tell(event);
      if (event.kind === 'state' && isAnswer(event.job.state)) decide();
    };
    const running: Promise<RunResult> = shotcaller.run(placement.requirements, {
      planner: placement.planner,
      key: dedupeKey,
      watchSeconds,
      sidecar: placement.sidecar ?? false,
      fallback: placement.fallback ?? 0,
      allowTwoBills: placement.allowTwoBills ?? false,
      confirm,
      onProgress,
      signal: abort.signal,
      ...(placement.maxUsd !== undefined && { maxUsd: placement.maxUsd }),
    } satisfies RunOptions);
    const waited = new AbortController();
    try {
      const result = await Promise.race([
        running,
        decided.then(() => undefined),
        clock.sleep(options.submitWaitMs, { signal: waited.signal }).then(() => undefined),
      ]);
      if (result?.status === 'no_eligible_model') {
        return { kind: 'no_plan', selection: result.selection as Selection };
      }
      if (refusal && result?.status === 'not_confirmed') return refusal;
      const id = orderId ?? (result && 'id' in result ? (result.id ?? undefined) : undefined);
      const snapshot = id === undefined ? undefined : await live.find(id);
      if (!snapshot) return { kind: 'failed', code: 'not_placed_yet' };
      // The id goes out before it is certain that the submit left: whoever starts next must go on with it.
      if (snapshot.jobs.every(({ jobId }) => jobId === null)) await records.change(dedupeKey, { answered: true });
      return { kind: 'order', snapshot, repeated: false };
    } catch (error) {
      options.onTrouble(orderId ?? null, error);
      return { kind: 'failed', code: (error as { code?: string }).code ?? 'internal' };
    } finally {
      waited.abort();
      const letGo = () => {
        aborts.delete(abort);
        spending.release(dedupeKey);
      };
      running.then(letGo, letGo);
    }
  }

  function placeOnce(placement: Placement, record: OrderRecord): Promise<Placed> {
    const placed = placeNew(placement, record).finally(() => placing.delete(record.dedupeKey));
    placing.set(record.dedupeKey, placed);
    earlier.opened(record.dedupeKey, placement.post);
    return placed;
  }

  async function repeat(record: OrderRecord): Promise<Placed | undefined> {
    const first = await placing.get(record.dedupeKey);
    if (first) return first.kind === 'order' ? { ...first, repeated: true } : undefined;
    const snapshot = await earlier.snapshotOf(record);
    return snapshot && !wasNotBought(snapshot) ? { kind: 'order', snapshot, repeated: true } : undefined;
  }

  function resume(orderId: string, seconds: number): void {
    const abort = newAbort();
    const resumed = shotcaller.resume([orderId], { watchSeconds: seconds, onProgress: tell, signal: abort.signal });
    carry(orderId, abort, resumed);
    live.forget(orderId);
  }

  type Next =
    | { readonly answer: Placed }
    | { readonly placed: Promise<Placed> }
    | { readonly placed?: never; readonly repeat: OrderRecord };

  async function beginOrRepeat(placement: Placement): Promise<Next> {
    const found = await earlier.find(placement);
    if (found.kind === 'key_reused') return { answer: found };
    if (found.kind === 'repeat') return { repeat: found.record };
    const { caller, clientKey, bodyHash, post, requested, callbackUrl } = placement;
    const record = await records.addOrder({
      dedupeKey: `gateway:${caller.owner}:${newToken(15)}`,
      owner: caller.owner,
      clientKey,
      generation: found.generation,
      bodyHash,
      receivedAtMs: post.arrivedAtMs,
      requested,
      callbackUrl,
    });
    return { placed: placeOnce(placement, record) };
  }

  return {
    async place(placement) {
      const { owner } = placement.caller;
      const { clientKey, bodyHash } = placement;
      // Looking for an earlier order and writing the new one down is one act for equal submits.
      const name = clientKey === null ? `body ${owner} ${bodyHash}` : `key ${owner} ${clientKey}`;
      for (;;) {
        const next = await serially(name, () => beginOrRepeat(placement));
        if ('answer' in next) return next.answer;
        const answer = next.placed ? await next.placed : await repeat(next.repeat);
        if (answer) return answer;
      }
    },

    find,

    async watch(orderId, seconds = watchSeconds) {
      if (closing) return;
      const entry = carried.get(orderId);
      if (entry) {
        // Whoever carries it may just be leaving, having seen it at rest before a webhook moved it.
        void entry.finished.then(goOn, goOn);
        return;
      }
      resume(orderId, seconds);

      async function goOn(): Promise<void> {
        live.forget(orderId);
        const snapshot = await live.find(orderId).catch(() => undefined);
        const moves = snapshot?.jobs.some(({ state }) => ['submitted', 'running', 'downloading'].includes(state));
        const current = carried.get(orderId);
        if (moves && !closing && (current === undefined || current === entry)) resume(orderId, seconds);
      }
    },

    async letGo(orderId) {
      const entry = carried.get(orderId);
      entry?.abort.abort(new DOMException('Detached.', 'AbortError'));
      await entry?.finished.catch(() => undefined);
      live.forget(orderId);
    },

    async handedOver({ record }) {
      if (!record || record.handedOver) return;
      await records.change(record.dedupeKey, { handedOver: true });
      live.noteRecord({ ...record, handedOver: true });
    },

    async recover() {
      const open = await leftOpen(options);
      // First, and waited for: a client that sends again must not be answered with an order that is about to be given back.
      const unsent = open.flatMap((left) => (left.kind === 'give_back' ? [left.orderId] : []));
      await Promise.allSettled(unsent.map((orderId) => shotcaller.resume([orderId], { onProgress: tell })));
      for (const left of open) {
        if (closing) return;
        if (left.kind === 'watch') await this.watch(left.orderId);
        if (left.kind !== 'buy') continue;
        const abort = newAbort();
        const run = { ...left.run, onProgress: tell, signal: abort.signal };
        carry(left.orderId, abort, shotcaller.run(left.requirements, run));
      }
    },

    listen(listener) {
      listeners.push(listener);
    },

    get underWay() {
      return carried.size;
    },

    async close() {
      closing = true;
      for (const abort of aborts) abort.abort(closed());
      await Promise.allSettled([...placing.values(), ...[...carried.values()].map(({ finished }) => finished)]);
    },
  };
}

function closed(): DOMException {
  return new DOMException('The gateway is closing.', 'AbortError');
}

/** Runs what has the same name one after the other. */
function createSerially() {
  const last = new Map<string, Promise<unknown>>();
  return async <Result>(name: string, act: () => Promise<Result>): Promise<Result> => {
    const before = last.get(name);
    const mine = before ? before.then(act, act) : act();
    last.set(name, mine);
    try {
      return await mine;
    } finally {
      if (last.get(name) === mine) last.delete(name);
    }
  };
}

/** A state in which the client can be answered: the submit went through, or its outcome is as known as it will be. */
function isAnswer(state: string): boolean {
  return !['planned', 'reserved', 'submitting', 'refused'].includes(state);
}

function refusalOf({ caller, confirmUsd }: Placement, { model, price }: Plan): Placed | undefined {
  if (caller.models && !caller.models.includes(model)) {
    return { kind: 'model_not_allowed', model, allowed: caller.models };
  }
  if (confirmUsd === undefined) return undefined;
  const isWithin = price.highUsd !== null && picoFromUsd(price.highUsd) <= picoFromUsd(confirmUsd);
  return isWithin ? undefined : { kind: 'not_confirmed', model, price };
}
