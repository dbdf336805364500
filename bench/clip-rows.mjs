/**
 * What a clip leaves in PostgreSQL and how often it is asked after: bytes of rows and indexes, transactions, looks at the service with and
 * without its webhooks. Clips are ordered over a gateway of the simulated service.
 *
 *   node bench/clip-rows.mjs [--json] [CLIPS]
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { startPostgres } from './_postgres.mjs';

const words = process.argv.slice(2);
const clips = Number(words.find((word) => /^\d+$/.test(word)) ?? 200);
const speed = 20;

export async function figures() {
  const server = await startPostgres();
  if (!server) return undefined;
  const { bundle } = await import('../tests/crash/bundle.mjs');
  const { freePort } = await import('../tests/free-port.mjs');
  const { createSimulator } = await import(pathToFileURL(await bundle('packages/simulator/src/index.ts')).href);
  const program = await bundle('tests/gateway/gateway-process.ts');
  try {
    const withWebhooks = await run({
      server,
      createSimulator,
      program,
      port: await freePort(),
      receivesWebhooks: true,
    });
    const without = await run({ server, createSimulator, program, port: await freePort(), receivesWebhooks: false });
    return { clips, ...withWebhooks, looksWithoutWebhooks: without.looks };
  } finally {
    await server.stop();
  }
}

async function run({ server, createSimulator, program, port, receivesWebhooks }) {
  const home = mkdtempSync(join(tmpdir(), 'shotcaller-rows-'));
  const originMs = Date.now();
  const simulator = createSimulator({ speed, creditsUsd: 1e9, clipThread: false, allowInsecureCallbacks: true });
  const { url } = await simulator.listen();
  const databaseUrl = await server.createDatabase();
  const receiver = createServer((request, response) => {
    request.resume();
    response.end();
  }).listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  const task = {
    ...{ home, port, upstream: `${url}/api/v1`, databaseUrl, receivesWebhooks, callsLoopback: true },
    time: { speed, originMs },
  };
  const child = fork(program, [JSON.stringify(task)], { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  const database = new pg.Client({ connectionString: databaseUrl });
  try {
    await once(child.stdout, 'data');
    await database.connect();
    const commits = async () => {
      // The server publishes its counts within a second.
      await new Promise((resolve) => setTimeout(resolve, 1500));
      const { rows } = await database.query(
        'select xact_commit::int as n from pg_stat_database where datname = current_database()',
      );
      return rows[0].n;
    };
    const commitsBefore = await commits();
    await Promise.all(
      Array.from({ length: clips }, async (_, number) => {
        const answer = await fetch(`http://127.0.0.1:${port}/api/v1/videos`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'idempotency-key': `clip-${number}` },
          body: JSON.stringify({
            ...{ model: 'google/veo-3.1-lite', duration: 4, resolution: '720p', generate_audio: false, seed: 1 },
            prompt: 'a lighthouse in a storm, seen from the sea, waves against the rocks, slow pan, late evening light',
            callback_url: `http://127.0.0.1:${receiver.address().port}/done`,
          }),
        });
        if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
      }),
    );
    for (let open = 1; open > 0; ) {
      await new Promise((resolve) => setTimeout(resolve, 500));
      const { rows } = await database.query("select count(*)::int as n from webhooks where state = 'delivered'");
      open = clips - rows[0].n;
    }
    const used = (await commits()) - commitsBefore;
    await database.query('vacuum full analyze');
    const { rows: sizes } = await database.query(
      `select relname as name, pg_relation_size(oid)::int as rows, pg_indexes_size(oid)::int as indexes from pg_class
        where relkind = 'r' and relnamespace = 'public'::regnamespace and reltuples >= $1`,
      [clips],
    );
    const { rows: counts } = await database.query(
      'select (select count(*)::int from events) as events, (select avg(polls)::float from attempts) as looks',
    );
    const each = (bytes) => Math.round(bytes / clips);
    return {
      rowBytes: each(sizes.reduce((sum, { rows }) => sum + rows, 0)),
      indexBytes: each(sizes.reduce((sum, { indexes }) => sum + indexes, 0)),
      tables: sizes.map(({ name, rows, indexes }) => ({ name, rowBytes: each(rows), indexBytes: each(indexes) })),
      events: counts[0].events / clips,
      transactions: Math.round((used / clips) * 10) / 10,
      looks: Math.round(counts[0].looks * 10) / 10,
    };
  } finally {
    child.kill('SIGTERM');
    await once(child, 'exit');
    await database.end();
    receiver.close();
    await simulator.close();
    rmSync(home, { recursive: true, force: true });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const found = await figures();
  console.log(words.includes('--json') ? JSON.stringify(found, null, 2) : found);
}
