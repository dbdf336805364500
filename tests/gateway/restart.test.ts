import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSimulator } from 'shotcaller/simulator';
import { expect, it } from 'vitest';
import { bundle } from '../crash/bundle.mjs';
import { freePort } from '../free-port.mjs';
import type { GatewayTask } from './gateway-process.ts';
import { startGateway as start, stopGateway as stop } from './start-gateway.ts';

const clients = 24;

it('killed twice and ended once under load: every client whose order reached the service gets its video, nothing is bought twice', async () => {
  const simulator = createSimulator({ speed: 40, clipThread: false, allowInsecureCallbacks: true });
  const home = await mkdtemp(join(tmpdir(), 'shotcaller-restart-'));
  const upstream = `${(await simulator.listen()).url}/api/v1`;
  const program = await bundle('tests/gateway/gateway-process.ts');
  const port = await freePort();
  const task: GatewayTask = { home, port, upstream, pollMs: 100, receivesWebhooks: true };
  let gateway = await start(program, task);
  try {
    const ended = { count: 0 };
    const videos = Promise.all(
      Array.from({ length: clients }, async (_, number) => {
        // A kill between the record of a submit and the submit: nobody can know, so it stays unknown and is not bought again.
        const isLost = () => simulator.jobs.every(({ request }) => request.prompt !== promptOf(number));
        const bytes = await buy(`http://127.0.0.1:${port}/api/v1/videos`, number, isLost);
        ended.count += 1;
        return bytes;
      }),
    );
    for (const [signal, bought] of [
      ['SIGKILL', clients / 4],
      ['SIGTERM', clients / 2],
      ['SIGKILL', clients * 0.8],
    ] as const) {
      await until(() => simulator.jobs.length >= bought || ended.count === clients);
      await stop(gateway, signal);
      gateway = await start(program, task);
    }
    const delivered = (await videos).filter((bytes) => bytes !== undefined);
    for (const bytes of delivered) expect(bytes).toBeGreaterThan(10_000);
    // What was bought before the first kill. How many more are caught between record and submit depends on the machine.
    expect(delivered.length).toBeGreaterThanOrEqual(clients / 4);
    expect(simulator.jobs).toHaveLength(delivered.length);
    expect(simulator.bills).toHaveLength(delivered.length);
    expect(new Set(simulator.jobs.map(({ request }) => request.prompt)).size).toBe(delivered.length);
  } finally {
    await stop(gateway, 'SIGKILL');
    await simulator.close();
    await rm(home, { recursive: true, force: true });
  }
});

function promptOf(number: number): string {
  return `Clip ${number}`;
}

/**
 * A client that sends again whatever fails on the way, as the published ones do. Returns the size of its clip; `undefined` when the
 * gateway says that the outcome is unknown, and `isLost` that the service never heard of it.
 */
async function buy(videos: string, number: number, isLost: () => boolean): Promise<number | undefined> {
  await pause(number * 60);
  const body = JSON.stringify({
    model: 'google/veo-3.1-lite',
    prompt: promptOf(number),
    duration: 4,
    resolution: '720p',
    aspect_ratio: '16:9',
    generate_audio: false,
  });
  const { id } = await again(async () => {
    const answer = await fetch(videos, { method: 'POST', body, headers: { 'content-type': 'application/json' } });
    if (answer.status !== 202) throw new Error(`submit ${answer.status}`);
    return (await answer.json()) as { id: string };
  });
  const isComplete = await again(async () => {
    const job = (await (await fetch(`${videos}/${id}`)).json()) as { status: string; shotcaller?: { state: string } };
    if (job.shotcaller?.state === 'unknown' && isLost()) return false;
    if (job.status !== 'completed') throw new Error(job.status);
    return true;
  });
  if (!isComplete) return undefined;
  return again(async () => {
    const answer = await fetch(`${videos}/${id}/content`);
    if (answer.status !== 200) throw new Error(`content ${answer.status}`);
    return (await answer.arrayBuffer()).byteLength;
  });
}

async function again<Result>(act: () => Promise<Result>): Promise<Result> {
  for (;;) {
    try {
      return await act();
    } catch {
      // The quickest published client waits half a second.
      await pause(500);
    }
  }
}

async function until(check: () => boolean): Promise<void> {
  while (!check()) await pause(10);
}

function pause(durationMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, durationMs));
}
