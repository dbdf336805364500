// Throughput of the download against curl's, over loopback, both synced to disk. One alone: node bench/download.mjs [MEBIBYTES] [FOLDER]
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';

const program = fileURLToPath(import.meta.url);
const rounds = 7;

export default async function measure(mebibytes = 1024, parent = tmpdir()) {
  const bytes = mebibytes * 1024 * 1024;
  const folder = mkdtempSync(join(parent, 'shotcaller-bench-'));
  const server = spawn(process.execPath, [program, '--serve', String(bytes)], { stdio: ['ignore', 'pipe', 'inherit'] });
  let downloader;
  try {
    const port = Number(String((await once(server.stdout, 'data'))[0]));
    const baseUrl = `http://127.0.0.1:${port}/api/v1`;
    downloader = await startDownloader(baseUrl, folder, bytes);
    const times = { curl: [], ours: [] };
    for (let round = 0; round < rounds; round++) {
      times.curl.push(timed(() => curl(`${baseUrl}/videos/bench/content?index=0`, join(folder, 'curl.mp4'))));
      times.ours.push(await downloader.round());
    }
    const best = (list) => Math.min(...list);
    const rate = (milliseconds) => `${(bytes / 1e6 / (milliseconds / 1000)).toFixed(0)} MB/s`;
    return [
      {
        name: `download of ${mebibytes} MiB, hashed and checked / curl`,
        ratio: best(times.ours) / best(times.curl),
        limit: 1 / 0.9,
        detail: `${rate(best(times.ours))} / ${rate(best(times.curl))}, best of ${rounds}`,
      },
    ];
  } finally {
    server.kill();
    downloader?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

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

function timed(work) {
  const startedAt = performance.now();
  work();
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

/** A process of its own, as curl is: nothing else shall be in its memory. Each round ends in its milliseconds. */
async function startDownloader(...order) {
  const { bundle } = await import('../tests/crash/bundle.mjs');
  const parts = pathToFileURL(await bundle('bench/_download-parts.ts')).href;
  const child = spawn(process.execPath, [program, '--download', ...order.map(String), parts], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  return {
    async round() {
      child.send('go');
      const [told] = await Promise.race([once(child, 'message'), once(child, 'exit')]);
      if (typeof told?.milliseconds !== 'number') throw new Error('The download failed.');
      return told.milliseconds;
    },
    stop: () => child.kill(),
  };
}

async function download(baseUrl, folder, bytes, parts) {
  const { createClient, downloadToFile, createPlainFetch } = await import(parts);
  const clock = { now: () => Date.now(), sleep: (ms, options) => sleep(ms, undefined, { ...options, ref: false }) };
  const client = createClient({ apiKey: 'sk-or-bench', baseUrl, fetch, fileFetch: createPlainFetch(), clock });
  const partPath = join(folder, 'ours.mp4');
  process.on('message', async () => {
    const startedAt = performance.now();
    const file = await downloadToFile(client, { remoteId: 'bench', partPath, clock, random: Math.random });
    if (file.bytes !== Number(bytes)) throw new Error(`${file.bytes} bytes came`);
    rmSync(partPath);
    process.send({ milliseconds: performance.now() - startedAt });
  });
}

if (process.argv[1] === program) {
  const [mode, ...values] = process.argv.slice(2);
  if (mode === '--serve') await serve(Number(values[0]));
  else if (mode === '--download') await download(...values);
  else for (const row of await measure(Number(mode ?? 1024), values[0])) console.log(row);
}
