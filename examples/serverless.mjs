// Serverless: one invocation buys the clip and returns; a later one, in another process, fetches it. They share nothing but the ledger.
import { extname } from 'node:path';
import { testShotcaller } from 'shotcaller/testing';

/** POST /clips. Ends as soon as the job is bought. */
export async function order(request, open) {
  const shotcaller = open();
  try {
    const { orderId, prompt } = await request.json();
    const job = await shotcaller.submit(
      { prompt, durationSeconds: 4, resolution: '480p', audio: false },
      // The same key again is the same job: a platform may run an invocation twice.
      { key: orderId, maxUsd: '0.50', profile: 'fastAndCheap' },
    );
    return Response.json({ id: job.id, status: job.status }, { status: job.id === null ? 422 : 202 });
  } finally {
    await shotcaller.close();
  }
}

/** Run by a schedule, once a minute. Lets go before the platform would end it; the next invocation goes on from there. */
export async function finish(open, { limitMs = 50_000 } = {}) {
  const shotcaller = open();
  try {
    const jobs = await shotcaller.resume(undefined, { signal: AbortSignal.timeout(limitMs) });
    return jobs.map(({ id, status, billedUsd, files }) => ({ id, status, billedUsd, path: files[0]?.path }));
  } finally {
    await shotcaller.close();
  }
}

// In production: const open = () => createShotcaller({ apiKey, databaseUrl: process.env.DATABASE_URL, filesFolder: '/mnt/clips' });
// the ledger is in PostgreSQL (npm install pg), the files on a volume. Here: the simulator, with a process of its own for each call.
const { reopen, simulator, close } = await testShotcaller({ simulator: { speed: 1 } });
const open = () => reopen();
try {
  const body = JSON.stringify({ orderId: 'order-7', prompt: 'a paper boat on a puddle' });
  const request = () => new Request('https://you.example/clips', { method: 'POST', body });
  const bought = await order(request(), open);
  const { id } = await bought.json();
  console.log(`First invocation: ${bought.status}`);
  const repeated = await order(request(), open);
  console.log(`The same, run twice: ${(await repeated.json()).id === id ? 'the same job' : 'another job'}`);
  for (const job of await finish(open)) {
    console.log(`A later invocation: ${job.status}, billed $${job.billedUsd}, a ${extname(job.path)} file`);
  }
  console.log(`Nothing is left: ${(await finish(open)).length} jobs open, ${simulator.jobs.length} bought`);
} finally {
  await close();
}
