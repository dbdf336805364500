import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import {
  bundledEvidence,
  type Catalog,
  type Evidence,
  type Price,
  parseRequirements,
  type RequirementsInput,
  type Selection,
  type SelectOptions,
  select as selectModel,
} from '@shotcaller/core';
import { loadCatalog } from './catalog/load.ts';
import type { Caps } from './jobs/caps.ts';
import { type Checkpoint, noCheckpoint } from './jobs/checkpoint.ts';
import type { Retrieve } from './jobs/download-step.ts';
import { createInProcessEngine } from './jobs/engines/in-process.ts';
import { type OrderOptions, openStates } from './jobs/job.ts';
import { JobFailure } from './jobs/job-failure.ts';
import { type JobResult, resultOf } from './jobs/job-result.ts';
import { type LearnedCorrection, learnedCorrections, ownOutcomes, ownRuns } from './jobs/learning.ts';
import { isOwnerGone, leaseOwnerName } from './jobs/lease-owner.ts';
import { type LedgerReport, ledgerReport } from './jobs/ledger-report.ts';
import { type DeliveryAnswer, type DeliveryHint, noteDelivery } from './jobs/note-delivery.ts';
import type { Plan, Planner } from './jobs/plan.ts';
import { placePoll as placeByExpectation } from './jobs/poll-placement.ts';
import type { PollSettings, WatchClient } from './jobs/poll-step.ts';
import { resumeJob } from './jobs/resume-job.ts';
import { type RunAnswer, type RunSettings, runOrder } from './jobs/run-order.ts';
import { createSelectPlanner, type SelectPlannerOptions } from './jobs/select-planner.ts';
import { settleStale } from './jobs/settle-stale.ts';
import type { Clock, ProgressListener, StepContext } from './jobs/step-context.ts';
import type { BookedEntry, JobEvent, JobQuery, JobStore } from './jobs/store.ts';
import { openStore } from './jobs/stores/open.ts';
import { createTurns, type TakeTurn } from './jobs/turns.ts';
import { createClient } from './openrouter/client.ts';
import type { Fetch } from './openrouter/client.types.ts';
import { defaultHome } from './settings/default-home.ts';

export interface ShotcallerOptions {
  readonly apiKey?: string;
  /** Default `https://openrouter.ai/api/v1`. */
  readonly baseUrl?: string;
  /** Folder of ledger, catalogue cache and files. Default: the platform's data folder. */
  readonly home?: string;
  /** `postgres://…`: the ledger is there instead of in a file. */
  readonly databaseUrl?: string;
  /** The ledger's file name in `home`. Default `ledger.sqlite`. Simulated spending belongs into a file of its own. */
  readonly ledgerFile?: string;
  /** Default the built-in one. Must not retry. */
  readonly fetch?: Fetch;
  /** For other origins that answers name; without it files there are refused. */
  readonly foreignFetch?: Fetch;
  /** What to choose from; asked anew for every plan. Default: the freshest at hand within 2 s, at worst the bundled one. */
  readonly catalog?: () => Promise<Catalog>;
  /** What own runs are added to. Default: what ships with the library. */
  readonly evidence?: Evidence;
  readonly caps?: Caps;
  /** Public HTTPS address that webhooks reach; each job's correlation token is added to its query. */
  readonly callbackUrl?: string;
  /** Folder of files without an `output`, and what a relative `output` is relative to. Default `files` in `home`. */
  readonly filesFolder?: string;
  /** Steps at once. Default 32. */
  readonly concurrency?: number;
  /** Bound of a submit. Default 120,000. */
  readonly submitTimeoutMs?: number;
  /** How long a lease lasts beyond the next due time. Default 30,000. */
  readonly leaseMs?: number;
  readonly clock?: Clock;
  /** Uniform in [0, 1). */
  readonly random?: () => number;
  /** Random and unguessable. */
  readonly newId?: RunSettings['newId'];
  readonly placePoll?: PollSettings['placePoll'];
  readonly retrieve?: Retrieve;
  readonly checkpoint?: Checkpoint;
}

/** How a clip is to be chosen. */
export type ChoiceOptions = Omit<SelectPlannerOptions, 'requirements'>;

export interface RunOptions extends ChoiceOptions {
  /** Dedupe key: a repeated order returns the first one. */
  readonly key?: string;
  /** Most that all attempts together may cost, in dollars. */
  readonly maxUsd?: string | number;
  /** File or folder. */
  readonly output?: string;
  readonly overwrite?: boolean;
  readonly sidecar?: boolean;
  /** Further models that may be tried. Default 0. */
  readonly fallback?: number;
  /** Fall back although the first attempt may still bill. Default false. */
  readonly allowTwoBills?: boolean;
  /** How long to watch one job. Default 7,200. */
  readonly watchSeconds?: number;
  /** Asked before money is reserved, for every attempt; `false` buys nothing. */
  readonly confirm?: RunSettings['confirm'];
  readonly onProgress?: ProgressListener;
  /** Detaches: the job runs on at the service and can be resumed. A submit under way is finished first. */
  readonly signal?: AbortSignal;
  /** Takes the place of `select`. */
  readonly planner?: Planner;
}

/** What became of an order; `status` says which it is. */
export type RunResult =
  | (JobResult & {
      /** The key was known: this is the first order. */
      readonly repeated: boolean;
      /** Let go by the signal while it was under way. */
      readonly detached: boolean;
    })
  | {
      readonly status: 'no_eligible_model';
      readonly id: null;
      readonly files: readonly [];
      readonly selection: unknown;
    }
  | { readonly status: 'not_confirmed'; readonly id: null; readonly files: readonly []; readonly plan: Plan };

export interface ResumeOptions {
  /** Default 7,200. */
  readonly watchSeconds?: number;
  readonly onProgress?: ProgressListener;
  readonly signal?: AbortSignal;
}

export interface LedgerAnswer {
  readonly report: LedgerReport;
  readonly entries: readonly BookedEntry[];
}

export interface Shotcaller {
  /** The selection, own runs and failures counted in. */
  select(requirements: RequirementsInput, options?: ChoiceOptions): Promise<Selection>;
  /** What the job costs on every ranked model, own bills counted in, best first. */
  quote(requirements: RequirementsInput, options?: ChoiceOptions): Promise<readonly { model: string; price: Price }[]>;
  /** What `run` would buy: model, exact request, price. Nothing is recorded. */
  preview(
    requirements: RequirementsInput,
    options?: ChoiceOptions,
  ): Promise<Plan | { kind: 'no_plan'; selection: unknown }>;
  /** Exactly one clip for one bill: pick, submit once, wait, download, verify, account. */
  run(requirements: RequirementsInput, options?: RunOptions): Promise<RunResult>;
  /** As `run`, but comes back once the job is bought; `resume` goes on from there. */
  submit(requirements: RequirementsInput, options?: RunOptions): Promise<RunResult>;
  /** Goes on with the named orders, or with all that are open. Buys nothing. */
  resume(ids?: readonly string[], options?: ResumeOptions): Promise<readonly JobResult[]>;
  /** Orders by their jobs, newest first. Asks nobody, but says the truth about submits whose process died. */
  jobs(query?: JobQuery): Promise<readonly JobResult[]>;
  job(id: string): Promise<JobResult | undefined>;
  events(orderId: string): Promise<readonly JobEvent[]>;
  /** What was spent, from `since` (ISO 8601) on. */
  ledger(query?: { readonly since?: string }): Promise<LedgerAnswer>;
  /** What own bills say about list prices. */
  learnedCorrections(): Promise<readonly LearnedCorrection[]>;
  /** `evidence` with own runs and outcomes. */
  evidence(): Promise<Evidence>;
  /** A verified webhook: finds a job whose answer was lost, and makes it due. Resume it if it was `recovered`. */
  noteDelivery(hint: DeliveryHint): Promise<DeliveryAnswer>;
  /** Problems of the stored ledger; empty: sound. */
  checkIntegrity(): Promise<readonly string[]>;
  /** Lets go of everything under way and closes the ledger. */
  close(): Promise<void>;
}

/** Most jobs that learning looks back on. */
const memoryJobs = 20_000;

/** Each download holds some 10 MiB while it is checked, so memory stays bounded however many jobs end together. */
const downloadsAtOnce = 6;

/** Orders planned and recorded at once; of a batch of thousands the first are bought before the last are planned. */
const ordersOpenedAtOnce = 32;

/** Fewer jobs than this are read again for every plan. */
const cheapJobs = 300;

interface Lessons {
  readonly corrections: readonly LearnedCorrection[];
  readonly evidence: Evidence;
}

/** Shotcaller with its effects: ledger, client, files. The ledger is opened at its first use. */
export function createShotcaller(options: ShotcallerOptions = {}): Shotcaller {
  const {
    home = defaultHome({}),
    clock = systemClock,
    random = Math.random,
    checkpoint = noCheckpoint,
    caps = {},
  } = options;
  const {
    submitTimeoutMs = 120_000,
    leaseMs = 30_000,
    newId = randomId,
    evidence: baseEvidence = bundledEvidence,
  } = options;
  const client = createClient({
    fetch: options.fetch ?? ((input, init) => fetch(input, init)),
    clock,
    submitTimeoutMs,
    ...(options.apiKey !== undefined && { apiKey: options.apiKey }),
    ...(options.baseUrl !== undefined && { baseUrl: options.baseUrl }),
    ...(options.foreignFetch && { foreignFetch: options.foreignFetch }),
  });
  const placePoll: PollSettings['placePoll'] =
    options.placePoll ?? ((job, nowMs, retryAfterMs) => placeByExpectation(job, nowMs, random, retryAfterMs));
  const engine = createInProcessEngine({
    clock,
    ...(options.concurrency !== undefined && { concurrency: options.concurrency }),
  });
  const watch = {
    client: { getJob: client.getJob, content: client.content } satisfies WatchClient,
    placePoll,
    retrieve: options.retrieve ?? retrieveOf(client, clock, random, createTurns(downloadsAtOnce)),
    filesFolder: options.filesFolder ?? join(home, 'files'),
  };
  const takeTurnToOpen = createTurns(ordersOpenedAtOnce);
  const owner = leaseOwnerName(randomBytes(6).toString('hex'));

  let opening: Promise<JobStore> | undefined;
  const open = (): Promise<JobStore> => {
    opening ??= openStore({
      home,
      now: new Date(clock.now()).toISOString(),
      checkpoint,
      ...(options.databaseUrl !== undefined && { databaseUrl: options.databaseUrl }),
      ...(options.ledgerFile !== undefined && { file: options.ledgerFile }),
    });
    return opening;
  };

  const readCatalog =
    options.catalog ??
    (async () => {
      const { catalog } = await loadCatalog({
        baseUrl: options.baseUrl ?? 'https://openrouter.ai/api/v1',
        home,
        fetch: (input, init) => globalThis.fetch(input, init),
        clock: { now: () => new Date(clock.now()).toISOString() },
      });
      return catalog;
    });

  async function contextOf(tell: ProgressListener = () => undefined): Promise<StepContext> {
    const store = await open();
    return { store, clock, random, owner, isOwnerGone, leaseMs, caps, checkpoint, tell, service: client.origin };
  }

  let remembered: { readonly lessons: Promise<Lessons>; readonly atMs: number; readonly jobs: number } | undefined;

  /** Read anew every time while that is cheap; from a long ledger every half minute, or a batch would do little else. */
  async function learnt(): Promise<Lessons> {
    const nowMs = clock.now();
    if (remembered && remembered.jobs > cheapJobs && nowMs - remembered.atMs < 30_000) return remembered.lessons;
    const store = await open();
    const jobs = (await store.jobs({ limit: memoryJobs })).filter(({ service }) => service === client.origin);
    const corrections = learnedCorrections(jobs);
    const own = { runs: ownRuns(jobs), outcomes: ownOutcomes(jobs), priceCorrections: corrections };
    const lessons = Promise.resolve({ corrections, evidence: { ...baseEvidence, ...own } });
    remembered = { lessons, atMs: nowMs, jobs: jobs.length };
    return lessons;
  }

  async function ground() {
    const [catalog, { corrections, evidence }] = await Promise.all([readCatalog(), learnt()]);
    return { catalog, corrections, evidence, now: new Date(clock.now()).toISOString() };
  }

  async function order(requirements: RequirementsInput, run: RunOptions, onlySubmit: boolean): Promise<RunResult> {
    const { planner, key, confirm, onProgress, signal, maxUsd, output, watchSeconds = 7200, ...rest } = run;
    const { overwrite = false, sidecar = false, fallback = 0, allowTwoBills = false, ...choice } = rest;
    const asked = parseRequirements(maxUsd === undefined ? requirements : { ...requirements, maxUsd });
    const orderOptions: OrderOptions = {
      fallback,
      allowTwoBills,
      overwrite,
      sidecar,
      watchSeconds,
      ...(asked.maxUsd !== undefined && { maxUsd: asked.maxUsd }),
      ...(output !== undefined && { output }),
    };
    const context = await contextOf(onProgress);
    const answer = await runOrder(
      context,
      {
        planner: planner ?? createSelectPlanner(ground, { ...choice, requirements: asked }),
        engine,
        newId,
        onlySubmit,
        takeTurnToOpen,
        carry: {
          watch,
          submit: {
            client,
            submitLeaseMs: submitTimeoutMs + 30_000,
            watchMs: async (job) =>
              ((await context.store.order(job.orderId))?.options.watchSeconds ?? watchSeconds) * 1000,
            firstPollMs: (job, nowMs) => placePoll(job, nowMs).nextPollMs,
          },
        },
        ...(options.callbackUrl !== undefined && { callbackUrl: options.callbackUrl }),
        ...(confirm && { confirm }),
        ...(signal && { signal }),
      },
      { requirements: asked, options: orderOptions, ...(key !== undefined && { key }) },
    );
    return runResultOf(answer);
  }

  async function result(context: StepContext, orderId: string): Promise<JobResult | undefined> {
    const found = await context.store.order(orderId);
    if (!found) return undefined;
    const jobs = await context.store.jobsOfOrder(orderId);
    return resultOf(found, await Promise.all(jobs.map((job) => settleStale(context, job))));
  }

  return {
    async select(requirements, { model, ...choice } = {}) {
      const { catalog, evidence, now } = await ground();
      const asked = parseRequirements(requirements);
      const models = model === undefined ? asked.models : { allow: [model], deny: asked.models.deny };
      return selectModel(catalog, { ...asked, models }, { ...choice, evidence, now } satisfies SelectOptions);
    },

    async quote(requirements, choice) {
      const { ranked } = await this.select(requirements, choice);
      return ranked.map(({ model, price }) => ({ model, price }));
    },

    preview: (requirements, choice = {}) =>
      createSelectPlanner(ground, { ...choice, requirements: parseRequirements(requirements) })({ exclude: [] }),

    run: (requirements, run = {}) => order(requirements, run, false),
    submit: (requirements, run = {}) => order(requirements, run, true),

    async resume(ids, { watchSeconds = 7200, onProgress, signal } = {}) {
      const context = await contextOf(onProgress);
      const orderIds = ids ?? (await openOrders(context.store, client.origin));
      const settings = { watch, engine, watchMs: watchSeconds * 1000, ...(signal && { signal }) };
      return Promise.all(
        orderIds.map(async (id) => {
          const orderId = id.replace(/\.\d+$/, '');
          const jobs = (await context.store.jobsOfOrder(orderId)).filter(({ service }) => service === client.origin);
          await Promise.all(jobs.map((job) => resumeJob(context, settings, job)));
          const answer = await result(context, orderId);
          if (answer) return answer;
          throw new JobFailure('no_such_job', `The ledger has no order ${id}. \`shotcaller jobs\` lists them.`, id);
        }),
      );
    },

    async jobs(query) {
      const context = await contextOf();
      const jobs = await context.store.jobs(query);
      const results = await Promise.all([...new Set(jobs.map((job) => job.orderId))].map((id) => result(context, id)));
      return results.filter((found) => found !== undefined);
    },

    job: async (id) => result(await contextOf(), id.replace(/\.\d+$/, '')),
    events: async (orderId) => (await open()).events({ orderId }),

    async ledger({ since } = {}) {
      const store = await open();
      const jobs = await store.jobs({ limit: 1_000_000, ...(since !== undefined && { since }) });
      const wanted = new Set(jobs.map(({ id }) => id));
      const entries = (await store.money()).filter(({ jobId }) => wanted.has(jobId));
      return { report: ledgerReport(jobs, entries), entries };
    },

    learnedCorrections: async () => (await learnt()).corrections,
    evidence: async () => (await learnt()).evidence,

    async noteDelivery(hint) {
      return noteDelivery(await contextOf(), { engine, watchMs: 7_200_000 }, hint);
    },

    checkIntegrity: async () => (await open()).checkIntegrity(),

    async close() {
      await engine.close();
      await (await opening?.catch(() => undefined))?.close();
    },
  };
}

function runResultOf(answer: RunAnswer): RunResult {
  switch (answer.kind) {
    case 'job':
      return { ...answer.job, repeated: answer.repeated, detached: answer.detached };
    case 'no_plan':
      return { status: 'no_eligible_model', id: null, files: [], selection: answer.selection };
    case 'not_confirmed':
      return { status: 'not_confirmed', id: null, files: [], plan: answer.plan };
  }
}

async function openOrders(store: JobStore, service: string): Promise<readonly string[]> {
  const states = ['planned', 'reserved', 'downloading', ...openStates] as const;
  const jobs = await store.jobs({ states, limit: 100_000 });
  return [...new Set(jobs.filter((job) => job.service === service).map((job) => job.orderId))];
}

/** Media checks are loaded when the first file comes. */
function retrieveOf(client: WatchClient, clock: Clock, random: () => number, takeTurn: TakeTurn): Retrieve {
  return ({ job, partPath, signal, onBytes }) =>
    takeTurn(async () => {
      signal?.throwIfAborted();
      const { retrieveVideo } = await import('./media/retrieve-video.ts');
      const { task: _, ...clip } = job.clip;
      const { bytes, sha256, durationSeconds, width, height, hasAudio, differences } = await retrieveVideo(client, {
        jobId: job.jobId ?? '',
        urls: job.contentUrls,
        partPath,
        clock,
        random,
        onBytes,
        order: clip,
        ...(signal && { signal }),
      });
      return {
        bytes,
        sha256,
        durationSeconds,
        width,
        height,
        hasAudio,
        differences: differences.map((found) => ({ ...found })),
      };
    });
}

const systemClock: Clock = {
  now: () => Date.now(),
  async sleep(durationMs, { signal } = {}) {
    try {
      await setTimeout(Math.min(durationMs, 2 ** 31 - 1), undefined, signal && { signal });
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    }
  },
};

/** Times sort ids; 80 random bits make them unique and tokens unguessable. */
function randomId(kind: 'order' | 'token'): string {
  const random = randomBytes(kind === 'order' ? 10 : 20)
    .toString('base64url')
    .replace(/[-_]/g, 'x');
  return kind === 'order' ? `shot-${Date.now().toString(36)}-${random}` : random;
}
