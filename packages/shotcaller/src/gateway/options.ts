import type { Clock } from '../clock.ts';
import type { FileStore } from '../files/stores/file-store.ts';
import type { Ledger } from '../jobs/ledger.ts';
import type { CapsChange } from '../jobs/money/caps.ts';
import type { Instance } from '../jobs/records/instance-records.ts';
import type { GuardedFetch } from '../outbound/guarded-fetch.ts';
import type { ShotcallerParts } from '../shotcaller-parts.ts';

/** What a gateway is made of. It opens nothing itself: who puts it together closes what it was given. */
export interface GatewayOptions {
  /** Client, choice and jobs. Its clock is the time that jobs go by; simulated time may run faster than `clock`. */
  readonly parts: Pick<
    ShotcallerParts,
    'client' | 'choice' | 'lookAtPictures' | 'jobs' | 'batch' | 'batchStore' | 'filesFolder' | 'clock' | 'caps'
  >;
  readonly ledger: Ledger;
  /** Holds files that are not in a folder of this machine. */
  readonly fileStore?: FileStore | undefined;
  readonly upstream: {
    /** For people. */
    readonly origin: string;
    /** Jobs are bought from the simulator: nothing is spent. */
    readonly simulated: boolean;
  };
  readonly clock: Clock;
  /** This machine's own time, where `clock` goes by a database's. Signatures of webhooks are dated by both. Default that of `clock`. */
  readonly machineNow?: () => number;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** `bytes` random bytes as text, unguessable. */
  readonly newToken: (bytes: number) => string;
  readonly version: string;
  /** `local`: loopback, no key. `server`: every request needs a client key of the ledger. */
  readonly mode: 'local' | 'server';
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
  /** Writes other caps to where those of `parts` come from. Absent: they cannot be changed here. */
  readonly changeCaps?: (change: CapsChange) => Promise<void>;
  /** What it is called among the processes of the ledger. Default `serve`. */
  readonly kind?: Instance['kind'];
  /** Time between two looks for jobs whose process is gone. Default 10,000. */
  readonly sweepMs?: number;
  /** Sets the clock by the one that several machines share; called before every such look. */
  readonly setClock?: () => Promise<void>;
  readonly limits?: Partial<Limits>;
  /**
   * Agents buy at `/mcp` without a question to their user, where a limit stands in its place: a budget of the client key, or in local
   * mode a limit of day or month. Default false.
   */
  readonly agentsBuyUnasked?: boolean;
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
  /**
   * Of one remote address (IPv6: of one network of 64 bits), connections at once; more are closed. Default 256. Only in server mode
   * without `publicUrl`: behind a proxy all come from its address.
   */
  readonly maxConnectionsPerAddress: number;
  /** Requests at work at once; more get 503 with Retry-After. Default 2,048. */
  readonly maxConcurrentRequests: number;
  /** Event streams at once. Default 256. */
  readonly maxEventStreams: number;
  /** Bytes of bodies under way at once, in bodies of the largest size. Default 8. */
  readonly maxBodies: number;
  /** Of one client key, requests at work at once; more get 429 with Retry-After. Default 256. This and what else is of one key: not in local mode. */
  readonly maxRequestsPerKey: number;
  /** Of one client key, bytes of bodies under way at once, in bodies of the largest size. Default 2. */
  readonly maxBodiesPerKey: number;
  /** Of one client key, selections, quotes and previews that run or wait their turn; more get 429. Default 16. */
  readonly maxChoicesPerKey: number;
  /** Of one client key, orders that are recorded and refused; then its next ones get 429 until a minute's share is back. Default 60. */
  readonly maxRefusedPerMinutePerKey: number;
  /** Of one client key, event streams at once. Default 16. */
  readonly maxEventStreamsPerKey: number;
  /** Of one client key, clips being downloaded at once. Default 64. */
  readonly maxDownloadsPerKey: number;
  /** For answers under way when the gateway closes. Default 10,000. */
  readonly closeTimeoutMs: number;
}

export const defaultLimits: Limits = {
  maxBodyBytes: 48 * 2 ** 20,
  maxHeaderBytes: 16 * 2 ** 10,
  requestTimeoutMs: 60_000,
  headersTimeoutMs: 10_000,
  maxConnections: 4096,
  maxConnectionsPerAddress: 256,
  maxConcurrentRequests: 2048,
  maxEventStreams: 256,
  maxBodies: 8,
  maxRequestsPerKey: 256,
  maxBodiesPerKey: 2,
  maxChoicesPerKey: 16,
  maxRefusedPerMinutePerKey: 60,
  maxEventStreamsPerKey: 16,
  maxDownloadsPerKey: 64,
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
