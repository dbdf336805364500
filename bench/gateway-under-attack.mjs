// A gateway with client keys while one ordinary key attacks it: how long another key waits for its answers.
//   node bench/gateway-under-attack.mjs [--seconds 10]
// Processes of their own: simulator, gateway, attacker, and this one, which is the victim. Loopback only. The last row is without an attack.
import { fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
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
  'selections at once': { atOnce: 16, path: '/v1/select', body: () => JSON.stringify({ sentence: 'a 5 second clip' }) },
};

export default async function measure(seconds = 3) {
  const home = await mkdtemp(join(tmpdir(), 'shotcaller-bench-'));
  const children = [];
  const started = async (program, given) => {
    const child = fork(program, given, { stdio: ['ignore', 'pipe', 'inherit', 'ipc'], execArgv: [] });
    children.push(child);
    const [text] = await new Promise((resolve, reject) => {
      child.stdout.once('data', (data) => resolve([String(data).trim()]));
      child.once('exit', (code) => reject(new Error(`${program} ended with ${code}`)));
    });
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
      const waits = await victim(url, seconds);
      attacker?.child.kill('SIGKILL');
      const [p50, worst] = [waits[Math.floor(waits.length / 2)], waits.at(-1)];
      rows.push({
        name: `another key’s answer, of ${wantedMs} ms, under: ${name ?? 'no attack'}`,
        ratio: p50 / wantedMs,
        limit: 1,
        detail: `p50 ${p50.toFixed(0)} ms, longest ${worst.toFixed(0)} ms, ${waits.length} answers`,
      });
    }
    return rows;
  } finally {
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

function send(url, { path, method = 'POST', key, body, agent, isKept = false }) {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${key}`, ...(body && { 'content-type': 'application/json' }) };
    const sent = request(url + path, { method, headers, agent }, (answer) => {
      answer.on('error', reject);
      answer.on('end', () => resolve(answer.statusCode));
      if (!isKept || answer.statusCode !== 200) answer.resume();
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

async function attack(url, name) {
  const { atOnce, body, ...rest } = attacks[name];
  const sent = { ...rest, key: 'attacker', ...(body && { body: body() }) };
  process.stdout.write('ready\n');
  const agent = new Agent({ keepAlive: true });
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      // Refused while it still sends, its connection is cut: it comes back.
      for (;;) await send(url, { ...sent, agent }).catch(() => new Promise((resolve) => setTimeout(resolve, 5)));
    }),
  );
}

async function simulator() {
  const { createSimulator } = await import(await bundle('packages/simulator/src/index.ts'));
  const { url } = await createSimulator().listen();
  process.stdout.write(`${url}\n`);
}

if (role === 'role:attacker') await attack(...words);
else if (role === 'role:simulator') await simulator();
else if (process.argv[1] === self) {
  const at = process.argv.indexOf('--seconds');
  for (const { name, detail } of await measure(at < 0 ? 10 : Number(process.argv[at + 1])))
    console.log(`${name}: ${detail}`);
}
