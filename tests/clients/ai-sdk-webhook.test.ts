import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { scaledClock } from '@shotcaller/simulator';
import { expect, test } from 'vitest';
import { createGuardedFetch } from '../../packages/shotcaller/src/outbound/guarded-fetch.ts';
import { call, model, simulateProvider } from '../../packages/shotcaller/test/ai-sdk/simulated-provider.ts';
import { faults, jobSpeedUnder } from '../faults.ts';

/** Webhook mode of the AI SDK, as `ai` 7 drives a model in it, under every fault that a service can have. */

/** The address that the application gives, and when something has come there. */
async function hook() {
  let arrive: () => void = () => undefined;
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => response.end('{}'));
    arrive();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  return {
    url,
    arrived,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

test.each(['none', ...faults])('%s: one bill, and the video or the truth about it', async (scenario) => {
  const clock = scaledClock(Date.now, jobSpeedUnder(scenario));
  const guarded = createGuardedFetch({ allowLoopback: true });
  await using home = await simulateProvider({ clock, scenario, speed: 1, allowInsecureCallbacks: true });
  const { url: service } = await home.world.simulator.listen();
  await using received = await hook();
  const provider = home.open({
    clock,
    baseURL: `${service}/api/v1`,
    fetch: (input, init) => fetch(input, init),
    // The other hosts of the faults are on loopback, which the default guard refuses.
    foreignFetch: (url, init) => guarded(String(url), init as Parameters<typeof guarded>[1]),
    placePoll: (_attempt, nowMs) => ({ nextPollMs: nowMs + 6000, remainingSeconds: null }),
  });
  const video = provider.video(model);
  const { webhookUrl } = await video.handleWebhookOption({
    webhook: async () => ({ url: received.url, received: received.arrived.then(() => ({ headers: {}, body: {} })) }),
  });
  const started = await video.doStart({ ...call(), webhookUrl }).catch((error: Error) => error);
  if (started instanceof Error) {
    expect(started.message).toMatch(/Nothing was bought|nothing was billed|stays reserved|billed \$/i);
  } else {
    // A service may lose its deliveries: whoever has waited long enough asks all the same.
    await Promise.race([received.arrived, clock.sleep(600_000)]);
    const status = await video.doStatus({ operation: started.operation });
    expect(status.status).not.toBe('pending');
    if (status.status === 'error') expect(status.error).toMatch(/Job shot-/);
    if (status.status === 'completed') {
      expect(Buffer.from(status.videos[0]!.data.subarray(4, 8)).toString()).toBe('ftyp');
      expect(home.world.simulator.bills).toHaveLength(1);
    }
  }
  // The same call again, as when nobody heard of its end.
  await video.doStart({ ...call(), webhookUrl }).catch(() => undefined);
  const resentAfterRefusal = started instanceof Error && /Nothing was bought|nothing was billed/i.test(started.message);
  expect(home.world.simulator.bills.length).toBeLessThanOrEqual(1);
  if (!resentAfterRefusal) expect(home.world.simulator.jobs.length).toBeLessThanOrEqual(1);
});
