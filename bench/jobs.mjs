// Ten thousand jobs in flight in one process, one in five meeting a fault: does each end, is the money accounted, how much
// memory does it take. The service is the simulator in a process of its own. Run alone: node bench/jobs.mjs [JOBS]
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundledCatalog } from '@shotcaller/core';

const mebibyte = 2 ** 20;
const memoryLimitBytes = 300 * mebibyte;
/** Between them they strike about one job in five. A lost answer is found again by its webhook. */
const faults =
  'submit-429@0.03:all,submit-reset@0.03:all,poll-503@0.01:all,poll-reset@0.01:all,content-cut@0.03:all,job-failed@0.05:all,cost-null@0.02:all';

export default async function measure(jobs = 10_000) {
  const { bytes, inFlight, open, unaccounted, seconds, statuses, bought } = await run(jobs);
  const detail = `${inFlight} at once, ${seconds.toFixed(0)} s, ${bought} bought, ${statuses}`;
  return [
    {
      name: `${jobs} jobs in flight: resident memory, of 300 MiB`,
      ratio: bytes / memoryLimitBytes,
      limit: 1,
      detail: `${Math.round(bytes / mebibyte)} MiB`,
    },
    { name: `${jobs} jobs in flight with 20 % faults: those that did not end`, ratio: open / jobs, limit: 0, detail },
    {
      name: 'dollars of the service that the ledger does not account for',
      ratio: unaccounted,
      limit: 0,
      detail: 'bills against settled, assumed and reserved',
    },
  ];
}

/** The measured process is a child, so that nothing else is in its memory. */
async function run(jobs) {
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url), '--measured', String(jobs)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.on('data', (chunk) => {
    text += chunk;
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`The measured process ended with ${code}`);
  return JSON.parse(text);
}

async function startService(folder) {
  const script = join(folder, 'service.mjs');
  writeFileSync(
    script,
    `import { createSimulator } from ${JSON.stringify(import.meta.resolve('@shotcaller/simulator'))};
    process.on('uncaughtException', (error) => console.error(error));
    const simulator = createSimulator({ speed: Number(process.env.SPEED ?? 0.07), creditsUsd: 1e9, allowInsecureCallbacks: true, clipThread: false });
    simulator.setScenario(${JSON.stringify(faults)});
    const { url } = await simulator.listen();
    process.on('message', () => process.send({ bills: simulator.bills.map(({ jobId, usd }) => [jobId, usd]), jobs: simulator.jobs.length }));
    process.send({ url });`,
  );
  const service = spawn(process.execPath, [script], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const [{ url }] = await once(service, 'message');
  return {
    url,
    async books() {
      service.send('books');
      const [books] = await once(service, 'message');
      return books;
    },
    stop: () => service.kill(),
  };
}

async function measured(jobs) {
  const folder = mkdtempSync(join(tmpdir(), 'shotcaller-bench-jobs-'));
  const service = await startService(folder);
  // As an application has it.
  const { createShotcaller } = await import('shotcaller');
  const recovered = [];
  const receiver = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      response.end();
      const { data } = JSON.parse(body);
      const correlationToken = new URL(request.url, 'http://localhost').searchParams.get('shotcaller');
      const hint = { remoteId: data.id, correlationToken, idempotencyKey: `${data.id}-${data.status}` };
      recovered.push(
        shotcaller.noteDelivery(hint).then((answer) => (answer.recovered ? shotcaller.resume([answer.id]) : undefined)),
      );
    });
  });
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');

  let peakBytes = 0;
  const watch = setInterval(() => {
    peakBytes = Math.max(peakBytes, process.memoryUsage().rss);
  }, 100);
  const shotcaller = createShotcaller({
    apiKey: 'sk-or-bench',
    baseUrl: `${service.url}/api/v1`,
    home: folder,
    callbackUrl: `http://127.0.0.1:${receiver.address().port}/hook`,
    catalog: async () => bundledCatalog,
  });
  let inFlight = 0;
  let most = 0;
  const counted = (event) => {
    if (event.kind !== 'state') return;
    if (event.attempt.state === 'submitted') inFlight += 1;
    if (event.from === 'running' || event.from === 'submitted') inFlight -= event.attempt.state === 'running' ? 0 : 1;
    most = Math.max(most, inFlight);
  };
  const plan = await shotcaller.preview(clip, { model });
  const startMs = performance.now();
  await Promise.all(
    Array.from({ length: jobs }, () =>
      shotcaller.run(clip, { plan, onProgress: counted, watchSeconds: 3600 }).then(() => undefined),
    ),
  );
  const books = await service.books();
  // Webhooks of lost answers come when their jobs end, which may be last.
  for (let done = -1; done < recovered.length; ) {
    done = recovered.length;
    await Promise.all(recovered);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  const seconds = (performance.now() - startMs) / 1000;
  clearInterval(watch);
  const { report } = await shotcaller.ledger();
  const { billedUsd, assumedUsd, reservedUsd } = report.total;
  const accounted = Number(billedUsd) + Number(assumedUsd) + Number(reservedUsd);
  const billed = (await service.books()).bills.reduce((sum, [, usd]) => sum + Number(usd), 0);
  const ended = new Set(['done', 'refused', 'failed', 'expired', 'cancelled']);
  const open = report.lines.filter(({ status }) => !ended.has(status)).reduce((sum, line) => sum + line.jobs, 0);
  const statuses = report.lines.map(({ status, jobs: count }) => `${status} ${count}`).join(', ');
  await shotcaller.close();
  receiver.close();
  service.stop();
  rmSync(folder, { recursive: true, force: true });
  const unaccounted = Number(Math.abs(billed - accounted).toFixed(6));
  process.stdout.write(
    JSON.stringify({ bytes: peakBytes, inFlight: most, open, unaccounted, seconds, statuses, bought: books.jobs }),
  );
}

/** One short clip for all, which the simulator makes once: it is the ledger that is measured. */
const model = 'x-ai/grok-imagine-video';
const clip = { prompt: 'a mug', durationSeconds: 1, resolution: '480p' };

if (process.argv[2] === '--measured') await measured(Number(process.argv[3]));
else if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const row of await measure(Number(process.argv[2] ?? 10_000))) console.log(row);
}
