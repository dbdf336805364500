import type {
  Catalog,
  Evidence,
  ModelQuote,
  NoPlan,
  Plan,
  Preferences,
  PriceCorrection,
  Selection,
  Vote,
} from '@shotcaller/core';
import type { Batches } from './batch/batches.ts';
import type { Clock } from './clock.ts';
import type { FileStore } from './files/stores/file-store.ts';
import type { LookAtPictures } from './inputs/look-at-pictures.ts';
import type { AttemptState } from './jobs/job.ts';
import type { JobEvent } from './jobs/job-event.ts';
import type { JobResult, OrderedJob } from './jobs/job-result.ts';
import type { Ledger } from './jobs/ledger.ts';
import type { BudgetCheck } from './jobs/money/check-budget.ts';
import type { GivenCaps } from './jobs/money/given-caps.ts';
import type { LedgerReport } from './jobs/money/ledger-report.ts';
import type { ReadingReport } from './jobs/money/reading.ts';
import type { Comparison } from './jobs/record-vote.ts';
import type { BookedEntry } from './jobs/records/money-records.ts';
import type { Settlement } from './jobs/settle.ts';
import type { Checkpoint } from './jobs/steps/checkpoint.ts';
import type { Retrieve } from './jobs/steps/keep-file.ts';
import type { DeliveryAnswer, DeliveryHint } from './jobs/steps/note-delivery.ts';
import type { PollSettings } from './jobs/steps/poll-step.ts';
import type { ProgressListener } from './jobs/steps/step-context.ts';
import type { Waiting } from './jobs/waiting/next-poll.ts';
import type { ModelId, RequirementsFor } from './model-requirements.ts';
import type { Fetch, GetFetch } from './openrouter/client.types.ts';
import type { CallFetch } from './outbound/plain-fetch.ts';
import type { Proxies } from './outbound/ways-out.ts';
import type { ReadSentence } from './sentence/read-sentence.ts';

/** How the library reaches the service, where it keeps its files, and what may be spent. Nothing here is required. */
export interface ShotcallerOptions {
  /**
   * The key of the service; it is sent to the origin of `baseUrl` only. Default: none is sent, the environment is not read, and what needs
   * a key of OpenRouter throws `ApiKeyMissing` before anything is sent.
   */
  readonly apiKey?: string | undefined;
  /** Default `https://openrouter.ai/api/v1`. */
  readonly baseUrl?: string | undefined;
  /** Folder of ledger, catalogue cache and files. Default: the platform's data folder. */
  readonly home?: string | undefined;
  /**
   * `postgres://…`: the ledger is there instead of in a file; `npm install pg` brings the driver. Default: the file. Throws
   * `LedgerDriverMissing` without the driver, `LedgerAddressUnreadable` or `LedgerUnreachable` when it cannot be opened.
   */
  readonly databaseUrl?: string | undefined;
  /** The ledger's file name in `home`. Default `ledger.sqlite`. */
  readonly ledgerFile?: string | undefined;
  /**
   * An open ledger takes the place of file and database; who hands it in closes it. `openMemoryLedger()` makes one without a file, for
   * tests. Default: `ledgerFile` in `home`.
   */
  readonly ledger?: Ledger | undefined;
  /**
   * Forward proxies for every request; `readProxy(process.env)` makes them of `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`. Default: none is
   * read from the environment; what the application has set with undici's `setGlobalDispatcher` is used for all requests.
   */
  readonly proxy?: Proxies | null | undefined;
  /** Default the built-in one. Must not retry. One that is given may bring a key of its own. */
  readonly fetch?: Fetch | undefined;
  /** For other origins that answers name. Default: refuses what is not public. */
  readonly foreignFetch?: Fetch | undefined;
  /**
   * Whether pictures behind URLs are fetched before a clip is bought with them, each once and for at most 5 s. What cannot be fetched is a
   * warning; what came and is no usable picture is refused. Default: true, unless a `fetch` is given without a `foreignFetch`, for then
   * nothing guards addresses.
   */
  readonly lookAtPictures?: boolean | LookAtPictures | undefined;
  /**
   * For submits, polls and chats. Must not retry: Node's own `fetch` sends a request again after HTTP 421. Default `fetch` where another one is given,
   * or what the application has put in the place of the global one; else one that sends nothing twice and leaves less behind.
   */
  readonly jobFetch?: CallFetch | undefined;
  /** For files of the service's own origin. Default one that copies nothing, or `fetch` where that is given. */
  readonly fileFetch?: GetFetch | undefined;
  /** What to choose from; believed for half a minute. Default: the freshest at hand within 2 s, at worst the bundled one. */
  readonly catalog?: (() => Promise<Catalog>) | undefined;
  /** What own runs are added to. Default: what ships with the library. */
  readonly evidence?: Evidence | undefined;
  /**
   * Default: no limits. Throws `TypeError` for an amount that is none. A function is asked before every purchase, for a program that lives
   * long while its limits change; nothing is bought when it throws.
   */
  readonly caps?: GivenCaps | (() => GivenCaps | Promise<GivenCaps>) | undefined;
  /** Bills older than this many days correct no quote. Default 90: what evidence counts as old. */
  readonly billsTeachDays?: number | undefined;
  /** Public HTTPS address that webhooks reach; each attempt's correlation token is added to its query. Default: none, jobs are polled. */
  readonly callbackUrl?: string | undefined;
  /** Folder of files without an `output`, and what a relative `output` is relative to. Default `files` in `home`. An address such as `s3://…` is refused with a `TypeError`. */
  readonly filesFolder?: string | undefined;
  /** Takes files without an `output` once they are checked. Default: they stay in `filesFolder`. */
  readonly fileStore?: FileStore | undefined;
  /** Steps at once. Default 32. */
  readonly concurrency?: number | undefined;
  /** Bound of a submit. Default 120,000. */
  readonly submitTimeoutMs?: number | undefined;
  /** How long a lease lasts beyond the next due time. Default 30,000. */
  readonly leaseMs?: number | undefined;
  /** Default the machine's time; with a ledger in PostgreSQL, the database's. */
  readonly clock?: Clock | undefined;
  /** Uniform in [0, 1). Default `Math.random`. */
  readonly random?: (() => number) | undefined;
  /** Ids of jobs, and tokens that nobody can guess. Default: 80 and 160 random bits. */
  readonly newId?: ((kind: 'job' | 'token') => string) | undefined;
  /**
   * `eager`: a finished clip is known sooner (about 2 s after it for a clip of two minutes, with some 15 polls); `thrifty`: with as few polls
   * as one every 30 s would take. With more than 50 jobs under way all are waited for thriftily. Default `thrifty`.
   */
  readonly waiting?: Waiting | undefined;
  /** When to ask for an attempt next, in place of `waiting`. Default: by the expected time of the model. */
  readonly placePoll?: PollSettings['placePoll'] | undefined;
  /** How a finished file is fetched and checked. Default: downloaded, hashed and held against the order. */
  readonly retrieve?: Retrieve | undefined;
  /** Called between steps, for tests that stop the process there. Default: nothing is done. */
  readonly checkpoint?: Checkpoint | undefined;
}

/** An option that is `undefined` has its default, as one that is absent. */
export type OrUndefined<Options> = { readonly [Name in keyof Options]: Options[Name] | undefined };

/** How a clip is to be chosen. */
export interface ChoiceOptions<Id extends ModelId = string> extends Preferences {
  /** Only this model. Default `auto`: the pick. Of a literal id that `VideoModels` lists, the requirements are checked by the compiler. */
  readonly model?: Id | undefined;
  /** Ids of the models that may be bought, with one at least. Default: all. */
  readonly allowedModels?: readonly string[] | undefined;
}

/** How a clip is ordered. Dollars are decimal text or a number, times are seconds. Nothing here is required. */
export interface RunOptions<Id extends ModelId = string> extends ChoiceOptions<Id> {
  /**
   * Idempotency key: the same key again returns the first job. Default: every call is a new job. Throws `JobFailure` `key_reused` when the
   * key belongs to another order.
   */
  readonly key?: string | undefined;
  /** Most that all attempts together may cost, in dollars. Default: no limit but the caps. Throws `TypeError` for an amount that is none. */
  readonly maxUsd?: string | number | undefined;
  /** What was confirmed, in dollars: an attempt whose upper price is above this, or unknown, is not bought. Default: nothing needs to be confirmed. */
  readonly confirmUsd?: string | number | undefined;
  /**
   * A plan of `preview` for the same requirements and options, to buy exactly what was shown. Default: one is made now. Its upper price
   * counts where today's is no higher. Throws `JobFailure` `plan_of_another_order` for a plan of another request, model or service.
   */
  readonly plan?: Plan | undefined;
  /**
   * File or folder; a relative one is in `filesFolder`. Default: a name of its own in `filesFolder`. Throws `JobFailure` `output_unusable`,
   * before anything is bought.
   */
  readonly output?: string | undefined;
  /** Whether a file that is there is replaced. Default false: the clip gets a free name beside it. */
  readonly overwrite?: boolean | undefined;
  /** Whether a JSON file beside the clip says how it came about. Default false. */
  readonly sidecar?: boolean | undefined;
  /** Further models that may be tried. Default 0. */
  readonly fallback?: number | undefined;
  /** Fall back although the first attempt may still bill. Default false. */
  readonly allowTwoBills?: boolean | undefined;
  /** How long to watch one attempt. Default 7,200. */
  readonly watchSeconds?: number | undefined;
  /** Hears of every state. Default: nobody does. */
  readonly onProgress?: ProgressListener | undefined;
  /**
   * Detaches: the job runs on at the service and can be resumed. A submit under way is finished first. Default: the job is waited for to
   * its end.
   */
  readonly signal?: AbortSignal | undefined;
}

/** What became of a job; `status` says which it is. */
export type RunResult =
  | (JobResult & {
      /** The key was known: this is the first job. */
      readonly repeated: boolean;
      /** Let go by the signal while it was under way. */
      readonly detached: boolean;
    })
  | {
      readonly status: 'no_eligible_model';
      readonly id: null;
      readonly files: readonly [];
      readonly selection: Selection;
    }
  | { readonly status: 'not_confirmed'; readonly id: null; readonly files: readonly []; readonly plan: Plan }
  /** The model would refuse the request, and `plan.findings` says why. Nothing was bought. */
  | { readonly status: 'request_refused'; readonly id: null; readonly files: readonly []; readonly plan: Plan };

/** What somebody found in the account's activity, and who they are. */
export type SettleOptions = Settlement & {
  /** For the events of the job. Default `library`. */
  readonly saidBy?: string;
};

/** How open jobs are gone on with. Nothing here is required. */
export interface ResumeOptions {
  /**
   * The service's id of the one job that is named, as somebody found it in the account's activity. It is taken for the attempt whose
   * outcome is unknown if the service's answers fit it; else `JobFailure` `remote_id_refused` is thrown. Default: none was found.
   */
  readonly remoteId?: string | undefined;
  /** Who found `remoteId`, for the events of the job. Default `library`. */
  readonly saidBy?: string | undefined;
  /** How long to watch from now. Default: what is left of the watch, or 7,200 where it is over. */
  readonly watchSeconds?: number | undefined;
  /**
   * Another file or folder for the clip; tried before anything else is done. A delivered clip is copied there, or fetched again where its
   * file is gone, and the job says the new path from then on. Default: where the job was ordered to.
   */
  readonly output?: string | undefined;
  /** Whether a file that is there is replaced. Default: as the job was ordered. */
  readonly overwrite?: boolean | undefined;
  /** Hears of every state. Default: nobody does. */
  readonly onProgress?: ProgressListener | undefined;
  /** Detaches: the job runs on at the service and can be resumed. Default: it is waited for to its end. */
  readonly signal?: AbortSignal | undefined;
}

/** Jobs of this service, newest first. Throws TypeError for a state or a time that there is not. */
export interface JobsQuery {
  /** Only jobs with an attempt in one of these states. Default: all. */
  readonly states?: readonly AttemptState[] | undefined;
  /** Only jobs with an attempt on this model. Default: all. */
  readonly model?: string | undefined;
  /** Created on or after, a day or a moment in ISO 8601, UTC where it names no zone. Default: from the first on. */
  readonly since?: string | undefined;
  /** Default 50. */
  readonly limit?: number | undefined;
  /** The id of the last job of the page before. Default: the first page. */
  readonly after?: string | undefined;
}

/** Who reads a sentence, the rules or a chat model. */
export interface ReadSentenceOptions {
  /** `true`: the usual chat model; or one by name, `author/slug`. Default: no model is asked. */
  readonly llm?: boolean | string | undefined;
  /** Ends the reading. Default: nothing does. */
  readonly signal?: AbortSignal | undefined;
}

/** What was spent, and the entries behind it. Amounts are exact decimal dollars. */
export interface LedgerAnswer {
  readonly report: LedgerReport;
  /** Sentences that chat models have read: their cost counts for the limits of day and month, and is in no job. */
  readonly readings: ReadingReport;
  /** The oldest 10,000 entries from `since` on. */
  readonly entries: readonly BookedEntry[];
}

/**
 * Each call refuses options that it does not have, with an `OptionsError` that names them, before anything is done; and everything with
 * `ShotcallerClosed` once it is closed.
 *
 * `firstFrame`, `lastFrame` and picture references of the requirements are URLs, `data:` URLs or paths of files of this machine. A file goes
 * into the request; one that cannot be sent throws `ImageInputError` before anything is bought. A path is read with the rights of this
 * process: check what others send you before you hand it on.
 */
export interface Shotcaller {
  /** The selection, own runs, failures and bills counted in. */
  select<Id extends ModelId = string>(
    requirements: RequirementsFor<Id>,
    options?: ChoiceOptions<Id>,
  ): Promise<Selection>;
  /**
   * What a sentence asks of a clip: by rules (English, offline), or with `llm` by a chat model, in any language, for a fraction of a cent
   * that the ledger books beside the jobs. Whatever fails there, the rules read it, and `failure` says why, also where there is no key. Give
   * `reading.requirements`, `reading.prompt` and `reading.profile` to `select` or `run`.
   */
  readSentence(sentence: string, options?: ReadSentenceOptions): Promise<ReadSentence>;
  /** What the clip costs on every model of the catalogue, or on the one named, own bills counted in. */
  quote<Id extends ModelId = string>(
    requirements: RequirementsFor<Id>,
    options?: ChoiceOptions<Id>,
  ): Promise<readonly ModelQuote[]>;
  /** What `run` would buy: model, exact request, price, time. Nothing is recorded. */
  preview<Id extends ModelId = string>(
    requirements: RequirementsFor<Id>,
    options?: ChoiceOptions<Id>,
  ): Promise<Plan | NoPlan>;
  /**
   * What is left of the caps, and whether they leave room for an attempt that may cost `highUsd` (`null`: of unknown price): to be asked
   * before somebody confirms it.
   */
  checkBudget(highUsd: string | null, options?: Pick<RunOptions, 'maxUsd'>): Promise<BudgetCheck>;
  /** Exactly one clip for one bill: pick, submit once, wait, download, verify, account. */
  run<Id extends ModelId = string>(requirements: RequirementsFor<Id>, options?: RunOptions<Id>): Promise<RunResult>;
  /** As `run`, but comes back once the job is bought; `resume` goes on from there. */
  submit<Id extends ModelId = string>(requirements: RequirementsFor<Id>, options?: RunOptions<Id>): Promise<RunResult>;
  /** A list of shots, planned and bought as one. */
  readonly batch: Batches;
  /**
   * Goes on with the named jobs, or with all that are open. Never sends again what may have been sent; further attempts are those that
   * a job was ordered with.
   */
  resume(ids?: readonly string[], options?: ResumeOptions): Promise<readonly JobResult[]>;
  /**
   * Settles a job whose outcome is unknown by what somebody found in the account's activity: it was not bought, or was billed so much.
   * The reservation goes and the job ends; it is never sent again. Also for a bill that the service never stated. A webhook that proves
   * otherwise brings the job back. Throws `JobFailure` `not_settled` when nothing of it is in doubt.
   */
  settle(id: string, settlement: SettleOptions): Promise<JobResult>;
  /** Asks nobody, but says the truth about submits whose process died. */
  jobs(query?: JobsQuery): Promise<readonly JobResult[]>;
  /** One job, with its whole prompt and the clip that was ordered. `undefined`: the ledger has none of that id. */
  job(id: string): Promise<OrderedJob | undefined>;
  events(jobId: string): Promise<readonly JobEvent[]>;
  /** What was spent, from `since` (a UTC day, `2026-10-01`, or a moment) on. Throws TypeError for a day that there is not. */
  ledger(query?: { readonly since?: string }): Promise<LedgerAnswer>;
  /** What own bills say about list prices. */
  learnedCorrections(): Promise<readonly PriceCorrection[]>;
  /** The evidence in use: what ships with the library, or was given, with own runs, failures and bills. */
  evidence(): Promise<Evidence>;
  /**
   * Records which of two clips of the same shot somebody found better. Votes move ratings. `undefined`: this pair was voted on before.
   *
   * @throws ComparisonError when the two cannot be compared
   */
  vote(comparison: Comparison): Promise<Vote | undefined>;
  /** A verified webhook: finds a job whose answer was lost, and makes it due. Resume it if it was `recovered`. */
  noteDelivery(hint: DeliveryHint): Promise<DeliveryAnswer>;
  /** Problems of the stored ledger; empty: sound. */
  checkIntegrity(): Promise<readonly string[]>;
  /**
   * Lets go of everything under way, as `signal` does, and closes the ledger. What was bought runs on at the service; a new Shotcaller on
   * the same home goes on with it.
   */
  close(): Promise<void>;
}
