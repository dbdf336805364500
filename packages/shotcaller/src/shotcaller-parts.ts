import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { bundledEvidence, findModel } from '@shotcaller/core';
import { type BatchStore, createBatchStore } from './batch/batch-store.ts';
import { type Batches, createBatches } from './batch/batches.ts';
import { freshestCatalog } from './catalog/freshest-catalog.ts';
import { type Choice, createChoice } from './choice/choice.ts';
import { readOwnEvidence } from './choice/own-evidence.ts';
import { type Clock, systemClock } from './clock.ts';
import { checkFilesFolder } from './files/stores/store-address.ts';
import { atFirstUse, openedAtFirstUse } from './first-use.ts';
import { createPictureLook, type LookAtPictures, lookAtDataPictures } from './inputs/look-at-pictures.ts';
import { isoOf } from './iso-time.ts';
import { createCarrier } from './jobs/carrier.ts';
import { createInProcessEngine } from './jobs/engines/in-process.ts';
import { isTerminal } from './jobs/job.ts';
import { createJobs, type Jobs } from './jobs/jobs.ts';
import type { Ledger } from './jobs/ledger.ts';
import type { Caps } from './jobs/money/caps.ts';
import { readCaps } from './jobs/money/given-caps.ts';
import { createReceivedHere } from './jobs/received-here.ts';
import { retrieveOf } from './jobs/retrieve-clip.ts';
import { noCheckpoint } from './jobs/steps/checkpoint.ts';
import type { PollSettings, WatchClient } from './jobs/steps/poll-step.ts';
import type { StepContext } from './jobs/steps/step-context.ts';
import { createDatabaseClock } from './jobs/stores/database-clock.ts';
import { openLedger } from './jobs/stores/open.ts';
import { placePoll as placeByExpectation } from './jobs/waiting/poll-placement.ts';
import { isWorkerGone, workerName } from './jobs/worker-name.ts';
import { createClient } from './openrouter/client.ts';
import type { ClientOptions, Fetch, WireClient } from './openrouter/client.types.ts';
import type { GuardedFetch } from './outbound/guarded-fetch.ts';
import { createTurns } from './outbound/turns.ts';
import { createWaysOut } from './outbound/ways-out.ts';
import { defaultHome } from './settings/default-home.ts';
import type { ShotcallerOptions } from './shotcaller-interface.ts';

/** Each download holds some 10 MiB while it is checked, so memory stays bounded however many jobs end together. */
const downloadsAtOnce = 16;

/** Jobs planned and recorded at once; of a batch of thousands the first are bought before the last are planned. */
const jobsOpenedAtOnce = 32;

/** With more jobs than these under way all are waited for thriftily: a service limits how often one key may ask. */
const mostEagerJobs = 50;

/** What library and gateway are made of: one client, one ledger, one choice. */
export interface ShotcallerParts {
  readonly client: WireClient;
  readonly choice: Choice;
  readonly jobs: Jobs;
  readonly lookAtPictures: LookAtPictures;
  readonly batch: Batches;
  readonly batchStore: BatchStore;
  /** Where files go without an `output`. */
  readonly filesFolder: string;
  readonly clock: Clock;
  /** As they stand now. */
  readonly caps: () => Promise<Caps>;
  /** Opened at its first use. */
  ledger(): Promise<Ledger>;
  close(): Promise<void>;
}

export function createParts(options: ShotcallerOptions = {}): ShotcallerParts {
  const {
    home = defaultHome({}),
    random = Math.random,
    checkpoint = noCheckpoint,
    submitTimeoutMs = 120_000,
    leaseMs = 30_000,
    billsTeachDays = 90,
    evidence = bundledEvidence,
    filesFolder = join(home, 'files'),
    callbackUrl,
    proxy = null,
    waiting = 'thrifty',
  } = options;
  checkFilesFolder(filesFolder);
  // Who hands in a clock has decided what time it is.
  const ownClock = createDatabaseClock(systemClock);
  const clock = options.clock ?? ownClock;
  const newId = options.newId ?? ((kind) => randomId(kind, clock.now()));
  const { caps: given = {} } = options;
  const fixedCaps = typeof given === 'function' ? undefined : readCaps(given);
  const caps = async () => fixedCaps ?? readCaps(typeof given === 'function' ? await given() : given);
  const waysOut = createWaysOut(proxy);
  const foreignFetch = options.foreignFetch ?? waysOut.guardedFetch;
  // Who hands in a fetch gets every call through it.
  const ways: Pick<ClientOptions, 'fetch' | 'jobFetch' | 'fileFetch'> = options.fetch
    ? { fetch: options.fetch }
    : waysOut;
  const client = createClient({
    apiKey: options.apiKey,
    baseUrl: options.baseUrl,
    fetch: ways.fetch,
    jobFetch: options.jobFetch ?? ways.jobFetch,
    fileFetch: options.fileFetch ?? ways.fileFetch,
    foreignFetch,
    clock,
    submitTimeoutMs,
  });

  const ownLedger = openedAtFirstUse(() =>
    openLedger({
      home,
      now: isoOf(clock.now()),
      checkpoint,
      databaseUrl: options.databaseUrl,
      file: options.ledgerFile,
    }),
  );
  const ledger = atFirstUse(async (): Promise<Ledger> => {
    const opened = options.ledger ?? (await ownLedger.use());
    if (clock === ownClock) await ownClock.follow(opened);
    return opened;
  });

  const catalogOverTheSameFetch = () =>
    freshestCatalog({
      baseUrl: options.baseUrl,
      home,
      fetch: (input, init) => (options.fetch ? options.fetch(String(input), init) : waysOut.fetch(input, init)),
      now: () => isoOf(clock.now()),
    });
  const choice = createChoice({
    evidence,
    billsTeachDays,
    now: () => clock.now(),
    catalog: options.catalog ?? catalogOverTheSameFetch,
    ownEvidence: async () =>
      readOwnEvidence(await ledger(), { service: client.origin, nowMs: clock.now(), billsTeachDays }),
  });

  const worker = workerName(randomBytes(6).toString('hex'));
  const context = async (): Promise<Omit<StepContext, 'tell'>> => ({
    ledger: await ledger(),
    clock,
    random,
    worker,
    isWorkerGone,
    leaseMs,
    caps,
    checkpoint,
    service: client.origin,
  });
  const waitingNow = () => (carrier.size > mostEagerJobs ? 'thrifty' : waiting);
  const placePoll: PollSettings['placePoll'] =
    options.placePoll ??
    ((attempt, nowMs, retryAfterMs) =>
      placeByExpectation(attempt, { waiting: waitingNow(), nowMs, random, retryAfterMs }));
  const plan = {
    plan: choice.plan,
    newToken: () => newId('token'),
    ...(callbackUrl !== undefined && { callbackUrl }),
  };
  const carrier = createCarrier({
    context,
    plan,
    steps: {
      submit: {
        client,
        submitLeaseMs: submitTimeoutMs + 30_000,
        firstPollMs: (attempt, nowMs) => placePoll(attempt, nowMs).nextPollMs,
      },
      watch: {
        client: { getJob: client.getJob, content: client.content } satisfies WatchClient,
        placePoll,
        retrieve: options.retrieve ?? retrieveOf(client, clock, random, createTurns(downloadsAtOnce)),
        filesFolder,
        store: options.fileStore,
      },
    },
    createEngine: (parts) => createInProcessEngine({ ...parts, clock, concurrency: options.concurrency }),
  });
  carrier.listen((event) => {
    if (event.kind === 'state' && (isTerminal(event.attempt.state) || event.attempt.state === 'downloading')) {
      choice.noteEnded(event.attempt);
    }
  });
  const takeTurn = createTurns(jobsOpenedAtOnce);
  const lookAtPictures = pictureLookOf(options, { fetch: foreignFetch, now: clock.now });
  const jobs = createJobs({
    worker,
    context,
    carrier,
    store: options.fileStore,
    open: {
      ...plan,
      lookAtPictures,
      newJobId: () => newId('job'),
      receivedHere: createReceivedHere(),
      filesFolder,
      takeTurn,
    },
    adopt: {
      client: { getJob: client.getJob, generationRecord: client.generationRecord },
      modelIdOf: async (name) => findModel((await choice.ground()).catalog, name)?.id,
    },
  });

  return {
    client,
    choice,
    jobs,
    lookAtPictures,
    batchStore: createBatchStore({ jobs, service: client.origin, clock }),
    batch: createBatches({ choice, jobs, service: client.origin, clock, store: options.fileStore }),
    filesFolder,
    clock,
    caps,
    ledger,
    async close() {
      await jobs.close();
      await ownLedger.close();
    },
  };
}

function pictureLookOf(
  { fetch, foreignFetch, lookAtPictures = fetch === undefined || foreignFetch !== undefined }: ShotcallerOptions,
  guarded: { readonly fetch: Fetch | GuardedFetch; readonly now: () => number },
): LookAtPictures {
  if (typeof lookAtPictures === 'function') return lookAtPictures;
  if (!lookAtPictures) return lookAtDataPictures;
  return createPictureLook({
    fetch: (url, { headers = {}, signal } = {}) => guarded.fetch(url, { headers, ...(signal && { signal }) }),
    now: guarded.now,
  });
}

/** Times sort ids; 80 random bits make them unique and tokens unguessable. */
function randomId(kind: 'job' | 'token', nowMs: number): string {
  const random = randomBytes(kind === 'job' ? 10 : 20)
    .toString('base64url')
    .replace(/[-_]/g, 'x');
  return kind === 'job' ? `shot-${Math.floor(nowMs).toString(36)}-${random}` : random;
}
