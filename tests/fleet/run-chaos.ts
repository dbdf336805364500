import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSimulator } from '@shotcaller/simulator';
import { reportOf } from '../../packages/shotcaller/src/jobs/money/ledger-report.ts';
import { picoFromUsd, usdFromPico } from '../../packages/shotcaller/src/jobs/money/pico.ts';
import { openLedger } from '../../packages/shotcaller/src/jobs/stores/open.ts';
import { freePort } from '../free-port.mjs';
import { patienceMs } from '../patience.ts';
import { cuttableProxy } from './cuttable-proxy.ts';
import { createHost } from './host.ts';

export interface ChaosTask {
  /** The bundled gateway process. */
  readonly program: string;
  /** `postgres://…`, an empty database. */
  readonly databaseUrl: string;
  readonly jobs: number;
  /** What goes wrong follows from it. */
  readonly seed: number;
}

export interface ChaosReport {
  readonly jobs: number;
  readonly seconds: number;
  readonly kills: number;
  readonly stops: number;
  readonly cuts: number;
  /** Jobs that the service has, and the most that it has for one attempt. */
  readonly bought: number;
  readonly mostForOneAttempt: number;
  /** Attempts that the service has and the ledger does not. */
  readonly unknownToLedger: number;
  readonly states: Readonly<Record<string, number>>;
  /** Jobs in doubt that somebody settled by the account's activity: bought or not. */
  readonly settledByHand: number;
  /** Jobs that have not ended. */
  readonly open: number;
  readonly billedUsd: string;
  /** Bills, assumed bills and open reservations of the ledger. */
  readonly ledgerUsd: string;
  readonly webhooksOwed: number;
  readonly webhooksDelivered: number;
  readonly integrity: readonly string[];
}

/** One in five jobs meets one of them. */
const faults =
  'submit-429@0.04:all,submit-reset@0.03:all,submit-502@0.01:all,poll-503@0.03:all,poll-reset@0.03:all,content-cut@0.03:all,job-failed@0.03:all,cost-null@0.02:all';

const hosts = 3;
const leaseMs = 4000;
const leastTroubles = 6;
/** How often the service calls before it gives up. */
const mostDeliveries = 5;
const clip = { model: 'x-ai/grok-imagine-video', prompt: 'a mug', duration: 1, resolution: '480p', seed: 1 };

/**
 * Three machines on one PostgreSQL whose clocks differ by 200 seconds, behind a balancer that knows nothing. While jobs are ordered and
 * made, machines are killed, stopped for longer than their leases and cut off from the database.
 */
export async function runChaos({ program, databaseUrl, jobs, seed }: ChaosTask): Promise<ChaosReport> {
  const random = seeded(seed);
  const startedMs = Date.now();
  const folder = await mkdtemp(join(tmpdir(), 'shotcaller-fleet-'));
  const simulator = createSimulator({
    speed: 40,
    seed,
    creditsUsd: 1e9,
    clipThread: false,
    allowInsecureCallbacks: true,
    scenario: faults,
  });
  const service = await simulator.listen();
  const database = new URL(databaseUrl);
  const ports = await Promise.all(Array.from({ length: hosts }, () => freePort()));
  const proxies = await Promise.all(
    ports.map(() => cuttableProxy({ host: database.hostname, port: Number(database.port || 5432) })),
  );
  const balancer = await startBalancer(ports, random);
  const receiver = await startReceiver();
  const machines = ports.map((port, index) => {
    const ownDatabase = new URL(databaseUrl);
    ownDatabase.hostname = '127.0.0.1';
    ownDatabase.port = String(proxies[index]!.port);
    return createHost(program, {
      home: join(folder, String(index)),
      port,
      publicUrl: balancer.url,
      upstream: `${service.url}/api/v1`,
      pollMs: 400,
      receivesWebhooks: true,
      callsLoopback: true,
      databaseUrl: ownDatabase.href,
      followsDatabase: true,
      clockAheadMs: [-200_000, 0, 200_000][index]!,
      leaseMs,
      submitTimeoutMs: 5000,
      sweepMs: 1000,
    });
  });
  const ledger = await openLedger({ home: folder, databaseUrl, now: new Date().toISOString() });
  const counts = { kills: 0, stops: 0, cuts: 0 };
  const ended = new AbortController();
  try {
    await Promise.all(machines.map((machine) => machine.start()));
    const ordered = new AbortController();
    const troubles = trouble(ordered.signal);
    const ids = await order(jobs);
    ordered.abort();
    await troubles;
    await Promise.all(machines.map((machine) => (machine.isUp ? undefined : machine.start())));
    const settledByHand = await untilEnded(ids);
    return await reckon(ids, settledByHand);
  } finally {
    ended.abort();
    for (const machine of machines) await machine.kill();
    for (const proxy of proxies) proxy.close();
    balancer.close();
    receiver.close();
    await ledger.close();
    await simulator.close();
    await rm(folder, { recursive: true, force: true });
  }

  /** At least so many, and on and on as long as jobs are ordered. */
  async function trouble(ordered: AbortSignal): Promise<void> {
    const busy = new Set<number>();
    const under: Promise<void>[] = [];
    while (!ordered.aborted || under.length < leastTroubles) {
      await pause(300 + 1200 * random());
      const index = Math.floor(random() * hosts);
      if (busy.has(index)) continue;
      busy.add(index);
      under.push(oneTrouble(index).finally(() => busy.delete(index)));
    }
    await Promise.all(under);
  }

  async function oneTrouble(index: number): Promise<void> {
    const [machine, proxy] = [machines[index]!, proxies[index]!];
    const lastsMs = leaseMs * (0.3 + 1.2 * random());
    const kind = (['kills', 'stops', 'cuts'] as const)[Math.floor(random() * 3)]!;
    counts[kind] += 1;
    if (kind === 'kills') await machine.kill();
    if (kind === 'stops') machine.stop();
    if (kind === 'cuts') proxy.cut();
    await pause(lastsMs);
    machine.wake();
    proxy.restore();
    while (!machine.isUp) await machine.start();
  }

  /** As a client that repeats with the same key until it has an id. */
  async function order(count: number): Promise<readonly string[]> {
    const ids: string[] = [];
    let next = 0;
    const client = async () => {
      for (let number = next++; number < count; number = next++) {
        for (;;) {
          const answer = await fetch(`${balancer.url}/api/v1/videos`, {
            method: 'POST',
            headers: { 'content-type': 'application/json', 'idempotency-key': `shot-${number}` },
            body: JSON.stringify({ ...clip, callback_url: receiver.url }),
            signal: AbortSignal.timeout(20_000),
          }).catch(() => undefined);
          const body = (await answer?.json().catch(() => undefined)) as { id?: string } | undefined;
          if (answer?.ok && body?.id !== undefined) {
            ids[number] = body.id;
            break;
          }
          await pause(200);
        }
      }
    };
    await Promise.all(Array.from({ length: 12 }, client));
    return ids;
  }

  async function untilEnded(ids: readonly string[]): Promise<number> {
    const settled = new Set<string>();
    const untilMs = Date.now() + 10 * patienceMs + jobs * 100;
    let waiting = [...new Set(ids)];
    while (waiting.length > 0 && Date.now() < untilMs) {
      await pause(1000);
      for (const machine of machines) if (!machine.isUp) await machine.start();
      const still: string[] = [];
      for (const id of waiting) {
        const found = await ledger.jobWithAttempts(id);
        const last = found?.attempts.at(-1);
        if (last?.state === 'unknown' && (await settledBySomebody(id, last.correlationToken))) settled.add(id);
        if (found?.job.concludedAt == null) still.push(id);
      }
      waiting = still;
    }
    // The last webhooks are on their way.
    while ((await owed()) > 0 && Date.now() < untilMs) await pause(500);
    return settled.size;
  }

  /** What a person does who looks into the account's activity: says that it is not there, or which one it is. */
  async function settledBySomebody(id: string, token: string): Promise<boolean> {
    const made = boughtAs(token);
    // Its own webhooks may still tell.
    if (made && simulator.deliveries.filter(({ jobId }) => jobId === made.id).length < mostDeliveries) return false;
    const [what, body] = made ? ['resume', { remoteId: made.id }] : ['settle', { notBought: true }];
    const answer = await fetch(`${balancer.url}/v1/jobs/${id}/${what}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }).catch(() => undefined);
    return answer?.ok === true;
  }

  async function owed(): Promise<number> {
    const unwritten = await ledger.jobIdsOwedWebhook(service.url);
    return unwritten.length + (await ledger.countWebhooks({ service: service.url, state: 'waiting' }));
  }

  function tokenOf(callbackUrl: string | undefined): string | null {
    return callbackUrl === undefined ? null : new URL(callbackUrl).searchParams.get('shotcaller');
  }

  function boughtAs(token: string): { readonly id: string } | undefined {
    return simulator.jobs.find(({ request: { callback_url: callbackUrl } }) => tokenOf(callbackUrl) === token);
  }

  async function reckon(ids: readonly string[], settledByHand: number): Promise<ChaosReport> {
    const found = await Promise.all([...new Set(ids)].map((id) => ledger.jobWithAttempts(id)));
    const attempts = found.flatMap((one) => one?.attempts ?? []);
    const states: Record<string, number> = {};
    for (const { state } of attempts) states[state] = (states[state] ?? 0) + 1;
    const known = new Set(attempts.map(({ correlationToken }) => correlationToken));
    const bought = new Map<string, number>();
    for (const { request: asked } of simulator.jobs) {
      const token = tokenOf(asked.callback_url) ?? '';
      bought.set(token, (bought.get(token) ?? 0) + 1);
    }
    const { total } = reportOf(await ledger.ledgerLines({ service: service.url }));
    const sum = (amounts: readonly string[]) =>
      usdFromPico(amounts.reduce((all, amount) => all + picoFromUsd(amount), 0n));
    return {
      jobs,
      seconds: Math.round((Date.now() - startedMs) / 1000),
      ...counts,
      bought: simulator.jobs.length,
      mostForOneAttempt: Math.max(...bought.values()),
      unknownToLedger: [...bought.keys()].filter((token) => !known.has(token)).length,
      states,
      settledByHand,
      open: found.filter((one) => one?.job.concludedAt == null).length,
      billedUsd: sum(simulator.bills.map(({ usd }) => usd)),
      ledgerUsd: sum([total.billedUsd, total.assumedUsd, total.reservedUsd]),
      webhooksOwed: found.length,
      webhooksDelivered: found.filter((one) => one && receiver.heard.has(one.job.id)).length,
      integrity: await ledger.checkIntegrity(),
    };
  }
}

/** Sends each request to a machine, and to the next one where that does not answer the connection. */
async function startBalancer(ports: readonly number[], random: () => number) {
  const server = createServer((incoming, answer) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => forward(incoming, Buffer.concat(chunks), answer, Math.floor(random() * ports.length), 0));
  }).listen(0, '127.0.0.1');
  function forward(incoming: IncomingMessage, body: Buffer, answer: ServerResponse, at: number, tries: number): void {
    if (tries >= ports.length) return void answer.writeHead(503).end();
    const again = () => {
      if (!answer.headersSent) forward(incoming, body, answer, (at + 1) % ports.length, tries + 1);
    };
    const onward = request(
      {
        port: ports[at],
        host: '127.0.0.1',
        method: incoming.method,
        path: incoming.url,
        headers: incoming.headers,
        timeout: 8000,
      },
      (told) => {
        answer.writeHead(told.statusCode ?? 502, told.headers);
        told.pipe(answer);
        told.on('error', () => answer.destroy());
      },
    );
    onward.on('timeout', () => onward.destroy(new Error('no answer')));
    onward.on('error', again);
    onward.end(body);
  }
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() };
}

/** Where clients want to be told of the end. */
async function startReceiver() {
  const heard = new Set<string>();
  const server = createServer((incoming, answer) => {
    const key = String(incoming.headers['x-openrouter-idempotency-key']);
    heard.add(key.slice(0, key.lastIndexOf('-')));
    incoming.resume();
    answer.end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/done`, heard, close: () => server.close() };
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
