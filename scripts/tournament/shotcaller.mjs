// Our own client in the tournament: the library with its default settings, webhooks received on loopback. Arguments: BASE_URL MODEL ORIGIN_MS SPEED.
// Prints one JSON line: what it says became of the order.
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { scaledClock } from '@shotcaller/simulator';
import {
  bundledCatalog,
  createGuardedFetch,
  createShotcaller,
  verifyDelivery,
} from '../../packages/shotcaller/dist/index.js';

const [, , baseUrl, model, originMs, speed] = process.argv;
const clock = scaledClock(Date.now, Number(speed), Number(originMs));
const home = mkdtempSync(join(tmpdir(), 'shotcaller-tournament-'));

const deliveries = [];
const receiver = createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const read = verifyDelivery({
    headers: new Headers(request.headers),
    rawBody: Buffer.concat(chunks),
    secret: 'whsec_simulator',
    nowMs: clock.now(),
  });
  response.writeHead(read.verified ? 200 : 400).end();
  if (read.verified)
    deliveries.push({ read, token: new URL(request.url, 'http://localhost').searchParams.get('shotcaller') });
});
await new Promise((resolve) => receiver.listen(0, '127.0.0.1', resolve));

const shotcaller = createShotcaller({
  apiKey: 'sk-or-v1-tournament',
  baseUrl,
  home,
  clock,
  catalog: async () => bundledCatalog,
  // The other host of the redirect scenarios is on loopback, which the default guard refuses.
  foreignFetch: createGuardedFetch({ allowLoopback: true }),
  callbackUrl: `http://127.0.0.1:${receiver.address().port}/hook`,
});

/** Verified webhooks are hints: each makes its job due, and brings back one whose answer was lost. */
async function takeDeliveries() {
  for (const { read, token } of deliveries.splice(0)) {
    await shotcaller.noteDelivery({
      idempotencyKey: read.dedupeKey,
      remoteId: read.event.remoteId,
      correlationToken: token,
    });
  }
}

const untilMs = clock.now() + 1_500_000;
try {
  let result = await shotcaller.run(
    { prompt: 'A paper boat on a puddle', durationSeconds: 4, resolution: '720p', aspectRatio: '16:9', audio: false },
    { model, watchSeconds: 900 },
  );
  // Up to 25 minutes of simulated waiting for a webhook that brings the lost answer back.
  while (result.resumable && clock.now() < untilMs) {
    await sleep(20);
    await takeDeliveries();
    [result] = await shotcaller.resume([result.id], { watchSeconds: 300 });
  }
  const [file] = result.files;
  console.log(
    JSON.stringify({
      status: result.status,
      reason: result.reason?.code ?? null,
      bytes: file?.bytes ?? 0,
      billedUsd: result.billedUsd ?? null,
    }),
  );
} finally {
  await shotcaller.close();
  receiver.close();
  rmSync(home, { recursive: true, force: true });
}
process.exit(0);
