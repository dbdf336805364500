import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundledCatalog } from '@shotcaller/core';
import { createSimulator, type Simulator, type SimulatorOptions } from '@shotcaller/simulator';
import { systemClock } from '../../src/clock.ts';
import { createGateway, type Gateway } from '../../src/gateway/gateway.ts';
import { gatewayJobId } from '../../src/gateway/jobs/job-id.ts';
import { type NewKey, newClientKey } from '../../src/gateway/keys/client-keys.ts';
import type { GatewayOptions, LogEntry } from '../../src/gateway/options.ts';
import type { Ledger } from '../../src/jobs/ledger.ts';
import { openLedger } from '../../src/jobs/stores/open.ts';
import { createGuardedFetch } from '../../src/outbound/guarded-fetch.ts';
import { createParts, type PartsOptions } from '../../src/shotcaller-parts.ts';
import { punctualClock } from '../jobs/clocks.ts';

export interface SimulatedGateway extends AsyncDisposable {
  readonly simulator: Simulator;
  readonly gateway: Gateway;
  readonly home: string;
  readonly ledger: Ledger;
  /** Adds a client key and answers with it. */
  addKey(key: NewKey): Promise<string>;
  revokeKey(name: string): Promise<boolean>;
  readonly log: readonly LogEntry[];
  /** A request without a socket; a path goes to the gateway's own origin. */
  call(path: string, init?: RequestInit): Promise<Response>;
  /** Posts JSON. */
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
  /** Polls until the job is no longer pending. */
  ended(id: string, headers?: Record<string, string>): Promise<{ status: string; [field: string]: unknown }>;
  /** Moves the gateway's clock on. */
  later(durationMs: number): void;
  /** Ends the gateway and starts another one on the same home and service. */
  restart(): Promise<void>;
}

export const upstreamKey = 'sk-or-v1-the-upstream-key-0123456789';

/** A gateway over the simulator, both in this process: real ledger, real files, no sockets. */
export async function simulatedGateway({
  simulator: simulatorOptions = {},
  gateway: gatewayOptions = {},
  shotcaller: shotcallerOptions = {},
  timeStands = false,
  beside,
  databaseUrl,
}: {
  readonly simulator?: SimulatorOptions;
  readonly gateway?: Partial<GatewayOptions>;
  readonly shotcaller?: Partial<PartsOptions>;
  /** The gateway's clock moves with `later` alone: what it says of waits does not depend on how busy the machine is. Default false. */
  readonly timeStands?: boolean;
  /** Another one on whose home and service this one works; it outlives this one. */
  readonly beside?: SimulatedGateway;
  /** Of a ledger in PostgreSQL. Default: a file. */
  readonly databaseUrl?: string;
} = {}): Promise<SimulatedGateway> {
  const home = beside?.home ?? (await mkdtemp(join(tmpdir(), 'shotcaller-gateway-')));
  const simulator =
    beside?.simulator ??
    createSimulator({
      speed: 1000,
      clipThread: false,
      clock: punctualClock,
      ...simulatorOptions,
    });
  const log: LogEntry[] = [];
  let shiftedMs = 0;
  const startedMs = Date.now();
  const shiftedClock = { ...systemClock, now: () => (timeStands ? startedMs : Date.now()) + shiftedMs };

  const start = async () => {
    const ledger = await openLedger({ home, now: new Date().toISOString(), databaseUrl });
    const parts = createParts({
      apiKey: upstreamKey,
      home,
      ledger,
      catalog: async () => bundledCatalog,
      fetch: (input, init) => simulator.fetch(input, init),
      placePoll: (_attempt, nowMs) => ({ nextPollMs: nowMs + 20, remainingSeconds: null }),
      newId: (kind) => (kind === 'job' ? gatewayJobId(Date.now(), newToken) : newToken(20)),
      clock: shiftedClock,
      ...shotcallerOptions,
    });
    const gateway = createGateway({
      parts,
      ledger,
      upstream: { origin: parts.client.origin, simulated: true },
      clock: shiftedClock,
      random: Math.random,
      newToken,
      version: '0.0.0-test',
      mode: 'local',
      deliverySecret: 'whsec_of_the_gateway',
      guardedFetch: createGuardedFetch(),
      log: (entry) => log.push(entry),
      ...gatewayOptions,
    });
    return {
      gateway,
      ledger,
      async close() {
        await gateway.close();
        await parts.close();
        await ledger.close();
      },
    };
  };

  let running = await start();
  const origin = 'http://127.0.0.1:8787';
  const call = async (path: string, init: RequestInit = {}) =>
    running.gateway.fetch(new Request(new URL(path, origin), init));
  return {
    simulator,
    home,
    log,
    get ledger() {
      return running.ledger;
    },
    async addKey(key) {
      const made = newClientKey(key, { now: () => new Date().toISOString(), newToken });
      if (!(await running.ledger.addClientKey(made.entry))) throw new Error(`There is a key ${key.name} already.`);
      return made.key;
    },
    revokeKey: (name) => running.ledger.revokeClientKey(name, new Date().toISOString()),
    get gateway() {
      return running.gateway;
    },
    call,
    post: (path, body, headers = {}) =>
      call(path, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json', ...headers },
      }),
    async ended(id, headers = {}) {
      for (;;) {
        const answer = await call(`/api/v1/videos/${encodeURIComponent(id)}`, { headers });
        const job = (await answer.json()) as { status: string };
        if (job.status !== 'pending' && job.status !== 'in_progress') return job;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
    later(durationMs) {
      shiftedMs += durationMs;
    },
    async restart() {
      await running.close();
      running = await start();
      await running.gateway.recover();
    },
    async [Symbol.asyncDispose]() {
      await running.close();
      if (beside) return;
      await simulator.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}

function newToken(bytes: number): string {
  return randomBytes(bytes).toString('base64url');
}

export const boat = {
  prompt: 'A paper boat on a puddle',
  duration: 4,
  resolution: '720p',
  aspect_ratio: '16:9',
  generate_audio: false,
} as const;

export const veo = { model: 'google/veo-3.1-lite', ...boat } as const;
