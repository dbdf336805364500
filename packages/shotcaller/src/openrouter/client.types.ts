/** What a caller of the video API sees. Wire names end here: everything below is camelCase with units in the names. */

import type { LostAnswer, ReadingFailure } from '@shotcaller/core';
import type { Clock } from '../clock.ts';
import type { CallAnswer, CallFetch } from '../outbound/plain-fetch.ts';
import type { Redact } from './redact.ts';
import type { WireError } from './wire-error.types.ts';

/** A function of the form of the global `fetch`. */
export type Fetch = (input: string, init?: RequestInit) => Promise<Response>;

/** Answers a GET as `fetch` does. */
export type GetFetch = (
  url: string,
  request: {
    readonly method: 'GET';
    readonly headers: Readonly<Record<string, string>>;
    readonly signal: AbortSignal;
    readonly redirect: 'manual';
  },
) => Promise<CallAnswer>;

/**
 * Fetches from hosts that an answer named. It refuses private addresses, and may follow redirects by itself: no secret is in what
 * it is given.
 */
export type ForeignFetch = GetFetch;

/** How the service is reached. Times are milliseconds. */
export interface ClientOptions {
  /** Default: none is sent, which is enough for the catalogue and for a simulator told to accept it. */
  readonly apiKey?: string | undefined;
  /** Default `https://openrouter.ai/api/v1`. The key is sent to this origin only, and only over https or to loopback. */
  readonly baseUrl?: string | undefined;
  /** For the base URL's own origin. Must not retry by itself: Node's own sends a request again after HTTP 421. */
  readonly fetch: Fetch;
  /**
   * For submits, polls and chats. It gets the key. Must not retry by itself. Default `fetch`; where that is Node's own, one that sends nothing twice.
   */
  readonly jobFetch?: CallFetch | undefined;
  /** For files of the base URL's own origin. It gets the key. Default `fetch`. */
  readonly fileFetch?: GetFetch | undefined;
  /** For every other origin that an answer names: `createGuardedFetch()`. Default: such URLs are refused. */
  readonly foreignFetch?: ForeignFetch | undefined;
  /** The time, and pauses. */
  readonly clock: Clock;
  /** Bound of one call, headers and body, other than a submit or a download. Default 30,000. */
  readonly callTimeoutMs?: number | undefined;
  /** Bound of a submit. Recorded answers took 2.4 to 3.6 s; provider hand-over can be slower. Default 120,000. */
  readonly submitTimeoutMs?: number | undefined;
  /** Bound of a chat. Default 20,000. */
  readonly chatTimeoutMs?: number | undefined;
  /** Bound of a JSON body in bytes. Default 8 MiB. */
  readonly maxBodyBytes?: number | undefined;
}

/** Every call rejects with the signal's reason when aborted, but `submit`: see there. */
export interface WireClient {
  /** The origin that gets the key, for messages. */
  readonly origin: string;
  /** `GET /videos/models`: parsed JSON, unread; core's `parseCatalog` reads it. Throws `CallError`. */
  listModels(options?: { readonly signal?: AbortSignal }): Promise<unknown>;
  /**
   * One `POST /videos`, never repeated in here. Does not throw once the request may have left: an abort or a time-out is
   * `unknown`. An abort before the request is started throws the signal's reason: nothing was bought.
   */
  submit(body: unknown, options?: SubmitOptions): Promise<SubmitOutcome>;
  /**
   * One `POST /chat/completions`, never repeated in here. What fails is an answer; an abort before the request is started throws the
   * signal's reason.
   */
  chat(request: ChatRequest, options?: { readonly signal?: AbortSignal }): Promise<ChatOutcome>;
  /** One `GET /videos/{jobId}`. Throws `PollError`. */
  getJob(remoteId: string, options?: GetJobOptions): Promise<JobReading>;
  /** Opens one file. Redirects are followed here, the key staying home. Throws `ContentError`. */
  content(remoteId: string, options?: ContentOptions): Promise<ContentStream>;
  /** `GET /generation`: what the account's records say of a job; `null`: nothing. Throws `CallError`. */
  generationRecord(remoteId: string, options?: { readonly signal?: AbortSignal }): Promise<GenerationRecord | null>;
  /** `GET /key`, for the doctor. Throws `CallError` with the HTTP status. */
  accountKey(options?: { readonly signal?: AbortSignal }): Promise<AccountKey>;
}

/** What a chat model is asked: one answer, in JSON of a schema. */
export interface ChatRequest {
  readonly model: string;
  readonly instructions: string;
  /** What the user wrote. Untrusted. */
  readonly text: string;
  readonly schemaName: string;
  readonly schema: Readonly<Record<string, unknown>>;
  readonly mostAnswerTokens: number;
  /** Endpoints that take more are not asked. */
  readonly mostUsdPerMillionTokens: { readonly sent: number; readonly answered: number };
}

/** What became of a chat, and its bill. */
export type ChatOutcome =
  | { readonly kind: 'answered'; readonly content: string; readonly bill: ChatBill }
  | {
      readonly kind: 'failed';
      readonly failure: ReadingFailure;
      readonly bill: ChatBill | { readonly kind: 'not_bought' };
    };

/** What a chat cost: exact decimal dollars as stated, or nobody knows. */
export type ChatBill = { readonly kind: 'stated'; readonly usd: string } | { readonly kind: 'unknown' };

/** What goes with a submit beside its body. */
export interface SubmitOptions {
  /** Ends the call; whether the job was bought is then not known. Default: nothing does. */
  readonly signal?: AbortSignal;
  /** Sent as `Idempotency-Key`. No effect is documented; it protects nothing. Default: not sent. */
  readonly idempotencyKey?: string;
}

/** What became of a submit: whether a job was bought, surely not, or nobody knows. It is an answer, never thrown. */
export type SubmitOutcome =
  | {
      readonly kind: 'accepted';
      readonly remoteId: string;
      /** Resolved against the base URL. `null` when the answer had none or one on another origin. */
      readonly pollingUrl: string | null;
      readonly status: string;
    }
  /** The answer proves that no job exists. */
  | {
      readonly kind: 'refused';
      readonly httpStatus: number;
      readonly error: WireError;
      /** `after_wait`: the same submit may be sent again after `retryAfterMs`. */
      readonly repeat: 'no' | 'after_wait';
      /** Said by the edge in front of the service, which the request never reached. */
      readonly neverArrived?: true;
      /** What the server asked for; absent when it named no time: back off. */
      readonly retryAfterMs?: number;
    }
  /** No connection came about, so nothing was sent and no job exists: name, route, port or certificate failed. */
  | { readonly kind: 'not_sent'; readonly detail: string }
  /** A paid job may exist: never send it again. */
  | {
      readonly kind: 'unknown';
      readonly cause: LostAnswer;
      /** Absent when no status line was read. */
      readonly httpStatus?: number;
      /** One line without secrets, for the ledger. */
      readonly detail: string;
      /** What the server said, if it was an error body. */
      readonly error?: WireError;
    };

/** How a job is read. */
export interface GetJobOptions {
  /** Ends the call. Default: nothing does. */
  readonly signal?: AbortSignal;
  /** From the submit. Used only when it lies on the base URL's own origin. Default: the address is built from the id. */
  readonly pollingUrl?: string | null;
}

/** How far a job is, in the API's words. */
export type JobStatus =
  | 'pending'
  | 'in_progress'
  | 'completed'
  | 'failed'
  | 'cancelled'
  | 'expired'
  /** A word that no document has. Treat as running, under a deadline. */
  | 'running_unknown_word';

/** A job as the service tells it. All of it is untrusted. */
export interface JobReading {
  readonly remoteId: string;
  readonly status: JobStatus;
  /** The status as sent, bounded. */
  readonly remoteStatus: string;
  /** The job's own error text, bounded; from a string or an object. */
  readonly error?: string;
  /** Code of an error object: `error_type`, else `code`. Absent for the usual plain string. */
  readonly errorCode?: string;
  /** Exact decimal text of `usage.cost` as sent, without an exponent. `null`: not stated, or no amount. Never read as zero. */
  readonly costUsd: string | null;
  /** `usage.cost` as it stood there, bounded, whatever it is. Absent: not stated, or `null`. Untrusted. */
  readonly statedCost?: string;
  /** `null` when not stated. */
  readonly isByok: boolean | null;
  /**
   * `unsigned_urls`, one for each output, resolved; `null`: one that repeats the key. May be empty even when completed. Where there is no
   * address, ask `content` by index.
   */
  readonly contentUrls: readonly (string | null)[];
  /** `urls`, one for each output, resolved: signed copies on other hosts, for when `contentUrls` fails. Usually empty. */
  readonly signedUrls: readonly (string | null)[];
  /** Dated model name when the answer has one (webhooks have, polls do not). */
  readonly model?: string;
  /** 0 to 1, when the answer has a number. */
  readonly progress?: number;
  /** What the server asked to wait before the next poll. */
  readonly retryAfterMs?: number;
  /** The JSON text as received, at most 16 kB of it. It holds no key and no prompt. */
  readonly raw: string;
}

/** Which file is opened, and from where on. */
export interface ContentOptions {
  /** Ends the call. Default: nothing does. */
  readonly signal?: AbortSignal;
  /** Which output. Default 0. Used when `url` is absent. */
  readonly index?: number;
  /** One of `contentUrls`; it is not trusted. Default: the address is built from the id. */
  readonly url?: string;
  /** Ask for the bytes from here on. Whether the server did so stands in `startsAt`. Default 0. */
  readonly rangeStart?: number;
  /** `ETag` or `Last-Modified` of the part already held, so that a changed file is sent whole. Default: not sent. */
  readonly ifRange?: string;
}

/** An open file of the service. Its bytes are untrusted and not bounded. */
export interface ContentStream {
  readonly body: ReadableStream<Uint8Array>;
  /** The memory of its chunks holds nothing that others want: whoever reads them may hand it to another thread, or give it back. */
  readonly isOurs: boolean;
  /** Offset of the first byte of `body`: `rangeStart` after a right 206, else 0. */
  readonly startsAt: number;
  /** Size of the whole file; `null` when the server does not say, which is the rule. */
  readonly totalBytes: number | null;
  /** Strong `ETag`, else `Last-Modified`, else `null`. */
  readonly validator: string | null;
  /** The bytes come from the API's own origin: what they name may be asked for with the key. */
  readonly isServedAtHome: boolean;
  /** The HTTP status, where it is one of an error although the body begins as a clip does. */
  readonly errorStatus?: number;
  /** Takes the key out of what the body says, before it is shown. */
  readonly redact: Redact;
  /** Takes the listener off the caller's signal, once the body is read or given up. A signal that ends with the transfer needs no release. */
  readonly release: () => void;
}

/** A job in the records of the account. */
export interface GenerationRecord {
  /** Its name as the service writes it, with a date; `null`: not stated. */
  readonly model: string | null;
  /** ISO 8601; `null`: not stated. */
  readonly createdAt: string | null;
}

/** What the service says of the key. */
export interface AccountKey {
  readonly label: string | null;
  /** Decimal strings; `null`: not stated, or no limit. */
  readonly limitUsd: string | null;
  readonly limitRemainingUsd: string | null;
  readonly usageUsd: string | null;
  readonly isFreeTier: boolean | null;
  /** Server's `Date` header, ISO 8601, for clock skew. */
  readonly serverTime: string | null;
}
