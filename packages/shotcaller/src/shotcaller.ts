import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import {
  bundledEvidence,
  parseRequirements,
  type RequirementsInput,
  type SelectOptions,
  select as selectModel,
} from '@shotcaller/core';
import { loadCatalog } from './catalog/load.ts';
import { createLessons } from './choice/evidence-in-use.ts';
import { createSelectPlanner } from './choice/select-planner.ts';
import { createInProcessEngine } from './jobs/engines/in-process.ts';
import { type JobOptions, openStates } from './jobs/job.ts';
import { JobFailure } from './jobs/job-failure.ts';
import { type JobResult, resultOf } from './jobs/job-result.ts';
import { isOwnerGone, leaseOwnerName } from './jobs/lease-owner.ts';
import { ledgerReport } from './jobs/money/ledger-report.ts';
import { resumeAttempt } from './jobs/resume-job.ts';
import { type RunAnswer, runJob } from './jobs/run-order.ts';
import { noCheckpoint } from './jobs/steps/checkpoint.ts';
import type { Retrieve } from './jobs/steps/download-step.ts';
import { noteDelivery } from './jobs/steps/note-delivery.ts';
import type { PollSettings, WatchClient } from './jobs/steps/poll-step.ts';
import { settleStale } from './jobs/steps/settle-stale.ts';
import type { Clock, ProgressListener, StepContext } from './jobs/steps/step-context.ts';
import type { Ledger } from './jobs/store.ts';
import { openStore } from './jobs/stores/open.ts';
import { createTurns, type TakeTurn } from './jobs/turns.ts';
import { placePoll as placeByExpectation } from './jobs/waiting/poll-placement.ts';
import { createClient } from './openrouter/client.ts';
import { createFileFetch } from './outbound/file-fetch.ts';
import { defaultHome } from './settings/default-home.ts';
import type { RunOptions, RunResult, Shotcaller, ShotcallerOptions } from './shotcaller-interface.ts';

export type {
  ChoiceOptions,
  LedgerAnswer,
  ResumeOptions,
  RunOptions,
  RunResult,
  Shotcaller,
  ShotcallerOptions,
} from './shotcaller-interface.ts';

/** Each download holds some 10 MiB while it is checked, so memory stays bounded however many jobs end together. */
const downloadsAtOnce = 16;

/** Orders planned and recorded at once; of a batch of thousands the first are bought before the last are planned. */
const jobsOpenedAtOnce = 32;

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
    billsTeachDays = 90,
    newId = randomId,
    evidence: baseEvidence = bundledEvidence,
  } = options;
  const client = createClient({
    // Who hands in a fetch gets every call through it.
    ...(options.fetch
      ? { fetch: options.fetch }
      : { fetch: (input, init) => fetch(input, init), fileFetch: createFileFetch() }),
    ...(options.fileFetch && { fileFetch: options.fileFetch }),
    clock,
    submitTimeoutMs,
    ...(options.apiKey !== undefined && { apiKey: options.apiKey }),
    ...(options.baseUrl !== undefined && { baseUrl: options.baseUrl }),
    foreignFetch: options.foreignFetch ?? fetchGuarded,
  });
  const placePoll: PollSettings['placePoll'] =
    options.placePoll ?? ((attempt, nowMs, retryAfterMs) => placeByExpectation(attempt, nowMs, random, retryAfterMs));
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
  const takeTurnToOpen = createTurns(jobsOpenedAtOnce);
  const owner = leaseOwnerName(randomBytes(6).toString('hex'));

  let opening: Promise<Ledger> | undefined;
  const open = (): Promise<Ledger> => {
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

  const learnt = createLessons({ open, service: client.origin, baseEvidence, billsTeachDays, now: () => clock.now() });

  async function ground() {
    const [catalog, { evidence }] = await Promise.all([readCatalog(), learnt()]);
    return { catalog, evidence, now: new Date(clock.now()).toISOString() };
  }

  async function job(requirements: RequirementsInput, run: RunOptions, onlySubmit: boolean): Promise<RunResult> {
    const { planner, key, confirm, onProgress, signal, maxUsd, output, watchSeconds = 7200, ...rest } = run;
    const { overwrite = false, sidecar = false, fallback = 0, allowTwoBills = false, ...choice } = rest;
    const asked = parseRequirements(maxUsd === undefined ? requirements : { ...requirements, maxUsd });
    const jobOptions: JobOptions = {
      fallback,
      allowTwoBills,
      overwrite,
      sidecar,
      watchSeconds,
      ...(asked.maxUsd !== undefined && { maxUsd: asked.maxUsd }),
      ...(output !== undefined && { output }),
    };
    const context = await contextOf(onProgress);
    const answer = await runJob(
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
            watchMs: async (attempt) =>
              ((await context.store.job(attempt.jobId))?.options.watchSeconds ?? watchSeconds) * 1000,
            firstPollMs: (attempt, nowMs) => placePoll(attempt, nowMs).nextPollMs,
          },
        },
        ...(options.callbackUrl !== undefined && { callbackUrl: options.callbackUrl }),
        ...(confirm && { confirm }),
        ...(signal && { signal }),
      },
      { requirements: asked, options: jobOptions, ...(key !== undefined && { key }) },
    );
    return runResultOf(answer);
  }

  async function result(context: StepContext, jobId: string): Promise<JobResult | undefined> {
    const found = await context.store.job(jobId);
    if (!found) return undefined;
    const attempts = await context.store.attemptsOfJob(jobId);
    return resultOf(found, await Promise.all(attempts.map((attempt) => settleStale(context, attempt))));
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

    run: (requirements, run = {}) => job(requirements, run, false),
    submit: (requirements, run = {}) => job(requirements, run, true),

    async resume(ids, { watchSeconds = 7200, onProgress, signal } = {}) {
      const context = await contextOf(onProgress);
      const jobIds = ids ?? (await openJobs(context.store, client.origin));
      const settings = { watch, engine, watchMs: watchSeconds * 1000, ...(signal && { signal }) };
      return Promise.all(
        jobIds.map(async (id) => {
          const jobId = id.replace(/\.\d+$/, '');
          const attempts = (await context.store.attemptsOfJob(jobId)).filter(({ service }) => service === client.origin);
          await Promise.all(attempts.map((attempt) => resumeAttempt(context, settings, attempt)));
          const answer = await result(context, jobId);
          if (answer) return answer;
          throw new JobFailure('no_such_job', `The ledger has no order ${id}. \`shotcaller jobs\` lists them.`, id);
        }),
      );
    },

    async attempts(query) {
      const context = await contextOf();
      const attempts = await context.store.attempts(query);
      const results = await Promise.all([...new Set(attempts.map((attempt) => attempt.jobId))].map((id) => result(context, id)));
      return results.filter((found) => found !== undefined);
    },

    attempt: async (id) => result(await contextOf(), id.replace(/\.\d+$/, '')),
    events: async (jobId) => (await open()).events({ jobId }),

    async ledger({ since } = {}) {
      const store = await open();
      const attempts = await store.attempts({ limit: 1_000_000, ...(since !== undefined && { since }) });
      const wanted = new Set(attempts.map(({ id }) => id));
      const entries = (await store.money()).filter(({ remoteId }) => wanted.has(remoteId));
      return { report: ledgerReport(attempts, entries), entries };
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
      return { ...answer.attempt, repeated: answer.repeated, detached: answer.detached };
    case 'no_plan':
      return { status: 'no_eligible_model', id: null, files: [], selection: answer.selection };
    case 'not_confirmed':
      return { status: 'not_confirmed', id: null, files: [], plan: answer.plan };
  }
}

async function openJobs(store: Ledger, service: string): Promise<readonly string[]> {
  const states = ['planned', 'reserved', 'downloading', ...openStates] as const;
  const attempts = await store.attempts({ states, limit: 100_000 });
  return [...new Set(attempts.filter((attempt) => attempt.service === service).map((attempt) => attempt.jobId))];
}

/** Other origins that an answer names are reached through the guard, which is loaded when one is named. */
async function fetchGuarded(url: string, init?: RequestInit): Promise<Response> {
  const { createGuardedFetch } = await import('./outbound/guarded-fetch.ts');
  return createGuardedFetch()(url, init as Parameters<ReturnType<typeof createGuardedFetch>>[1]);
}

/** Media checks are loaded when the first file comes. */
function retrieveOf(client: WatchClient, clock: Clock, random: () => number, takeTurn: TakeTurn): Retrieve {
  return ({ attempt, partPath, signal, onBytes }) =>
    takeTurn(async () => {
      signal?.throwIfAborted();
      const { retrieveVideo } = await import('./files/retrieve-video.ts');
      const { task: _, ...clip } = attempt.clip;
      const { bytes, sha256, durationSeconds, width, height, hasAudio, differences } = await retrieveVideo(client, {
        remoteId: attempt.remoteId ?? '',
        urls: attempt.contentUrls,
        partPath,
        clock,
        random,
        onBytes,
        job: clip,
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
