import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { simulatedGateway } from '../../packages/shotcaller/test/gateway/simulated-gateway.ts';
import { clientPrograms, runClient } from '../clients/run-client.ts';
import { freePort } from '../free-port.mjs';
import { needsClients } from '../needs.ts';

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

describe('Published clients, unmodified, through the gateway', needsClients, () => {
  it.each(clientPrograms)(
    '%s: a named model, submitted, polled, downloaded, bought once',
    async (_name, program, more) => {
      const { home, url } = await served();
      const told = await runClient(url, program, ['google/veo-3.1-lite', ...more]);
      expect(told).toMatchObject({ costUsd: 0.12, firstBox: 'ftyp' });
      expect(told.bytes).toBeGreaterThan(100_000);
      expect(home.simulator.jobs).toHaveLength(1);
    },
  );

  it.each(clientPrograms)('%s: auto', async (_name, program, more) => {
    const { home, url } = await served();
    const told = await runClient(url, program, ['auto:fastAndCheap', ...more]);
    const [bought] = home.simulator.jobs;
    expect(told).toMatchObject({ costUsd: Number(bought?.billedUsd), firstBox: 'ftyp' });
    expect(home.simulator.jobs).toHaveLength(1);
  });
});

/** Where each of them would buy again. */
const buyers: readonly (readonly [string, string, string, readonly string[]])[] = [
  ['@openrouter/sdk with its retries', 'submit-reset:2', 'openrouter-sdk.mjs', ['default-retries']],
  ['@openrouter/sdk with its retries', 'submit-502:2', 'openrouter-sdk.mjs', ['default-retries']],
  ['ai 7 with its retries', 'submit-reset:2', 'ai-sdk.mjs', ['7', 'default-retries']],
  ['ai 7 with its retries', 'poll-503:1,poll-reset:1', 'ai-sdk.mjs', ['7', 'default-retries']],
  ['ai 6 with its retries', 'submit-reset:2', 'ai-sdk.mjs', ['6', 'default-retries']],
  ['ai 6 with its retries', 'poll-html:1', 'ai-sdk.mjs', ['6', 'default-retries']],
];

describe('Clients that buy twice without a gateway', needsClients, () => {
  it.each(buyers)(
    '%s: %s between gateway and service, one job bought, the video delivered',
    async (_name, scenario, program, more) => {
      const { home, url } = await served(scenario);
      const told = await runClient(url, program, ['google/veo-3.1-lite', ...more]);
      expect([told.firstBox, home.simulator.jobs.length]).toEqual(['ftyp', 1]);
    },
  );

  it('@openrouter/sdk: two answers of the gateway are lost on the way, one job bought', async () => {
    const { home, url } = await served();
    const line = await badLine(url, { lostSubmits: 2, badPolls: 0 });
    const told = await runClient(line, 'openrouter-sdk.mjs', ['google/veo-3.1-lite', 'default-retries']);
    expect([told.firstBox, home.simulator.jobs.length]).toEqual(['ftyp', 1]);
  });

  it.each(['7', '6'])('ai %s: a poll fails on the way, it submits anew, one job bought', async (line) => {
    const { home, url } = await served();
    const bad = await badLine(url, { lostSubmits: 0, badPolls: 1 });
    const told = await runClient(bad, 'ai-sdk.mjs', ['google/veo-3.1-lite', line, 'default-retries']);
    expect([told.firstBox, home.simulator.jobs.length]).toEqual(['ftyp', 1]);
  });
});

/** A gateway on a port of its own, over a simulator that can reach it with its webhooks. */
async function served(scenario = '') {
  const port = await freePort();
  const publicUrl = `http://127.0.0.1:${port}`;
  const path = 'unguessable';
  const home = await simulatedGateway({
    simulator: { speed: 300, scenario, allowInsecureCallbacks: true },
    gateway: { publicUrl, webhookPath: path, upstreamWebhookSecret: 'whsec_simulator' },
    shotcaller: { callbackUrl: `${publicUrl}/hooks/openrouter/${path}` },
  });
  open.push(async () => home[Symbol.asyncDispose]());
  const { url } = await home.gateway.listen({ port });
  return { home, url };
}

/** A line between client and gateway that loses answers to submits, and answers polls with 503 by itself. */
async function badLine(target: string, faults: { lostSubmits: number; badPolls: number }): Promise<string> {
  const left = { ...faults };
  const forward = (request: IncomingMessage, response: ServerResponse) => {
    const isSubmit = request.method === 'POST';
    if (!isSubmit && !request.url?.endsWith('/models') && left.badPolls-- > 0) {
      response.writeHead(503, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ error: { code: 503, message: 'The line is busy' } }));
      return;
    }
    const sent = httpRequest(
      `${target}${request.url}`,
      { method: request.method, headers: { ...request.headers, host: new URL(target).host } },
      (answer) => {
        if (isSubmit && left.lostSubmits-- > 0) {
          answer.resume();
          request.socket.resetAndDestroy();
          return;
        }
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      },
    );
    sent.on('error', () => request.socket.destroy());
    request.pipe(sent);
  };
  const server = createServer(forward);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(
    () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  );
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
