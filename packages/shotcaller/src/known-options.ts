import { type KnownOptions, type Preferences, requirementsJsonSchema, type Weights } from '@shotcaller/core';
import type { Batches, BatchPlanOptions, BatchRunOptions } from './batch/batches.ts';
import type { ReadListOptions, ReadTextOptions } from './batch/list/read-shot-list.ts';
import type { ListDefaults } from './batch/list/read-shots.ts';
import type { BatchObjective } from './batch/optimise/optimise-batch.ts';
import type { Comparison } from './jobs/record-vote.ts';
import type {
  JobsQuery,
  ReadSentenceOptions,
  ResumeOptions,
  RunOptions,
  SettleOptions,
  Shotcaller,
  ShotcallerOptions,
} from './shotcaller-interface.ts';

/** Which argument of a call has its options, and which there are; `null`: it takes none. */
export type CallRule = {
  readonly place: number;
  readonly known: KnownOptions;
  /** What other names stand for. */
  readonly meantBy?: (plainName: string) => string | undefined;
} | null;

/** Every name of an interface, and no other: the compiler refuses a table that lacks one. */
export type NamesOf<Options> = { readonly [Name in keyof Required<Options>]: true | KnownOptions };

const preferences = {
  profile: true,
  weights: { speed: true, cost: true, quality: true } satisfies NamesOf<Weights>,
  method: true,
  includeUnknown: true,
  pickBy: true,
  incumbent: true,
  tag: true,
} satisfies NamesOf<Preferences>;

/** How a job is run, whichever door it is ordered at. */
export const jobSettings = {
  ...preferences,
  allowedModels: true,
  confirmUsd: true,
  output: true,
  overwrite: true,
  sidecar: true,
  fallback: true,
  allowTwoBills: true,
  watchSeconds: true,
} satisfies Partial<NamesOf<RunOptions>>;

const runOptions = {
  ...jobSettings,
  model: true,
  key: true,
  maxUsd: true,
  plan: true,
  onProgress: true,
  signal: true,
} satisfies NamesOf<RunOptions>;

const resumeOptions = {
  remoteId: true,
  saidBy: true,
  watchSeconds: true,
  output: true,
  overwrite: true,
  onProgress: true,
  signal: true,
} satisfies NamesOf<ResumeOptions>;

const readListOptions = {
  defaults: {
    fields: true,
    preferences,
    defaultProfile: true,
    model: true,
    fallback: true,
    takes: true,
  } satisfies NamesOf<ListDefaults>,
  name: true,
} satisfies NamesOf<ReadListOptions>;

const readTextOptions = {
  ...readListOptions,
  otherwiseNamed: true,
  shown: true,
} satisfies NamesOf<Omit<ReadTextOptions, 'readPicture'>>;

const planOptions = {
  owner: true,
  maxUsd: true,
  concurrency: true,
  inTurn: true,
  optimise: {
    objective: true,
    totalUsd: true,
    meanQuality: true,
    finishSeconds: true,
    timeLimitSeconds: true,
  } satisfies NamesOf<BatchObjective>,
} satisfies NamesOf<BatchPlanOptions>;

const batchRunOptions = {
  owner: true,
  outFolder: true,
  maxUsd: true,
  concurrency: true,
  failFast: true,
  keepsAsJobs: true,
  sidecar: true,
  watchSeconds: true,
  signal: true,
  onProgress: true,
  watch: true,
  carriedBy: true,
} satisfies NamesOf<BatchRunOptions>;

/** Of `createShotcaller`. The limits in `caps` are read, and refused, where they are turned into amounts. */
export const shotcallerOptions = {
  apiKey: true,
  baseUrl: true,
  home: true,
  databaseUrl: true,
  ledgerFile: true,
  ledger: true,
  proxy: true,
  fetch: true,
  foreignFetch: true,
  lookAtPictures: true,
  jobFetch: true,
  fileFetch: true,
  catalog: true,
  evidence: true,
  caps: true,
  billsTeachDays: true,
  callbackUrl: true,
  filesFolder: true,
  fileStore: true,
  concurrency: true,
  submitTimeoutMs: true,
  leaseMs: true,
  clock: true,
  random: true,
  newId: true,
  waiting: true,
  placePoll: true,
  retrieve: true,
  checkpoint: true,
} satisfies NamesOf<ShotcallerOptions>;

/** A limit for all jobs has another name than that of one job. */
export function meantByShotcallerOption(plainName: string): string | undefined {
  return { maxusd: 'caps.perJobUsd', budget: 'caps', limits: 'caps' }[plainName];
}

function meantByRunOption(plainName: string): string | undefined {
  if (['budget', 'maxcost', 'maxprice'].includes(plainName)) return 'maxUsd';
  const { properties } = requirementsJsonSchema() as { properties: object };
  const field = Object.keys(properties).find((name) => name.toLowerCase() === plainName);
  if (field === undefined || Object.hasOwn(runOptions, field)) return undefined;
  return `${field} of the requirements, which are the first argument`;
}

/** What is asked of several models takes the options of `run`, so that one object of options serves for looking and for buying. */
const choosing = { place: 1, known: runOptions, meantBy: meantByRunOption };

export const libraryCalls = {
  select: choosing,
  readSentence: { place: 1, known: { llm: true, signal: true } satisfies NamesOf<ReadSentenceOptions> },
  quote: choosing,
  preview: choosing,
  checkBudget: { place: 1, known: runOptions },
  run: choosing,
  submit: choosing,
  resume: { place: 1, known: resumeOptions },
  settle: {
    place: 1,
    known: { notBought: true, billedUsd: true, saidBy: true } satisfies NamesOf<SettleOptions>,
  },
  jobs: {
    place: 0,
    known: { states: true, model: true, since: true, limit: true, after: true } satisfies NamesOf<JobsQuery>,
  },
  job: null,
  events: null,
  ledger: {
    place: 0,
    known: { since: true } satisfies NamesOf<NonNullable<Parameters<Shotcaller['ledger']>[0]>>,
  },
  learnedCorrections: null,
  evidence: null,
  vote: { place: 0, known: { jobIds: true, better: true, tag: true } satisfies NamesOf<Comparison> },
  noteDelivery: null,
  checkIntegrity: null,
} satisfies Readonly<Record<Exclude<keyof Shotcaller, 'batch' | 'close'>, CallRule>>;

export const batchCalls = {
  readList: { place: 1, known: readListOptions },
  readListText: { place: 2, known: readTextOptions },
  plan: { place: 1, known: planOptions },
  run: { place: 1, known: batchRunOptions },
  timeLeft: null,
} satisfies Readonly<Record<keyof Batches, CallRule>>;
