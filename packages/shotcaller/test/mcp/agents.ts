import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, InMemoryTransport, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { bundledCatalog } from '@shotcaller/core';
import { createSimulator, type Simulator, type SimulatorOptions } from '@shotcaller/simulator';
import { expect } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import type { Ledger } from '../../src/jobs/ledger.ts';
import { openLedger } from '../../src/jobs/stores/open.ts';
import type { Door } from '../../src/mcp/door.ts';
import { createLocalJobs } from '../../src/mcp/local-jobs.ts';
import { serveOverStdio } from '../../src/mcp/stdio.ts';
import type { ShotcallerOptions } from '../../src/shotcaller.ts';
import { createParts } from '../../src/shotcaller-parts.ts';
import type { SimulatedGateway } from '../gateway/simulated-gateway.ts';
import { localDoor } from './local-door.ts';

export type Era = 'legacy' | 'modern';

/** A type and no interface: the client takes what may have further fields. */
type UserAnswer = { readonly action: 'accept' | 'decline' | 'cancel'; readonly content?: Record<string, never> };

export interface AgentOptions {
  /** What its user answers when asked. Default: the client cannot ask. */
  readonly user?: () => UserAnswer | Promise<UserAnswer>;
  /** Limit of one call. Default that of the client: 60 s. */
  readonly timeoutMs?: number;
}

/** An agent: the official client, and what it is told. */
export interface Agent {
  readonly client: Client;
  /** What its user was asked. */
  readonly asked: readonly string[];
  /** The structured answer of a tool that must not fail. */
  call<Answer = JobAnswer>(name: string, args?: Record<string, unknown>): Promise<Answer>;
  /** The error of a tool that must be refused. */
  refused(name: string, args?: Record<string, unknown>): Promise<Refusal>;
  close(): Promise<void>;
}

export interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly next: string;
}

export interface JobAnswer {
  readonly jobId: string;
  readonly status: string;
  readonly path: string | null;
  readonly files: readonly {
    readonly contentUrl: string | null;
    readonly resource: string;
    readonly verified: boolean;
  }[];
  readonly reason: { readonly code: string; readonly sentence: string } | null;
  readonly billedUsd: string | null;
  readonly next: string;
  readonly warnings: readonly string[];
}

export interface QuoteAnswer {
  readonly quoteId: string;
  readonly expiresAt: string;
  readonly model: string;
  readonly price: { readonly highUsd: string };
  readonly next: string;
  readonly warnings: readonly string[];
}

/** Four seconds, so that clips are made fast. */
export const clip = { prompt: 'a mug on a table', durationSeconds: 4, resolution: '480p', audio: false } as const;

function newAgent(era: Era, { user }: AgentOptions): { readonly client: Client; readonly asked: string[] } {
  const client = new Client(
    { name: 'an-agent', version: '1.0.0' },
    {
      capabilities: user ? { elicitation: { form: {} } } : {},
      versionNegotiation: { mode: era === 'legacy' ? 'legacy' : { pin: '2026-07-28' } },
    },
  );
  const asked: string[] = [];
  if (user) {
    client.setRequestHandler('elicitation/create', async ({ params }) => {
      asked.push(params.message);
      return user();
    });
  }
  return { client, asked };
}

/** A client that has listed the tools holds every answer against the schema that its tool states. */
async function heldAgainstSchemas(client: Client): Promise<void> {
  const { tools } = await client.listTools();
  expect(tools.every(({ outputSchema }) => outputSchema !== undefined)).toBe(true);
}

function agentOf(
  { client, asked }: { readonly client: Client; readonly asked: readonly string[] },
  { timeoutMs }: AgentOptions,
): Agent {
  const call = async (name: string, args: Record<string, unknown> = {}) =>
    client.callTool({ name, arguments: args }, timeoutMs === undefined ? {} : { timeout: timeoutMs });
  return {
    client,
    asked,
    async call(name, args) {
      const result = await call(name, args);
      expect([name, result.isError ?? false, result.isError ? result.content : null]).toEqual([name, false, null]);
      return result.structuredContent as never;
    },
    async refused(name, args) {
      const result = await call(name, args);
      expect(result.isError).toBe(true);
      expect(result.structuredContent).toBeUndefined();
      const [first] = result.content;
      const text = first?.type === 'text' ? first.text : '';
      return (JSON.parse(text) as { readonly error: Refusal }).error;
    },
    close: () => client.close(),
  };
}

export interface SimulatedDoor extends AsyncDisposable {
  readonly simulator: Simulator;
  readonly home: string;
  readonly ledger: Ledger;
  readonly door: Door;
  /** A client of its own connection, to this server unless another one is named. */
  connect(era: Era, options?: AgentOptions, to?: Door): Promise<Agent>;
  /** Moves the time that agents go by. */
  later(durationMs: number): void;
  /** Ends the server as when its client goes, and starts another one on the same home. */
  restart(): Promise<void>;
}

/** `shotcaller mcp` in this process: real ledger, real files, the simulator; its pipe is in memory. */
export async function simulatedDoor({
  listens = false,
  simulator: simulatorOptions = {},
  door: doorOptions = {},
  parts: partsOptions = {},
}: {
  /** The service is reached through a socket. Default: it is called in this process. */
  readonly listens?: boolean;
  readonly simulator?: SimulatorOptions;
  readonly door?: Partial<Door>;
  readonly parts?: Partial<ShotcallerOptions>;
} = {}): Promise<SimulatedDoor> {
  const home = await mkdtemp(join(tmpdir(), 'shotcaller-mcp-'));
  const simulator = createSimulator({ speed: 1000, clipThread: false, ...simulatorOptions });
  const baseUrl = listens ? `${(await simulator.listen()).url}/api/v1` : undefined;
  let shiftedMs = 0;
  const agents: Agent[] = [];

  const start = async () => {
    const ledger = await openLedger({ home, now: new Date().toISOString() });
    const parts = createParts({
      apiKey: 'sk-or-v1-the-upstream-key-0123456789',
      home,
      ledger,
      catalog: async () => bundledCatalog,
      fetch: (input, init) => (listens ? fetch(input, init) : simulator.fetch(input, init)),
      ...(baseUrl !== undefined && { baseUrl }),
      placePoll: (_attempt, nowMs) => ({ nextPollMs: nowMs + 20, remainingSeconds: null }),
      ...partsOptions,
    });
    const troubles: unknown[] = [];
    const jobs = createLocalJobs(parts.jobs, { onTrouble: (_jobId, error) => void troubles.push(error) });
    const door: Door = {
      ...localDoor,
      parts,
      jobs,
      clock: { ...systemClock, now: () => Date.now() + shiftedMs },
      ...doorOptions,
    };
    return {
      ledger,
      door,
      async close() {
        await jobs.close();
        await parts.close();
        await ledger.close();
        expect(troubles).toEqual([]);
      },
    };
  };

  let running = await start();
  return {
    simulator,
    home,
    get ledger() {
      return running.ledger;
    },
    get door() {
      return running.door;
    },
    async connect(era, options = {}, to = running.door) {
      const made = newAgent(era, options);
      const [here, there] = InMemoryTransport.createLinkedPair();
      serveOverStdio(to, { transport: there as never });
      await made.client.connect(here);
      expect(made.client.getProtocolEra()).toBe(era);
      await heldAgainstSchemas(made.client);
      const agent = agentOf(made, options);
      agents.push(agent);
      return agent;
    },
    later(durationMs) {
      shiftedMs += durationMs;
    },
    async restart() {
      for (const agent of agents.splice(0)) await agent.close();
      await running.close();
      running = await start();
    },
    async [Symbol.asyncDispose]() {
      for (const agent of agents) await agent.close();
      await running.close();
      await simulator.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** A client of the gateway's `/mcp`, without a socket. */
export async function connectToGateway(
  home: SimulatedGateway,
  era: Era,
  { key, ...options }: AgentOptions & { readonly key?: string } = {},
): Promise<Agent> {
  const made = newAgent(era, options);
  const transport = new StreamableHTTPClientTransport(new URL('http://127.0.0.1:8787/mcp'), {
    fetch: (url, init) => home.call(String(url), init as RequestInit),
    ...(key !== undefined && { requestInit: { headers: { authorization: `Bearer ${key}` } } }),
  });
  await made.client.connect(transport);
  expect(made.client.getProtocolEra()).toBe(era);
  await heldAgainstSchemas(made.client);
  return agentOf(made, options);
}
