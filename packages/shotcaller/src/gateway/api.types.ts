/**
 * Requests and answers of our own `/v1` API, as JSON. camelCase, units in names, money as exact decimal strings in US dollars,
 * times in ISO 8601 UTC. Types only, so that the page in the browser can import them.
 *
 * Every error has the body `ApiError`. Money is spent by `POST /v1/jobs` alone.
 */
import type {
  Catalog,
  CatalogDiff,
  Method,
  OutcomeCount,
  OwnRun,
  Price,
  PriceCorrection,
  ProfileName,
  Reason,
  RequestBody,
  RequestFinding,
  RequestFormat,
  RequirementsInput,
  Selection,
  Weights,
} from '@shotcaller/core';
import type { AttemptState, JobChoice, JobFile, JobReason } from '../jobs/job.ts';
import type { AttemptResult, JobResult } from '../jobs/job-result.ts';
import type { LedgerLine } from '../jobs/money/ledger-report.ts';

/** HTTP 400 (not readable), 401, 403, 404, 409, 413, 415, 422 (readable but cannot be done), 429, 500, 503. */
export interface ApiError {
  readonly error: {
    /** For programs, for example `requirements_invalid`, `no_eligible_model`, `over_budget`, `spend_not_confirmed`. */
    readonly code: string;
    /** For people: what happened, to what, and the next step. Holds no secret and no prompt. */
    readonly message: string;
    /** One entry for each field that is wrong. */
    readonly problems?: readonly { readonly field: string; readonly message: string }[];
    /** With `no_eligible_model`: everyone and why not. */
    readonly selection?: Selection;
    /** With `spend_not_confirmed` and `over_budget`: what it would cost, on which model. */
    readonly model?: string;
    readonly price?: Price;
    readonly [argument: string]: unknown;
  };
}

/** What every question about models is asked with. */
export interface Question {
  /** As `requirementsJsonSchema()` describes; or `sentence`, or both: fields win. */
  readonly requirements?: RequirementsInput;
  /** A plain sentence: "a 5 second vertical clip of this mug, cheap, no sound". */
  readonly sentence?: string;
  /** Default: the configured one, else `balanced`. */
  readonly profile?: ProfileName;
  /** Go before the profile; scaled to sum 1. */
  readonly weights?: Partial<Weights>;
  /** Default `evidence`. */
  readonly method?: Method;
  readonly includeUnknown?: boolean;
  readonly pickBy?: 'safe' | 'expected';
  /** The model picked last time, kept unless clearly beaten. */
  readonly incumbent?: string;
}

/** `POST /v1/select`: body `Question`, answer 200 `Selection`. "No model fits" is an answer: `pick` is null. */
export type SelectRequest = Question;
export type SelectAnswer = Selection;

/** `POST /v1/quote`: the price on one model, or on each. */
export interface QuoteRequest extends Question {
  /** Default: every model of the catalogue. */
  readonly model?: string;
}
export interface QuoteAnswer {
  readonly quotes: readonly {
    readonly model: string;
    readonly price: Price;
    readonly verdict: 'eligible' | 'ineligible' | 'unknown';
    readonly reasons: readonly Reason[];
  }[];
}

/** `POST /v1/preview`: the exact request, as JSON and as programs. */
export interface PreviewRequest extends Question {
  /** Default `auto`: the pick. */
  readonly model?: string;
  /** Default: all. */
  readonly formats?: readonly RequestFormat[];
}
export interface PreviewAnswer {
  readonly model: string;
  readonly price: Price;
  readonly body: RequestBody;
  /** Text by format; the programs read the key from the environment. */
  readonly formats: Readonly<Partial<Record<RequestFormat, string>>>;
  readonly findings: readonly RequestFinding[];
}

/** `POST /v1/jobs`: buys a clip. Answers 202 with `Job` once the submit is through; 200 when `key` repeats an order. */
export interface RunRequest extends Question {
  /** An id, or `auto` (default). */
  readonly model?: string;
  /** Most that all attempts together may cost, a decimal. */
  readonly maxUsd?: string | number;
  /** How many further models may be tried when one fails without a bill. Default 0. */
  readonly fallback?: number;
  /** Dedupe key: a repeated order returns the first one. The header `Idempotency-Key` does the same. */
  readonly key?: string;
  /** A fallback may be bought although the first attempt's outcome is unknown. Default false. */
  readonly allowTwoBills?: boolean;
  /** Refuses with `spend_not_confirmed` (409) and the price when the upper end of the quote is above this, or unknown. Absent: not asked. */
  readonly confirmUsd?: string | number;
  /** `https:` URL that gets our own signed deliveries. */
  readonly callbackUrl?: string;
  /** Write a JSON file beside the clip. Default true. */
  readonly sidecar?: boolean;
}

/** One job with its attempts. `id` is ours; `remoteId` is the service's id of the attempt that `status` is about. */
export interface Job extends Omit<JobResult, 'files' | 'attempts'> {
  /** As `status`, in the six statuses of the video API. */
  readonly wireStatus: 'pending' | 'in_progress' | 'completed' | 'failed' | 'cancelled' | 'expired';
  /** `true`: it will not change by itself any more. */
  readonly ended: boolean;
  readonly files: readonly FileView[];
  readonly attempts: readonly AttemptView[];
  /** As ordered; long `data:` URLs are shortened. Absent in lists. */
  readonly requirements?: unknown;
  /** Why this model: place in the ranking and price, when it was chosen here. Absent in lists. */
  readonly choice?: JobChoice;
  readonly progress: Progress | null;
  /** What happened, oldest first. Absent in lists. */
  readonly events?: readonly JobEventView[];
  /** The client key that ordered it; `null` in local mode and for orders of the command line. */
  readonly owner: string | null;
}

/** `path` is shown in local mode only. */
export interface FileView extends Omit<JobFile, 'path'> {
  /** Relative to the server: `/v1/jobs/…/content`. */
  readonly contentUrl: string;
  readonly name: string;
  readonly path?: string;
}

export type AttemptView = AttemptResult;

/** How far a job that is under way has come. */
export interface Progress {
  readonly elapsedSeconds: number;
  /** Seconds still expected; `null` when nothing is known. */
  readonly remainingSeconds: { readonly low: number; readonly high: number } | null;
  /** From submit to completed, as planned. */
  readonly expectedSeconds: { readonly p50: number; readonly p90: number } | null;
  readonly nextPollAt: string | null;
  readonly downloadedBytes: number | null;
  readonly totalBytes: number | null;
}

export interface JobEventView {
  readonly at: string;
  readonly what: string;
  readonly state: AttemptState;
  readonly attempt: number;
  readonly detail: unknown;
}

/** `GET /v1/jobs?status=running,done&model=…&since=2026-11-01&limit=50&cursor=…`: newest first. `status` takes states or `open`, `ended`. */
export interface JobsAnswer {
  readonly jobs: readonly Job[];
  /** Give it as `cursor` for the next page; `null`: that was the last. */
  readonly nextCursor: string | null;
}

/** `POST /v1/jobs/:id/resume`: goes on watching or downloading; buys nothing. 202 `Job`. */
export interface ResumeRequest {
  /** Seconds to watch from now. */
  readonly watchSeconds?: number;
}

/** `POST /v1/jobs/:id/detach`: stops watching. Nothing can be cancelled at the service: the bill may still come. 200. */
export interface DetachAnswer {
  readonly job: Job;
  readonly cancelled: false;
  readonly message: string;
}

/** `GET /v1/ledger?since=2026-11-01&until=…`: days are UTC. `format=csv` answers `text/csv`. */
export interface LedgerAnswer {
  readonly lines: readonly LedgerLine[];
  readonly total: Omit<LedgerLine, 'day' | 'model' | 'status'>;
  readonly budgets: readonly Budget[];
  /** How bills compare with list prices, by model; from this ledger. */
  readonly corrections: readonly {
    readonly model: string;
    readonly n: number;
    readonly factor: number;
    readonly low: number;
    readonly high: number;
  }[];
}

export interface Budget {
  readonly name: 'job' | 'day' | 'month' | 'key' | 'key_day';
  readonly limitUsd: string;
  /** Bills and open reservations; `null` for the limit of one job. */
  readonly bookedUsd: string | null;
  /** Never negative; `null` for the limit of one job. */
  readonly leftUsd: string | null;
}

/** `GET /v1/catalog`: with `Cache-Control` and `ETag`. */
export type CatalogAnswer = Catalog;

/**
 * `GET /v1/evidence`: what own jobs say, for those who choose by themselves with the same core, as the page does. Beside the bundled
 * evidence it makes their answer that of `/v1/select`.
 */
export interface EvidenceAnswer {
  readonly runs: readonly OwnRun[];
  readonly outcomes: readonly OutcomeCount[];
  readonly priceCorrections: readonly PriceCorrection[];
  /** What this client key may buy; `null`: all. */
  readonly allowedModels: readonly string[] | null;
}

/** `GET /v1/catalog/diff?from=bundled&to=current`. */
export interface CatalogDiffAnswer extends CatalogDiff {
  readonly from: { readonly source: string; readonly asOf: string | null; readonly models: number };
  readonly to: { readonly source: string; readonly asOf: string | null; readonly models: number };
}

/**
 * `GET /v1/events` (`?job=ID` for one): server-sent events, resumed by `Last-Event-ID`. `event:` is the kind, `data:` the JSON.
 * `hello` comes first; `reset` says that events were missed (server restarted, or too long away): read `/v1/jobs` again.
 */
export type ServerEvent =
  | { readonly kind: 'hello'; readonly at: string; readonly mode: 'local' | 'server'; readonly simulated: boolean }
  | { readonly kind: 'reset'; readonly at: string }
  | {
      readonly kind: 'job';
      readonly at: string;
      readonly id: string;
      readonly status: AttemptState;
      readonly from: AttemptState | null;
      readonly job: Job;
    }
  | { readonly kind: 'progress'; readonly at: string; readonly id: string; readonly progress: Progress }
  | {
      readonly kind: 'trouble';
      readonly at: string;
      readonly id: string;
      /** `poll_failed`, `download_failed`: it goes on by itself. */
      readonly what: 'poll_failed' | 'download_failed';
      readonly reason: JobReason;
      readonly nextTryAt: string;
    };

/** `GET /v1/health`: 200, or 503 when `ok` is false. Needs no key and then says `ok` and `version` only; any key hears `simulated` too. */
export interface HealthAnswer {
  readonly ok: boolean;
  readonly version: string;
  readonly mode?: 'local' | 'server';
  /** `true`: jobs are bought from the simulator, nothing is spent. */
  readonly simulated?: boolean;
  /** Origin of the video API. */
  readonly upstream?: string;
  readonly catalog?: { readonly source: string; readonly asOf: string | null; readonly models: number };
  readonly ledger?: { readonly kind: 'sqlite' | 'postgres'; readonly ok: boolean };
  readonly jobsUnderWay?: number;
  readonly webhooks?: { readonly receiving: boolean; readonly deadLetters: number };
  readonly startedAt?: string;
}

/** `GET /v1/webhooks/dead-letters`: own deliveries to callback URLs that were given up. */
export interface DeadLettersAnswer {
  readonly deadLetters: readonly {
    readonly id: string;
    readonly jobId: string;
    /** Scheme and host only. */
    readonly target: string;
    readonly tries: number;
    readonly lastError: string;
    readonly firstAt: string;
    readonly lastAt: string;
  }[];
}
