// Our own client in the tournament: the library with its default settings, webhooks received on loopback. Arguments: BASE_URL MODEL ORIGIN_MS SPEED.
// Prints one JSON line: what it says became of the order. Then it reads one from standard input, what the account shows, settles by that what is
// in doubt, as a person would, and prints what its ledger adds up to.
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
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

/** Takes the id that the account shows for the job in doubt; if the service's answers do not bear it out, settles the job by its bill. */
async function settleByAccount(job, { remoteIds: [remoteId], billedUsd }) {
  const isInDoubt = ({ status, billedUsd: known, unknownBills }) =>
    status === 'unknown' || (status === 'gave_up_watching' && known === null) || unknownBills > 0;
  if (!isInDoubt(job)) return null;
  if (job.status === 'unknown' && remoteId !== undefined) {
    const taken = await shotcaller.resume([job.id], { remoteId, watchSeconds: 300 }).catch(() => [job]);
    if (!isInDoubt(taken[0])) return { how: 'its id was given', bytes: taken[0].files[0]?.bytes ?? 0 };
  }
  await shotcaller.settle(job.id, billedUsd === null ? { notBought: true } : { billedUsd });
  return { how: 'settled by hand', bytes: 0 };
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
  const lines = createInterface({ input: process.stdin });
  const settled = await settleByAccount(result, JSON.parse((await lines[Symbol.asyncIterator]().next()).value));
  lines.close();
  const { billedUsd, assumedUsd, reservedUsd, unknownBills } = (await shotcaller.ledger()).report.total;
  console.log(JSON.stringify({ settled, billedUsd, assumedUsd, reservedUsd, unknownBills }));
} finally {
  await shotcaller.close();
  receiver.close();
  rmSync(home, { recursive: true, force: true });
}
process.exit(0);
