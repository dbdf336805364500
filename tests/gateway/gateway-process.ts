import { randomBytes } from 'node:crypto';
import { bundledCatalog } from '@shotcaller/core';
import { scaledClock } from '@shotcaller/simulator';
import { createGateway } from '../../packages/shotcaller/src/gateway/gateway.ts';
import { gatewayJobId } from '../../packages/shotcaller/src/gateway/jobs/job-id.ts';
import { hashOfKey } from '../../packages/shotcaller/src/gateway/keys/client-keys.ts';
import { createDatabaseClock } from '../../packages/shotcaller/src/jobs/stores/database-clock.ts';
import { openLedger } from '../../packages/shotcaller/src/jobs/stores/open.ts';
import { createGuardedFetch } from '../../packages/shotcaller/src/outbound/guarded-fetch.ts';
import { createPlainFetch } from '../../packages/shotcaller/src/outbound/plain-fetch.ts';
import { createParts } from '../../packages/shotcaller/src/shotcaller-parts.ts';

/** What the parent tells a gateway process, as JSON in the first argument. It prints its URL when it is ready. */
export interface GatewayTask {
  readonly home: string;
  readonly port: number;
  /** How others reach it. Default at its port. */
  readonly publicUrl?: string;
  /** Its ledger; default a file in the home. */
  readonly databaseUrl?: string;
  /** Every client needs a key of the ledger. Default: nobody does. */
  readonly asksForKeys?: boolean;
  /** Base URL of the simulated service. */
  readonly upstream: string;
  /** Time between two polls of a job; without it they are placed as always. */
  readonly pollMs?: number;
  /** The simulator's time, if it runs faster than real time. */
  readonly time?: { readonly speed: number; readonly originMs: number };
  /** How far its clock is ahead, in milliseconds. Default 0. */
  readonly clockAheadMs?: number;
  /** Goes by the clock of its database. Default false. Real time only. */
  readonly followsDatabase?: boolean;
  /** Default as the library has it. */
  readonly leaseMs?: number;
  /** Default as the library has it. */
  readonly submitTimeoutMs?: number;
  /** Time between two looks for jobs whose process is gone. */
  readonly sweepMs?: number;
  /** Answers requests; `false`: works on what others took. Default true. */
  readonly listens?: boolean;
  /** May call callback URLs on loopback. Default false. */
  readonly callsLoopback?: boolean;
  /** The service's webhooks come back here. */
  readonly receivesWebhooks: boolean;
  /** Server mode with these keys, each the name of its owner too. Default: local mode. */
  readonly clientKeys?: readonly string[];
}

const task = JSON.parse(process.argv[2] ?? '{}') as GatewayTask;
const newToken = (bytes: number) => randomBytes(bytes).toString('base64url');
const { speed, originMs } = task.time ?? { speed: 1, originMs: Date.now() };
const { clockAheadMs = 0 } = task;
const clock = createDatabaseClock(scaledClock(() => Date.now() + clockAheadMs, speed, originMs));
const { home, port, upstream, pollMs, databaseUrl, clientKeys } = task;
const { publicUrl = `http://127.0.0.1:${port}` } = task;
const ledger = await openLedger({
  home,
  now: new Date(clock.now()).toISOString(),
  ...(databaseUrl !== undefined && { databaseUrl }),
});
if (task.followsDatabase) await clock.follow(ledger);
const webhookPath = await ledger.secret('webhook_path', () => newToken(12));
const guarded = createGuardedFetch({ allowLoopback: true });
const wire = {
  apiKey: 'sk-or-v1-process',
  baseUrl: upstream,
  fetch: (input: string, init?: RequestInit) => fetch(input, init),
  // As `serve` does.
  jobFetch: createPlainFetch(),
  fileFetch: createPlainFetch(),
  // The other hosts of the redirect scenarios are on loopback, which the default guard refuses.
  foreignFetch: (url: string, init?: RequestInit) => guarded(url, init as Parameters<typeof guarded>[1]),
};
const parts = createParts({
  ...wire,
  home,
  ledger,
  catalog: async () => bundledCatalog,
  clock,
  // Downloads wait for their turn inside their step: fewer steps at once would make submits wait behind them.
  concurrency: 4096,
  newId: (kind) => (kind === 'job' ? gatewayJobId(clock.now(), newToken) : newToken(20)),
  ...(pollMs !== undefined && {
    placePoll: (_job: unknown, nowMs: number) => ({ nextPollMs: nowMs + pollMs, remainingSeconds: null }),
  }),
  ...(task.leaseMs !== undefined && { leaseMs: task.leaseMs }),
  ...(task.submitTimeoutMs !== undefined && { submitTimeoutMs: task.submitTimeoutMs }),
  ...(task.receivesWebhooks && { callbackUrl: `${publicUrl}/hooks/openrouter/${webhookPath}` }),
});
for (const key of clientKeys ?? []) {
  await ledger.addClientKey({
    name: key,
    owner: key,
    sha256: hashOfKey(key),
    createdAt: new Date(clock.now()).toISOString(),
    revokedAt: null,
    admin: false,
  });
}
const gateway = createGateway({
  parts,
  ledger,
  upstream: { origin: upstream, simulated: true },
  clock,
  random: Math.random,
  newToken,
  version: '0.0.0-test',
  mode: task.asksForKeys || clientKeys ? 'server' : 'local',
  publicUrl,
  webhookPath,
  upstreamWebhookSecret: 'whsec_simulator',
  deliverySecret: 'whsec_of_the_gateway',
  guardedFetch: createGuardedFetch({ allowLoopback: task.callsLoopback ?? false }),
  ...(task.callsLoopback && { allowInsecureCallbacks: true }),
  ...(task.sweepMs !== undefined && { sweepMs: task.sweepMs }),
  ...(task.followsDatabase && { setClock: () => clock.follow(ledger) }),
});
await gateway.recover();
const url = task.listens === false ? 'works' : (await gateway.listen({ port })).url;
process.stdout.write(`${url}\n`);

// What the parent measures.
process.on('message', (message) => {
  if (message !== 'usage') return;
  const { user, system } = process.cpuUsage();
  process.send?.({ rssBytes: process.memoryUsage().rss, cpuMs: (user + system) / 1000, underWay: gateway.underWay });
});

// The parent has ended, perhaps in the middle of a test.
process.once('disconnect', () => process.exit());

process.once('SIGTERM', async () => {
  await gateway.close();
  await parts.close();
  await ledger.close();
  process.exit(0);
});
