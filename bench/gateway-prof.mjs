// Many clients at once through the gateway, beside a bare Node proxy that forwards the same bytes, in one run.
//   node bench/gateway.mjs [--clients 1000] [--seconds 8] [--speed 4]
// Processes of their own: simulator, gateway, proxy, and this one, which is all the clients. Loopback only. A client orders a clip,
// polls every second, downloads it, and starts again. --seconds 60 --speed 1 is the load of real clips; a faster simulator means fewer
// polls for each order, down to what the machine can do.
import { fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, createServer, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from '../tests/crash/bundle.mjs';
import { freePort } from '../tests/free-port.mjs';

const self = fileURLToPath(import.meta.url);
const role = process.argv[2]?.startsWith('role:') ? process.argv[2].slice(5) : 'clients';

async function measure() {
  const option = (name, fallback) => {
    const at = process.argv.indexOf(`--${name}`);
    return at < 0 ? fallback : Number(process.argv[at + 1]);
  };
  const [clients, seconds, speed] = [option('clients', 1000), option('seconds', 8), option('speed', 4)];
  const home = await mkdtemp(join(tmpdir(), 'shotcaller-bench-'));
  const children = [];
  try {
    const service = await child(children, self, ['role:simulator', String(speed)]);
    const bare = await child(children, self, ['role:proxy', service.url]);
    const port = await freePort();
    const task = { home, port, upstream: `${service.url}/api/v1`, receivesWebhooks: true };
    const gateway = await child(
      children,
      await bundle('tests/gateway/gateway-process.ts'),
      [JSON.stringify(task)],
      ['-r', '/tmp/p/hook.cjs'],
    );
    // Once through each, unmeasured: code is compiled, the clip is made.
    for (const { url } of [bare, gateway]) await drive(url, { clients: 20, seconds: 1 });
    const warmedUp = await bought(service.url);
    const results = {};
    for (const [name, side] of Object.entries({ proxy: bare, gateway })) {
      const before = await usageOf(side);
      const memoryMb = [before.memoryMb];
      const sampling = setInterval(async () => memoryMb.push((await usageOf(side)).memoryMb), (seconds * 1000) / 6);
      console.error(`  ${name} …`);
      const driven = await drive(side.url, { clients, seconds });
      results[name] = { ...driven, memoryMb, cpuMs: (await usageOf(side)).cpuMs - before.cpuMs };
      clearInterval(sampling);
    }
    print(results, { clients, seconds, speed });
    const { proxy: base, gateway: ours } = results;
    const ratio = ours.orders / ours.elapsed / (base.orders / base.elapsed);
    console.log(`\norders a second, gateway ÷ bare proxy: ${ratio.toFixed(2)} (wanted: 0.75)`);
    const jobs = (await bought(service.url)) - warmedUp;
    console.log(`jobs bought ${jobs}, orders submitted ${base.submits + ours.submits}`);
    if (ours.errors > 0 || jobs !== base.submits + ours.submits) process.exitCode = 1;
  } finally {
    for (const { process: running } of children) running.kill('SIGKILL');
    await rm(home, { recursive: true, force: true });
  }
}

/** All clients for a while; whoever is under way when the time is over ends its order, so that no job is lost from the count. */
async function drive(url, { clients, seconds }) {
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const tally = {
    orders: 0,
    submits: 0,
    requests: 0,
    errors: 0,
    bytes: 0,
    latencies: { submit: [], poll: [], content: [] },
  };
  const endMs = performance.now() + seconds * 1000;
  const startMs = performance.now();
  await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      // They do not all come in the same millisecond.
      await pause((client / clients) * Math.min(1000, seconds * 200));
      for (let round = 0; performance.now() < endMs; round += 1) {
        try {
          await order(url, agent, tally, `${url} ${startMs} ${client} ${round}`);
        } catch (error) {
          tally.errors += 1;
          if (tally.errors < 4) console.error(`  ${error.message}`);
        }
      }
    }),
  );
  const elapsed = (performance.now() - startMs) / 1000;
  agent.destroy();
  return { ...tally, elapsed };
}

const body = JSON.stringify({
  model: 'google/veo-3.1-lite',
  prompt: 'A paper boat on a puddle',
  duration: 4,
  resolution: '720p',
  aspect_ratio: '16:9',
  generate_audio: false,
  seed: 7,
});

async function order(url, agent, tally, key) {
  const call = async (kind, path, options = {}) => {
    const startMs = performance.now();
    const answer = await send(url + path, { agent, ...options });
    tally.latencies[kind].push(performance.now() - startMs);
    tally.requests += 1;
    tally.bytes += answer.bytes;
    return answer;
  };
  const headers = {
    'content-type': 'application/json',
    authorization: 'Bearer sk-or-v1-bench',
    'idempotency-key': key.replaceAll(/[^\w-]/g, '-'),
  };
  const submitted = await call('submit', '/api/v1/videos', { method: 'POST', body, headers });
  if (submitted.status !== 202) throw new Error(`submit ${submitted.status} ${submitted.text}`);
  tally.submits += 1;
  const path = `/api/v1/videos/${JSON.parse(submitted.text).id}`;
  for (;;) {
    await pause(1000);
    const polled = await call('poll', path, { headers });
    if (polled.status !== 200) throw new Error(`poll ${polled.status}`);
    const { status, error } = JSON.parse(polled.text);
    if (status === 'completed') break;
    if (status !== 'pending') throw new Error(`${status} ${error}`);
  }
  const content = await call('content', `${path}/content?index=0`, { headers });
  if (content.status !== 200 || content.bytes < 10_000)
    throw new Error(`content ${content.status}, ${content.bytes} bytes`);
  tally.orders += 1;
}

function send(url, { method = 'GET', headers, body: text, agent }) {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers, agent }, (answer) => {
      const isJson = answer.headers['content-type']?.includes('json');
      let [read, bytes] = ['', 0];
      answer.on('data', (chunk) => {
        bytes += chunk.length;
        if (isJson) read += chunk;
      });
      answer.on('end', () => resolve({ status: answer.statusCode, text: read, bytes }));
      answer.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(text);
  });
}

function print(results, { clients, seconds, speed }) {
  console.log(
    `${clients} clients for ${seconds} s, simulator ${speed} times as fast as measured, Node ${process.versions.node}\n`,
  );
  console.log(
    '            orders/s  requests/s   MB/s  errors  CPU ms an order   p50/p99 ms: submit       poll    content   memory MB, six times in the run and after',
  );
  for (const [name, { orders, requests, errors, bytes, elapsed, latencies, memoryMb, cpuMs }] of Object.entries(
    results,
  )) {
    const at = (kind) =>
      `${percentile(latencies[kind], 0.5).toFixed(0)}/${percentile(latencies[kind], 0.99).toFixed(0)}`.padStart(10);
    console.log(
      `${name.padEnd(10)}${(orders / elapsed).toFixed(1).padStart(10)}${(requests / elapsed).toFixed(0).padStart(12)}${(bytes / elapsed / 2 ** 20).toFixed(0).padStart(7)}${String(errors).padStart(8)}${(cpuMs / orders).toFixed(1).padStart(17)}            ${at('submit')} ${at('poll')} ${at('content')}   ${memoryMb.join(' ')}`,
    );
  }
}

function percentile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Starts a process that prints its URL. */
async function child(children, program, words, execArgv = []) {
  const running = fork(program, words, { stdio: ['ignore', 'pipe', 'inherit', 'ipc'], execArgv });
  const url = await new Promise((resolve, reject) => {
    running.stdout.once('data', (text) => resolve(String(text).trim()));
    running.once('exit', (code) => reject(new Error(`${program} ended with ${code}`)));
  });
  children.push({ process: running });
  return { process: running, url };
}

function usageOf({ process: running }) {
  return new Promise((resolve) => {
    running.once('message', ({ rssBytes, cpuMs }) => resolve({ memoryMb: Math.round(rssBytes / 2 ** 20), cpuMs }));
    running.send('usage');
  });
}

function bought(url) {
  return send(`${url}/__simulator/jobs`, {}).then(({ text }) => {
    const list = JSON.parse(text);
    return Array.isArray(list) ? list.length : (list.jobs?.length ?? list.data?.length);
  });
}

function tellUsage() {
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    process.send({ rssBytes: process.memoryUsage().rss, cpuMs: (user + system) / 1000 });
  });
}

/** What a gateway could at best cost: every byte handed on, nothing read. */
async function proxy(target) {
  const agent = new Agent({ keepAlive: true });
  const { host } = new URL(target);
  const server = createServer((incoming, outgoing) => {
    const sent = request(
      target + incoming.url,
      { method: incoming.method, headers: { ...incoming.headers, host }, agent },
      (answer) => {
        outgoing.writeHead(answer.statusCode, answer.headers);
        answer.pipe(outgoing);
      },
    );
    sent.on('error', () => outgoing.destroy());
    incoming.pipe(sent);
  });
  server.listen(0, '127.0.0.1', () => process.stdout.write(`http://127.0.0.1:${server.address().port}\n`));
  tellUsage();
}

async function simulator(speed) {
  const { createSimulator } = await import(await bundle('packages/simulator/src/index.ts'));
  const { url } = await createSimulator({ speed, allowInsecureCallbacks: true }).listen();
  process.stdout.write(`${url}\n`);
  tellUsage();
}

function pause(durationMs) {
  return new Promise((resolve) => setTimeout(resolve, durationMs));
}

if (role === 'proxy') await proxy(process.argv[3]);
else if (role === 'simulator') await simulator(Number(process.argv[3]));
else await measure();
