import type { Catalog } from '@shotcaller/core';
import type { Clock } from '../jobs/steps/step-context.ts';
import type { Ledger } from '../jobs/store.ts';
import type { WireClient } from '../openrouter/client.types.ts';
import type { GuardedFetch } from '../outbound/guarded-fetch.ts';
import type { Shotcaller } from '../shotcaller.ts';
import type { KeyBook } from './keys/key-book.ts';
import type { GatewayRecords } from './records/records.ts';

/** What a gateway is made of. It opens nothing itself: who puts it together closes what it was given. */
export interface GatewayOptions {
  readonly shotcaller: Pick<
    Shotcaller,
    'run' | 'resume' | 'noteDelivery' | 'evidence' | 'learnedCorrections' | 'checkIntegrity'
  >;
  /** The ledger that `shotcaller` writes; only read here. */
  readonly ledger: Ledger;
  /** Who ordered what through the gateway, and own deliveries. */
  readonly records: GatewayRecords;
  readonly catalog: () => Promise<Catalog>;
  /** Fetches a file that is not held here. */
  readonly content: WireClient['content'];
  readonly upstream: {
    /** For people. */
    readonly origin: string;
    /** Jobs are bought from the simulator: nothing is spent. */
    readonly simulated: boolean;
  };
  readonly clock: Clock;
  /** The time that jobs go by, milliseconds since 1970; simulated time may run faster. Default the clock's. */
  readonly jobsNow?: () => number;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** `bytes` random bytes as text, unguessable. */
  readonly newToken: (bytes: number) => string;
  readonly version: string;
  /** `local`: loopback, no key. `server`: every request needs a key of the book. */
  readonly mode: 'local' | 'server';
  /** Server mode. */
  readonly keys?: KeyBook;
  /** How others reach this server, for example `https://video.example.com`. Default: as each request says. */
  readonly publicUrl?: string;
  /** Unsigned deliveries are refused when given. */
  readonly upstreamWebhookSecret?: string;
  /** Unguessable last part of the path that upstream deliveries come to; absent: none are received. */
  readonly webhookPath?: string;
  /** Signs own deliveries. */
  readonly deliverySecret: string;
  /** Sends own deliveries. */
  readonly guardedFetch: GuardedFetch;
  /** `callback_url` may be http and loopback. For tests. Default false. */
  readonly allowInsecureCallbacks?: boolean;
  /** How long the same body without a key counts as the same order. 0: never. Default 900. */
  readonly dedupeWindowSeconds?: number;
  /** Longest wait for the answer to a submit before the client gets its id all the same. Default 45,000. */
  readonly submitWaitMs?: number;
  /** Default the order of core. */
  readonly defaultProfile?: 'fastAndCheap' | 'qualityAndCost' | 'balanced';
  readonly caps?: { readonly perJobUsd?: string; readonly perDayUsd?: string; readonly perMonthUsd?: string };
  readonly limits?: Partial<Limits>;
  /** Folder of the built studio; absent or missing: a plain page. */
  readonly studioFolder?: string;
  /** Gets one entry a request. */
  readonly log?: (entry: LogEntry) => void;
}

export interface Limits {
  /** Default 48 MiB: a few images as `data:` URLs. */
  readonly maxBodyBytes: number;
  /** Of all header lines of a request. Default 16 KiB. */
  readonly maxHeaderBytes: number;
  /** For a whole request to arrive. Default 60,000. */
  readonly requestTimeoutMs: number;
  /** Default 10,000. */
  readonly headersTimeoutMs: number;
  /** Connections at once; more are refused. Default 4,096. */
  readonly maxConnections: number;
  /** Requests at work at once; more get 503 with Retry-After. Default 2,048. */
  readonly maxConcurrentRequests: number;
  /** Event streams at once. Default 256. */
  readonly maxEventStreams: number;
  /** For answers under way when the gateway closes. Default 10,000. */
  readonly closeTimeoutMs: number;
}

export const defaultLimits: Limits = {
  maxBodyBytes: 48 * 2 ** 20,
  maxHeaderBytes: 16 * 2 ** 10,
  requestTimeoutMs: 60_000,
  headersTimeoutMs: 10_000,
  maxConnections: 4096,
  maxConcurrentRequests: 2048,
  maxEventStreams: 256,
  closeTimeoutMs: 10_000,
};

/** One request, without secrets, bodies, queries or prompts. */
export interface LogEntry {
  readonly at: string;
  readonly requestId: string;
  readonly method: string;
  /** The pattern, for example `/api/v1/videos/:id`. */
  readonly route: string;
  readonly status: number;
  readonly durationMs: number;
  readonly caller: string | null;
  /** Ours. */
  readonly job?: string;
  /** Codes only. */
  readonly error?: string;
}
