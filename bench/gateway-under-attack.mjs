// A gateway with client keys while one ordinary key attacks it: how long another key waits for its answers.
//   node bench/gateway-under-attack.mjs [--seconds 10]
// Processes of their own: simulator, gateway, attacker, and this one, which is the victim. Loopback only; the attacker has an address of
// its own where the system has more than one. The last row is without an attack. It fails when one of them ends, or is never answered.
import { fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from '../tests/crash/bundle.mjs';
import { freePort } from '../tests/free-port.mjs';

const self = fileURLToPath(import.meta.url);
const [, , role, ...words] = process.argv;
const wantedMs = 1000;

/** Each sends one request after the other, so often at once, until it is stopped. */
const attacks = {
  'HEAD /v1/events': { atOnce: 32, method: 'HEAD', path: '/v1/events' },
  'GET /v1/events': { atOnce: 300, method: 'GET', path: '/v1/events', isKept: true },
  '46 MiB of empty objects': { atOnce: 4, path: '/v1/select', body: () => `{"z":[${'{},'.repeat(16_000_000)}{}]}` },
  '5 MiB of empty objects': { atOnce: 16, path: '/api/v1/videos', body: () => `{"z":[${'{},'.repeat(1_700_000)}{}]}` },
  'nested lists': {
    atOnce: 32,
    path: '/api/v1/videos',
    body: () => `{"z":${'['.repeat(10_000)}${']'.repeat(10_000)}}`,
  },
  '40 MiB as a picture': {
    atOnce: 4,
    path: '/v1/select',
    body: () =>
      JSON.stringify({
        requirements: { prompt: 'x', firstFrame: `data:image/png;base64,${'A'.repeat(40 * 2 ** 20)}` },
      }),
  },
  'long sentences': {
    atOnce: 16,
    path: '/v1/select',
    body: () => JSON.stringify({ sentence: 'fast and '.repeat(880) }),
  },
  'orders with long sentences': {
    atOnce: 32,
    path: '/v1/jobs',
    body: () => JSON.stringify({ sentence: 'fast and '.repeat(880), maxUsd: '0.000001' }),
  },
  'selections at once': { atOnce: 16, path: '/v1/select', body: () => JSON.stringify({ sentence: 'a 5 second clip' }) },
  'selections that fit no budget': {
    atOnce: 64,
    path: '/v1/select',
    body: () => JSON.stringify({ requirements: { prompt: 'x', maxUsd: '0.0000001' } }),
  },
  'previews that fit no budget': {
    atOnce: 64,
    path: '/v1/preview',
    body: () => JSON.stringify({ requirements: { prompt: 'x', maxUsd: '0.0000001' } }),
  },
  'orders that are refused': {
    atOnce: 64,
    path: '/api/v1/videos',
    headers: { 'x-shotcaller-max-usd': '0.000001' },
    body: () => JSON.stringify({ model: 'google/veo-3.1-lite', prompt: `${Math.random()}`, duration: 4 }),
  },
  'shot lists of 1,000': {
    atOnce: 8,
    path: '/v1/batches',
    body: () => {
      const shot = (_, index) => ({ id: `s${index}`, prompt: 'x', durationSeconds: 4, resolution: '720p' });
      return JSON.stringify({
        name: `list-${Math.random()}`,
        planOnly: true,
        shots: Array.from({ length: 1000 }, shot),
      });
    },
  },
  'GET /v1/catalog': { atOnce: 64, method: 'GET', path: '/v1/catalog' },
  'GET /v1/health without a key': { atOnce: 64, method: 'GET', path: '/v1/health', key: null },
  'GET /openapi.json without a key': { atOnce: 64, method: 'GET', path: '/openapi.json', key: null },
  'GET /api/v1/videos/models without a key': { atOnce: 64, method: 'GET', path: '/api/v1/videos/models', key: null },
  'idle connections': { atOnce: 4096, isIdle: true },
};

export default async function measure(seconds = 3) {
  const home = await mkdtemp(join(tmpdir(), 'shotcaller-bench-'));
  const children = [];
  let stopping = false;
  let died;
  const dead = new Promise((_, reject) => {
    died = reject;
  });
  dead.catch(() => undefined);
  const started = async (program, given) => {
    const child = fork(program, given, { stdio: ['ignore', 'pipe', 'inherit', 'ipc'], execArgv: [] });
    children.push(child);
    const [text] = await new Promise((resolve, reject) => {
      child.stdout.once('data', (data) => resolve([String(data).trim()]));
      child.once('exit', (code, how) => {
        const error = new Error(`${given[0].slice(0, 40)} ${given[2] ?? ''} ended with ${code ?? how}`);
        reject(error);
        if (!stopping && !child.isOver) died(error);
      });
    });
    // What else it says is not needed, and a full pipe would stop it.
    child.stdout.resume();
    return { child, text };
  };
  try {
    const service = await started(self, ['role:simulator']);
    const port = await freePort();
    const task = {
      home,
      port,
      upstream: `${service.text}/api/v1`,
      receivesWebhooks: false,
      clientKeys: ['attacker', 'victim'],
    };
    const { text: url } = await started(await bundle('tests/gateway/gateway-process.ts'), [JSON.stringify(task)]);
    await victim(url, 1);
    const rows = [];
    for (const name of [...Object.keys(attacks), null]) {
      const attacker = name === null ? undefined : await started(self, ['role:attacker', url, name]);
      const waits = await Promise.race([victim(url, seconds), dead]);
      const answers = attacker && (await Promise.race([countOf(attacker.child), dead]));
      if (attacker) {
        attacker.child.isOver = true;
        attacker.child.kill('SIGKILL');
      }
      const [p50, worst] = [waits[Math.floor(waits.length / 2)], waits.at(-1)];
      rows.push({
        name: `another key’s answer, of ${wantedMs} ms, under: ${name ?? 'no attack'}`,
        ratio: p50 / wantedMs,
        limit: 1,
        detail: `p50 ${p50.toFixed(0)} ms, longest ${worst.toFixed(0)} ms, ${waits.length} answers${answers ? `; the attacker: ${answers}` : ''}`,
      });
    }
    return rows;
  } finally {
    stopping = true;
    for (const child of children) child.kill('SIGKILL');
    await rm(home, { recursive: true, force: true });
  }
}

/** One request after the other, as a client that polls; answers with the waits in milliseconds, sorted. */
async function victim(url, seconds) {
  const agent = new Agent({ keepAlive: true });
  const endMs = performance.now() + seconds * 1000;
  const waits = [];
  while (performance.now() < endMs || waits.length === 0) {
    const startMs = performance.now();
    const status = await send(url, { path: '/v1/jobs?limit=1', method: 'GET', key: 'victim', agent });
    if (status !== 200) throw new Error(`The victim was answered ${status}`);
    waits.push(performance.now() - startMs);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  agent.destroy();
  return waits.sort((a, b) => a - b);
}

/** What the attacker has got until now, for example `429 × 80, cut × 3`. */
function countOf(child) {
  return new Promise((resolve) => {
    child.once('message', (counts) =>
      resolve(
        Object.entries(counts)
          .map(([answer, count]) => `${answer} × ${count}`)
          .join(', ') || 'still waits for its first answer',
      ),
    );
    child.send('count');
  });
}

function send(url, { path, method = 'POST', key, body, agent, headers: others, localAddress, isKept = false }) {
  return new Promise((resolve, reject) => {
    const headers = {
      ...(key && { authorization: `Bearer ${key}` }),
      ...(body && { 'content-type': 'application/json' }),
      ...others,
    };
    const sent = request(url + path, { method, headers, agent, localAddress }, (answer) => {
      answer.on('error', reject);
      answer.on('end', () => resolve(answer.statusCode));
      answer.on('close', () => reject(new Error('cut')));
      if (!isKept || answer.statusCode !== 200) answer.resume();
    });
    sent.on('error', reject);
    // Answered while it still sends, the request lets go of its socket, whose write then fails with nobody to hear of it.
    sent.on('socket', (socket) => {
      if (socket.listenerCount('error', ignored) === 0) socket.on('error', ignored);
    });
    sent.end(body);
  });
}

function ignored() {}

async function attack(url, name) {
  const { atOnce, body, isIdle, ...rest } = attacks[name];
  const localAddress = platform() === 'linux' ? '127.0.0.2' : undefined;
  const first = body?.();
  // A body that is large is made once, and a small one for each request: equal orders would be one order.
  const bodyNow = first === undefined || first.length > 1000 ? () => first : body;
  const counts = {};
  const count = (what) => {
    counts[what] = (counts[what] ?? 0) + 1;
  };
  process.on('message', () => process.send(counts));
  // The parent has ended.
  process.once('disconnect', () => process.exit());
  process.stdout.write('ready\n');
  const agent = new Agent({ keepAlive: true });
  const pause = () => new Promise((resolve) => setTimeout(resolve, 5));
  const once = isIdle
    ? () => idle(new URL(url), localAddress)
    : () => send(url, { key: 'attacker', ...rest, body: bodyNow(), localAddress, agent });
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      // Refused while it still sends, its connection is cut: it comes back.
      for (;;) {
        const answer = await once().catch(() => 'cut');
        count(answer);
        if (answer === 'cut') await pause();
      }
    }),
  );
}

/** Opens a connection, says nothing, and waits until it is closed. */
function idle({ port, hostname }, localAddress) {
  return new Promise((_, reject) => {
    const socket = connect({ port: Number(port), host: hostname, ...(localAddress && { localAddress }) });
    socket.on('error', () => undefined);
    socket.on('close', () => reject(new Error('closed')));
  });
}

async function simulator() {
  const { createSimulator } = await import(await bundle('packages/simulator/src/index.ts'));
  const { url } = await createSimulator().listen();
  process.once('disconnect', () => process.exit());
  process.stdout.write(`${url}\n`);
}

if (role === 'role:attacker') await attack(...words);
else if (role === 'role:simulator') await simulator();
else if (process.argv[1] === self) {
  const at = process.argv.indexOf('--seconds');
  for (const { name, detail } of await measure(at < 0 ? 10 : Number(process.argv[at + 1])))
    console.log(`${name}: ${detail}`);
}
