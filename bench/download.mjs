// Throughput of the download against curl's, over loopback. Run: node bench/download.mjs [MEGABYTES] [FOLDER]
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const megabytes = Number(process.argv[2] ?? 1024);
if (process.argv[2] === 'serve') await serve(Number(process.argv[3]));
else await compare();

/** A process of its own, so that the server's work is on neither side. Sends one MP4 of the size, chunked, as the service does. */
async function serve(bytes) {
  const head = Buffer.alloc(32 + 8 + 16);
  head.writeUInt32BE(32, 0);
  head.write('ftypisom', 4);
  head.writeUInt32BE(8, 32);
  head.write('moov', 36);
  head.writeUInt32BE(1, 40);
  head.write('mdat', 44);
  head.writeBigUInt64BE(BigInt(bytes - 40), 48);
  const block = Buffer.alloc(1024 * 1024, 'shotcaller');
  const server = createServer(async (_request, response) => {
    response.writeHead(200, { 'content-type': 'video/mp4' });
    response.write(head);
    for (let left = bytes - head.length; left > 0; left -= block.length) {
      if (!response.write(left < block.length ? block.subarray(0, left) : block)) await once(response, 'drain');
    }
    response.end();
  });
  server.listen(0, '127.0.0.1', () => console.log(server.address().port));
}

async function compare() {
  const bytes = megabytes * 1024 * 1024;
  const folder = mkdtempSync(join(process.argv[3] ?? tmpdir(), 'shotcaller-bench-'));
  const server = spawn(process.execPath, [fileURLToPath(import.meta.url), 'serve', String(bytes)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const port = Number(String((await once(server.stdout, 'data'))[0]));
    const url = `http://127.0.0.1:${port}/api/v1`;
    const rounds = 5;
    const times = { curl: [], ours: [] };
    const ours = await ourDownload(url, folder);
    for (let round = 0; round < rounds; round++) {
      times.curl.push(timed(() => curl(`${url}/videos/bench/content?index=0`, join(folder, 'curl.mp4'))));
      times.ours.push(await timedAsync(ours));
    }
    const best = (list) => Math.min(...list);
    const rate = (milliseconds) => `${(bytes / 1e6 / (milliseconds / 1000)).toFixed(0)} MB/s`;
    console.log(`${megabytes} MiB over loopback to ${folder}, best of ${rounds}, both synced to disk:`);
    console.log(`  curl                     ${rate(best(times.curl))}`);
    console.log(`  ours, hashed and checked ${rate(best(times.ours))}`);
    console.log(`  ratio                    ${(best(times.curl) / best(times.ours)).toFixed(2)} (at least 0.9 wanted)`);
  } finally {
    server.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

function timed(work) {
  const startedAt = performance.now();
  work();
  return performance.now() - startedAt;
}

async function timedAsync(work) {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

function curl(url, path) {
  rmSync(path, { force: true });
  const { status } = spawnSync('curl', ['-s', '-o', path, url], { stdio: 'inherit' });
  if (status !== 0) throw new Error(`curl ended with ${status}`);
  const file = openSync(path, 'r');
  fsyncSync(file);
  closeSync(file);
  rmSync(path);
}

async function ourDownload(baseUrl, folder) {
  const { runnerImport } = await import('vite');
  const source = (path) => fileURLToPath(new URL(`../packages/shotcaller/src/${path}`, import.meta.url));
  const quiet = { logLevel: 'error' };
  const { createClient } = (await runnerImport(source('openrouter/client.ts'), quiet)).module;
  const { downloadToFile } = (await runnerImport(source('openrouter/download.ts'), quiet)).module;
  const clock = { now: () => Date.now(), sleep: (ms, options) => sleep(ms, undefined, { ...options, ref: false }) };
  const client = createClient({ apiKey: 'sk-or-bench', baseUrl, fetch, clock });
  return async () => {
    const partPath = join(folder, 'ours.mp4');
    const { bytes } = await downloadToFile(client, { jobId: 'bench', partPath, clock, random: Math.random });
    if (bytes !== megabytes * 1024 * 1024) throw new Error(`${bytes} bytes came`);
    rmSync(partPath);
  };
}
