// A web app that sells clips: order one, ask how it is, hear from OpenRouter when it is done, fetch the file.
import { createServer } from 'node:http';
import express from 'express';
import { deliveryHint, verifyDelivery } from 'shotcaller';
import { testShotcaller } from 'shotcaller/testing';

/** `now` is the clock of the webhooks' time stamps: `Date.now` unless you test. */
export function clipApp({ shotcaller, webhookSecret, now = Date.now }) {
  const app = express();

  // The key of your own order makes this safe to repeat: a second click, or a retry, gets the same job and buys nothing.
  app.post('/clips', express.json(), async (request, response) => {
    const { orderId, prompt } = request.body;
    const job = await shotcaller.submit(
      { prompt, durationSeconds: 4, resolution: '480p', audio: false },
      { key: orderId, maxUsd: '0.50', profile: 'fastAndCheap' },
    );
    // Without an id nothing was bought: no model fits, or the model would refuse the request.
    if (job.id === null) return response.status(422).json({ status: job.status });
    response.status(job.repeated ? 200 : 202).json({ id: job.id, status: job.status });
  });

  app.get('/clips/:id', async (request, response) => {
    const job = await shotcaller.job(request.params.id);
    if (!job) return response.sendStatus(404);
    response.json({ status: job.status, reason: job.reason, billedUsd: job.billedUsd });
  });

  app.get('/clips/:id/video', async (request, response) => {
    const job = await shotcaller.job(request.params.id);
    if (job?.status !== 'done') return response.sendStatus(404);
    response.sendFile(job.files[0].path);
  });

  // The signature covers the bytes as they came, so the body is not parsed before it is verified.
  app.post('/webhooks/openrouter', express.raw({ type: '*/*' }), async (request, response) => {
    const verdict = verifyDelivery({
      headers: request.headers,
      rawBody: request.body,
      secret: webhookSecret,
      nowMs: now(),
    });
    if (!verdict.verified) return response.status(401).json({ why: verdict.why });
    const noted = await shotcaller.noteDelivery(deliveryHint(verdict, request.originalUrl));
    response.sendStatus(204);
    // A webhook is a hint. `resume` reads the job itself, and fetches, checks and books the clip.
    if (noted.kind === 'noted') shotcaller.resume([noted.id]).catch(console.error);
  });

  return app;
}

// In production: createShotcaller({ apiKey, callbackUrl: 'https://you.example/webhooks/openrouter' }), and `shotcaller.resume()` when
// the app starts and every few minutes, for webhooks that never came. Here: the simulator, which needs no key and delivers webhooks.
const server = createServer();
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const address = `http://127.0.0.1:${server.address().port}`;
const { shotcaller, simulator, clock, close } = await testShotcaller({
  simulator: { webhookSecret: 'whsec_example', allowInsecureCallbacks: true },
  shotcaller: { callbackUrl: `${address}/webhooks/openrouter` },
});
server.on('request', clipApp({ shotcaller, webhookSecret: 'whsec_example', now: clock.now }));

const post = (path, body) =>
  fetch(`${address}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
try {
  const order = { orderId: 'order-7', prompt: 'a paper boat on a puddle' };
  const first = await post('/clips', order);
  const { id } = await first.json();
  console.log(`Ordered: ${first.status}`);
  const again = await post('/clips', order);
  console.log(`Ordered again: ${again.status}, ${(await again.json()).id === id ? 'the same job' : 'another job'}`);
  const forged = await post('/webhooks/openrouter', { type: 'video.generation.completed', data: { id } });
  console.log(`A forged webhook: ${forged.status}, ${(await forged.json()).why}`);

  const look = async () => (await fetch(`${address}/clips/${id}`)).json();
  let job = await look();
  while (['submitted', 'running', 'downloading'].includes(job.status)) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    job = await look();
  }
  const video = await fetch(`${address}/clips/${id}/video`);
  console.log(`After the webhook: ${job.status}, billed $${job.billedUsd}, ${video.headers.get('content-type')}`);
  console.log(`Bought: ${simulator.jobs.length}`);
} finally {
  server.closeAllConnections();
  server.close();
  await close();
}
