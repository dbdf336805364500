import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { TimedOutError, withDeadline } from '../../src/outbound/deadline.ts';

/** A server in a thread of its own, so that it answers while this one stands still. */
const server = `
const { createServer } = require('node:http');
const { parentPort, workerData } = require('node:worker_threads');
const state = new Int32Array(workerData);
const steps = { asked: 1, answer: 2, answered: 3 };
const listening = createServer((_request, response) => {
  Atomics.store(state, 0, steps.asked);
  Atomics.notify(state, 0);
  Atomics.wait(state, 0, steps.asked);
  response.end('here', () => {
    Atomics.store(state, 0, steps.answered);
    Atomics.notify(state, 0);
  });
}).listen(0, '127.0.0.1', () => parentPort.postMessage(listening.address().port));
`;
const [asked, answer, answered] = [1, 2, 3];

async function answering(during: (url: string, state: Int32Array) => Promise<void>): Promise<void> {
  const shared = new SharedArrayBuffer(4);
  const worker = new Worker(server, { eval: true, workerData: shared });
  try {
    const port = await new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));
    await during(`http://127.0.0.1:${port}/`, new Int32Array(shared));
  } finally {
    await worker.terminate();
  }
}

test('an answer that arrived while the process stood still past the deadline is taken', async () => {
  await answering(async (url, state) => {
    let timeIsOver: () => void = () => undefined;
    const sleep = () => new Promise<void>((over) => (timeIsOver = over));
    const work = withDeadline({ timeoutMs: 400, clock: { sleep } }, async (signal) =>
      (await fetch(url, { signal })).text(),
    );
    while (Atomics.load(state, 0) !== asked) await new Promise((turn) => setImmediate(turn));
    // From here on nothing is read and no timer runs, as in a process that was suspended.
    Atomics.store(state, 0, answer);
    Atomics.notify(state, 0);
    Atomics.wait(state, 0, answer);
    expect(Atomics.load(state, 0)).toBe(answered);
    timeIsOver();
    expect(await work).toBe('here');
  });
});

test('an answer that has not arrived is not waited for', async () => {
  await answering(async (url, state) => {
    const work = withDeadline({ timeoutMs: 30 }, async (signal) => (await fetch(url, { signal })).text());
    await expect(work).rejects.toThrow(TimedOutError);
    Atomics.store(state, 0, answer);
    Atomics.notify(state, 0);
  });
});

test('work that does not listen is left, and work that ended before is not ended again', async () => {
  await expect(withDeadline({ timeoutMs: 1 }, () => new Promise(() => undefined))).rejects.toThrow(TimedOutError);
  let kept: AbortSignal | undefined;
  expect(
    await withDeadline({ timeoutMs: 20, clock: { sleep: () => Promise.resolve() } }, async (signal) => {
      kept = signal;
      return 'done';
    }),
  ).toBe('done');
  await new Promise((turn) => setImmediate(turn));
  expect(kept?.aborted).toBe(false);
});
