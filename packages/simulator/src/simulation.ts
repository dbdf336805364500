import { type Account, createAccount } from './account.ts';
import { billFor } from './bill.ts';
import { bundledModels, readModels } from './catalog.ts';
import { type Clock, systemClock } from './clock.ts';
import { type Fault, parseScenarios } from './faults/parse.ts';
import { createStrikes, type Strikes } from './faults/strikes.ts';
import { type Job, statusAt } from './job.ts';
import { formatUsd, parseUsd, times } from './money.ts';
import type { SimulatorOptions } from './options.ts';
import { contentUrls, usageOf } from './poll-body.ts';
import type { Refusal } from './refusal.ts';
import { roomRefusal } from './room.ts';
import { createStore, type Store } from './store.ts';
import { announce, type DeliveryContext, resumeAnnouncement } from './webhooks/deliver.ts';
import { assertPublicHost } from './webhooks/target.ts';
import type { WireModel } from './wire.ts';

/** The state of the simulated service, apart from HTTP. */
export interface Simulation {
  readonly clock: Clock;
  readonly seed: number;
  readonly speed: number;
  readonly store: Store;
  readonly account: Account;
  /** Why a job of this model is refused now for lack of room, or undefined. */
  checkRoom(model: string): Refusal | undefined;
  readonly strikes: Strikes;
  /** Scenarios that hold for every request. */
  faults(): readonly Fault[];
  setScenario(text: string): void;
  /** The scenarios that concern a job: those of the server and those that came with its submit. */
  faultsOf(job: Job): readonly Fault[];
  /** The catalogue as it stands now; `read` counts as a look by a client. */
  models(read?: boolean): readonly WireModel[];
  /** Books the end of a job when its time has come. Call before reading a job. */
  settle(job: Job): Job;
  settleDue(): void;
  /** Keeps a new job and wakes up at its end; resolves once everything due at once is done. */
  begin(job: Job): Promise<void>;
  reset(): void;
  close(): void;
}

export function createSimulation(options: SimulatorOptions): Simulation {
  const clock = options.clock ?? systemClock();
  const seed = options.seed ?? 1;
  const speed = positive(options.speed ?? 1, 'speed');
  const startedAtMs = clock.now();
  const store = createStore(options.stateDirectory);
  const account = createAccount(store, options);
  const strikes = createStrikes(seed);
  const catalog =
    typeof options.catalog === 'string' ? readModels(options.catalog) : (options.catalog ?? bundledModels());
  const parsed = new Map<string, readonly Fault[]>();
  const wakeups = new Map<string, () => void>();
  const deliveries: DeliveryContext = {
    clock,
    speed,
    store,
    secret: options.webhookSecret === undefined ? 'whsec_simulator' : options.webhookSecret,
    send: options.fetch ?? ((request) => sendToPublicHost(request, options.allowInsecureCallbacks ?? false)),
  };
  let standing = parseScenarios(options.scenario ?? '');
  let announcing: Promise<void> = Promise.resolve();

  const faultsOf = (job: Job) => {
    let own = parsed.get(job.scenario);
    if (!own) {
      own = parseScenarios(job.scenario);
      if (parsed.size < 1000) parsed.set(job.scenario, own);
    }
    return [...standing, ...own];
  };

  const models = (read = false) => {
    const { catalogReads, withdrawn } = store.meta;
    const changes = standing.flatMap(({ name }) => (name === 'price-change' ? [name] : []));
    const shown = catalog.filter(({ id }) => !withdrawn.includes(id));
    if (read && catalogReads < 2) store.putMeta({ ...store.meta, catalogReads: catalogReads + 1 });
    return changes.length > 0 && catalogReads > 0 ? shown.map(dearer) : shown;
  };

  const announcement = (job: Job) => ({
    unsignedUrls: contentUrls(job, job.origin),
    usage: usageOf(job),
  });

  const settle = (job: Job): Job => {
    if (job.settledAtMs !== undefined || statusAt(job, clock.now()) === 'pending') return job;
    wakeups.get(job.id)?.();
    wakeups.delete(job.id);
    const model = catalog.find(({ id }) => id === job.model);
    const bill =
      model &&
      billFor(
        currentModel(model),
        job,
        strikes.standing(faultsOf(job), 'bill', job.id).map(({ bend }) => bend),
      );
    const settled: Job = { ...job, settledAtMs: job.endsAtMs, ...(bill && { billedUsd: formatUsd(bill.total) }) };
    const booked = bill && {
      jobId: job.id,
      model: job.model,
      bookedAtMs: job.endsAtMs,
      usd: formatUsd(bill.total),
      lines: bill.lines,
      ...(bill.surprise && { surprise: bill.surprise }),
    };
    if (!store.endJob(settled, booked)) return store.jobs.get(job.id) ?? settled;
    announceEnd(settled);
    return settled;
  };

  const announceEnd = (settled: Job) => {
    // A delivery that cannot even be noted down (a full disk) must not take the server with it.
    announcing = announce(
      deliveries,
      settled,
      announcement(settled),
      strikes.standing(faultsOf(settled), 'webhook', settled.id).map(({ bend }) => bend),
    ).catch(() => {});
  };

  const currentModel = (model: WireModel) => models().find(({ id }) => id === model.id) ?? model;

  const schedule = (job: Job) => {
    wakeups.set(
      job.id,
      clock.at(job.endsAtMs, async () => {
        const current = store.jobs.get(job.id);
        if (!current) return;
        settle(current);
        await announcing;
      }),
    );
  };

  for (const job of store.jobs.values()) {
    if (job.settledAtMs === undefined) schedule(job);
    else if (job.request.callback_url !== undefined) {
      // A process that was killed between booking an end and telling it leaves no delivery at all.
      if (store.deliveries.some(({ jobId }) => jobId === job.id))
        resumeAnnouncement(deliveries, job, announcement(job));
      else announceEnd(job);
    }
  }

  return {
    clock,
    seed,
    speed,
    store,
    account,
    checkRoom(model) {
      const sinceStartSeconds = ((clock.now() - startedAtMs) / 1000) * speed;
      return roomRefusal(options.jobsAtOnce ?? [], model, store.jobs.values(), sinceStartSeconds);
    },
    strikes,
    faults: () => standing,
    setScenario(text) {
      standing = parseScenarios(text);
    },
    faultsOf,
    models,
    settle,
    settleDue() {
      for (const id of [...wakeups.keys()]) {
        const job = store.jobs.get(id);
        if (job) settle(job);
      }
    },
    async begin(job) {
      store.putJob(job);
      if (job.endsAtMs > clock.now()) schedule(job);
      else {
        settle(job);
        await announcing;
      }
    },
    reset() {
      for (const cancel of wakeups.values()) cancel();
      wakeups.clear();
      strikes.reset();
      store.clear();
      standing = parseScenarios(options.scenario ?? '');
    },
    close() {
      for (const cancel of wakeups.values()) cancel();
      wakeups.clear();
      store.close();
    },
  };
}

function positive(value: number, name: string): number {
  if (Number.isFinite(value) && value > 0) return value;
  throw new Error(`${name} must be a number above 0, got ${value}`);
}

/** Every price a quarter higher. */
function dearer(model: WireModel): WireModel {
  if (!model.pricing_skus) return model;
  const skus = Object.entries(model.pricing_skus).map(([sku, rate]) => {
    const usd = parseUsd(rate);
    return [sku, usd === undefined ? rate : formatUsd(times(usd, 1.25))];
  });
  return { ...model, pricing_skus: Object.fromEntries(skus) };
}

async function sendToPublicHost(request: Request, allowInsecure: boolean): Promise<Response> {
  if (!allowInsecure) await assertPublicHost(new URL(request.url).hostname);
  return fetch(request);
}
