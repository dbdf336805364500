import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { cuttableProxy } from '../../../../tests/fleet/cuttable-proxy.ts';
import { freePort } from '../../../../tests/free-port.mjs';
import { noPostgres } from '../../../../tests/needs.ts';
import type { Move } from '../../src/jobs/ledger.ts';
import { openLedger } from '../../src/jobs/stores/open.ts';
import { openPostgresLedger } from '../../src/jobs/stores/postgres.ts';
import { shotcaller as commandLine, shotcaller } from '../cli/command-line.ts';
import { simulatedGateway, veo } from '../gateway/simulated-gateway.ts';
import { type PostgresServer, startPostgres } from './postgres-server.ts';
import { at, sampleAttempt, sampleJob } from './sample-job.ts';
import { clip, simulate } from './simulated.ts';

let postgres: PostgresServer | undefined;
let home: string;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'shotcaller-troubles-'));
  postgres = await startPostgres();
});

afterAll(async () => {
  await postgres?.stop();
  await rm(home, { recursive: true, force: true });
});

const secret = 'hunter2';
const open = (databaseUrl: string) => openLedger({ home, now: at, databaseUrl });

/** What is thrown, and everything that a log could print of it. */
async function refusal(databaseUrl: string): Promise<{ readonly code: string; readonly message: string }> {
  const error = await open(databaseUrl).then(
    () => expect.fail('It was opened.'),
    (thrown: Error & { readonly code: string }) => thrown,
  );
  expect(inspect(error, { depth: 9 })).not.toContain(secret);
  return { code: error.code, message: error.message };
}

test.each([
  ['of another database', `mysql://me:${secret}@db.example.com/ledger`],
  ['a file', `/var/lib/${secret}.sqlite`],
  ['words', `the ledger ${secret}`],
  ['with a port that is none', `postgres://me:${secret}@db.example.com:99999999/ledger`],
  ['without slashes', `postgres:me:${secret}@db.example.com`],
  ['with one slash', `postgres:/me:${secret}@db.example.com/ledger`],
  ['with three slashes', `postgres:///me:${secret}@db.example.com/ledger`],
  ['with three slashes and no host', `postgres:///me:${secret}/ledger`],
  ['with a slash in its password', `postgres://me:1/${secret}@db.example.com/ledger`],
  ['with an @ and a slash in its password', `postgres://me:p@ss/${secret}@db.example.com/ledger`],
  ['with a # in its password', `postgres://me:1#${secret}@db.example.com/ledger`],
  ['with a ? in its password', `postgres://me:1?${secret}@db.example.com/ledger`],
  ['with its host as a parameter, mistyped', `postgres:///ledger?host=me:${secret}@db.example.com`],
  ['with a database that cannot be read', `postgres://me:${secret}@db.example.com/%E0%A4`],
])('an address of a ledger that is %s is refused before anybody is called, and not repeated', async (_, address) => {
  const { code, message } = await refusal(address);
  expect(code).toBe('ledger_address_unreadable');
  expect(message).toMatch(/Nothing was bought.*postgres:\/\//);
});

test.each(['jobs', 'doctor', 'fleet', 'ledger move --to'])(
  'shotcaller %s repeats no mistyped address',
  async (words) => {
    const address = `postgres:/me:${secret}@db.example.com/ledger`;
    const command = words.split(' ');
    const { code, out, talk } = await commandLine(command.length > 1 ? [...command, address] : command, {
      home,
      environment: command.length > 1 ? {} : { DATABASE_URL: address },
    });
    expect(code).not.toBe(0);
    expect(out + talk).not.toContain(secret);
    expect(out + talk).toContain('%40');
  },
);

test.each([
  'postgres:///ledger?host=/var/run/nowhere',
  'postgres://127.0.0.1:9/ledger?user=me%40example.com&password=p@ss&application_name=a@b',
])('an address as %s is one', async (address) => {
  await expect(open(address)).rejects.toMatchObject({ code: 'ledger_unreachable' });
});

test.each(['127.0.0.1', 'localhost'])(
  'a server that is not there, at %s, is named with the next step',
  async (host) => {
    const port = await freePort();
    const { code, message } = await refusal(`postgres://me:${secret}@${host}:${port}/ledger`);
    expect(code).toBe('ledger_unreachable');
    expect(message).toContain(`(${host}:${port}/ledger)`);
    expect(message).toMatch(/ECONNREFUSED.*\. Nothing was bought\. Check that PostgreSQL runs there/);
  },
);

describe('a PostgreSQL', () => {
  let url: string;

  beforeEach(async (context) => {
    if (!postgres) context.skip(noPostgres);
    url = await postgres!.createDatabase();
  });

  async function ask(...statements: readonly string[]): Promise<void> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    for (const statement of statements) await client.query(statement);
    await client.end();
  }

  /** The same database with other parts of its address. */
  function addressWith(change: Partial<Pick<URL, 'username' | 'password' | 'pathname' | 'port' | 'hostname'>>): string {
    return Object.assign(new URL(url), change).href;
  }

  test('without the database that is named says how to make it', async () => {
    const { code, message } = await refusal(addressWith({ pathname: '/not_there' }));
    expect(code).toBe('ledger_unreachable');
    expect(message).toMatch(/"not_there" does not exist\. Nothing was bought\. Make the database with createdb/);
  });

  test('that does not know the user, or lets it make no tables, says which setting to correct', async () => {
    const name = `reader_${Date.now()}`;
    const unknown = await refusal(addressWith({ username: 'nobody_of_this_name', password: secret }));
    expect(unknown.message).toMatch(/Correct the user and the password/);
    await ask(`create role ${name} login password '${secret}'`, 'revoke create on schema public from public');
    const forbidden = await refusal(addressWith({ username: name, password: secret }));
    expect(forbidden.message).toMatch(/permission denied.*GRANT CREATE/);
  });

  test('that only reads is said to be a replica', async () => {
    const name = new URL(url).pathname.slice(1);
    await ask(`alter database ${name} set default_transaction_read_only = on`);
    expect((await refusal(url)).message).toMatch(/read-only transaction\. Nothing was bought\. This is a replica/);
  });

  test('whose ledger a newer version has written is left as it is', async () => {
    await (await open(url)).close();
    await ask(`insert into migrations (version, name, applied_at) values (999, 'later', '${at}')`);
    const { code, message } = await refusal(url);
    expect(code).toBe('ledger_too_new');
    expect(message).toMatch(/newer Shotcaller \(tables version 999.*Nothing was bought\. Update Shotcaller/);
  });

  test('whose tables another process is changing is waited for, however short its limit for locks is', async () => {
    await ask(`alter database ${new URL(url).pathname.slice(1)} set lock_timeout = 1`);
    const changing = new pg.Client({ connectionString: url });
    await changing.connect();
    await changing.query('select pg_advisory_lock(5207744)');
    const opened = open(url);
    opened.catch(() => undefined);
    const isWaiting = async () => {
      const { rows } = await changing.query(`select 1 from pg_locks where locktype = 'advisory' and not granted
        and database = (select oid from pg_database where datname = current_database())`);
      return rows.length > 0;
    };
    const isRefused = () =>
      Promise.race([
        opened.then(
          () => false,
          () => true,
        ),
        new Promise<false>((no) => setImmediate(no, false)),
      ]);
    while (!(await isWaiting()) && !(await isRefused())) await new Promise((resolve) => setTimeout(resolve, 5));
    await changing.end();
    await (await opened).close();
  });

  test.each(['statement_timeout', 'lock_timeout'])(
    'with a short %s leaves no order behind that waits for its turn longer',
    async (limit) => {
      const limitMs = 200;
      await ask(`alter database ${new URL(url).pathname.slice(1)} set ${limit} = ${limitMs}`);
      const ledger = await open(url);
      onTestFinished(() => ledger.close());
      const holder = new pg.Client({ connectionString: url });
      await holder.connect();
      onTestFinished(() => holder.end());
      await holder.query(`set ${limit} = 0`);
      await holder.query('begin');
      await holder.query('lock table jobs in exclusive mode');
      let isOver = false;
      const opened = ledger
        .openJob({ job: sampleJob({ id: 'a' }), attempt: sampleAttempt({ jobId: 'a' }), dedupe: null, body: '{}' })
        .finally(() => {
          isOver = true;
        });
      opened.catch(() => undefined);
      const hasWaitedLonger = async () => {
        await holder.query('select pg_stat_clear_snapshot()');
        const { rows } = await holder.query(`select 1 from pg_stat_activity where datname = current_database()
          and wait_event_type = 'Lock' and clock_timestamp() - query_start > interval '${2 * limitMs} ms'`);
        return rows.length > 0;
      };
      while (!isOver && !(await hasWaitedLonger())) await new Promise((resolve) => setTimeout(resolve, 5));
      await holder.query('commit');
      expect((await opened).kind).toBe('opened');
    },
  );

  test('that is away for a moment is said by the gateway, and what is sent again is one order', async () => {
    const { hostname, port } = new URL(url);
    const proxy = await cuttableProxy({ host: hostname, port: Number(port) });
    onTestFinished(() => proxy.close());
    await using home = await simulatedGateway({ databaseUrl: addressWith({ port: String(proxy.port) }) });
    const order = () =>
      home.post(
        '/api/v1/videos',
        { model: 'google/veo-3.1-lite', prompt: 'a mug', duration: 4, resolution: '720p' },
        { 'idempotency-key': 'mug' },
      );
    expect((await order()).status).toBe(202);
    proxy.cut();
    const away = [await order(), await home.call('/v1/jobs'), await home.call('/v1/ledger')];
    expect(away.map(({ status, headers }) => [status, headers.get('retry-after')])).toEqual(
      Array.from(away, () => [503, '2']),
    );
    const [first, ...own] = await Promise.all(away.map((response) => response.json()));
    expect(first.error).toMatchObject({ code: 503, message: expect.stringMatching(/cannot be used now.*one order/) });
    for (const { error } of own) expect(error.code).toBe('ledger_away');
    proxy.restore();
    await expect.poll(async () => (await order()).status).toBe(202);
    expect(home.simulator.jobs).toHaveLength(1);
  });

  test('that is away when the library first uses it is used once it is back', async () => {
    const { hostname, port } = new URL(url);
    const proxy = await cuttableProxy({ host: hostname, port: Number(port) });
    onTestFinished(() => proxy.close());
    await using world = await simulate();
    const shotcaller = world.open({
      databaseUrl: addressWith({ port: String(proxy.port) }),
      // With its own clock the library asks the database for the time.
      clock: undefined,
      placePoll: (_job, nowMs) => ({ nextPollMs: nowMs + 20, remainingSeconds: null }),
    });
    proxy.cut();
    await expect(shotcaller.run(clip)).rejects.toMatchObject({ code: 'ledger_unreachable' });
    proxy.restore();
    expect(await shotcaller.run(clip)).toMatchObject({ status: 'done' });
    expect(world.simulator.jobs).toHaveLength(1);
  });

  test.each([
    ['jobs', ['jobs'], 'evidence.json'],
    ['serve', ['serve', '--port', '0'], 'evidence.json'],
    ['files prune', ['files', 'prune', '--older-than', '30d', '--files', 's3://clips'], 'Clips cannot be stored there'],
  ])('is let go of by `%s` that cannot be put together: no connection holds the process', async (_, words, told) => {
    const folder = await mkdtemp(join(home, 'command-'));
    await writeFile(join(folder, 'evidence.json'), 'not json');
    const nobody = `http://127.0.0.1:${await freePort()}`;
    const environment = { DATABASE_URL: url, OPENROUTER_API_KEY: 'sk-or-test', AWS_ENDPOINT_URL: nobody };
    const { code, talk } = await shotcaller(words, { home: folder, workingFolder: folder, environment });
    expect([code, talk]).toEqual([expect.any(Number), expect.stringContaining(told)]);
    expect(code).not.toBe(0);
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    onTestFinished(() => client.end());
    const others = async () =>
      (
        await client.query(
          "select 1 from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'",
        )
      ).rowCount;
    await expect.poll(others, { timeout: 5000 }).toBe(0);
  });

  test('that is away is seen by who watches a server with keys: an administrator whose key it knew reads that the ledger is down', async () => {
    const { hostname, port } = new URL(url);
    const proxy = await cuttableProxy({ host: hostname, port: Number(port) });
    onTestFinished(() => proxy.close());
    await using home = await simulatedGateway({
      databaseUrl: addressWith({ port: String(proxy.port) }),
      gateway: { mode: 'server' },
    });
    const [watcher, clerk, newcomer] = [
      await home.addKey({ name: 'prometheus', admin: true }),
      await home.addKey({ name: 'clerk' }),
      await home.addKey({ name: 'newcomer', admin: true }),
    ];
    const metrics = async (key: string) => {
      const answer = await home.call('/v1/metrics', { headers: { authorization: `Bearer ${key}` } });
      return [answer.status, /^shotcaller_ledger_up (\d)$/m.exec(await answer.text())?.[1]];
    };
    expect([await metrics(watcher), await metrics(clerk)]).toEqual([
      [200, '1'],
      [403, undefined],
    ]);
    proxy.cut();
    // A reading is believed for some seconds.
    home.later(10_000);
    expect([await metrics(watcher), await metrics(clerk), await metrics(newcomer), await metrics('sk-guess')]).toEqual([
      [200, '0'],
      [503, undefined],
      [503, undefined],
      [503, undefined],
    ]);
    const jobs = await home.call('/v1/jobs', { headers: { authorization: `Bearer ${watcher}` } });
    expect(jobs.status).toBe(503);
    home.later(3_600_001);
    expect(await metrics(watcher)).toEqual([503, undefined]);
  });

  test('on whose channel somebody else talks does not disturb who listens', async () => {
    const [ledger, other] = [await open(url), await open(url)];
    onTestFinished(() => ledger.close());
    onTestFinished(() => other.close());
    const heard: Move[] = [];
    let hear: () => void = () => undefined;
    const whole = new Promise<void>((resolve) => {
      hear = resolve;
    });
    const stop = await ledger.listen({
      onMove(move) {
        heard.push(move);
        hear();
      },
      onGap: () => undefined,
    });
    onTestFinished(stop);
    await ask(
      ...['', 'no json', '{', 'null', '[]', '7', '{"jobId":7}', '{"jobId":"a","attemptId":"b","version":"1"}'].map(
        (payload) => `select pg_notify('shotcaller_moves', '${payload}')`,
      ),
    );
    await other.openJob({
      job: sampleJob({ id: 'a' }),
      attempt: sampleAttempt({ jobId: 'a' }),
      dedupe: null,
      body: '{}',
    });
    await whole;
    expect(heard.map(({ jobId }) => jobId)).toEqual(['a']);
  });

  test('whose connections say nothing any more does not hold a gateway that is ended', async () => {
    const proxy = await cuttableProxy({ host: new URL(url).hostname, port: Number(new URL(url).port) });
    onTestFinished(() => proxy.close());
    const { ledger } = await openPostgresLedger({
      url: addressWith({ hostname: '127.0.0.1', port: String(proxy.port) }),
      now: at,
      silence: { askEveryMs: 20, answerWithinMs: 600 },
    });
    onTestFinished(() => ledger.close());
    await using home = await simulatedGateway({
      simulator: { speed: 0.01 },
      gateway: { ledger },
      shotcaller: { ledger, placePoll: (_attempt, nowMs) => ({ nextPollMs: nowMs + 60_000, remainingSeconds: null }) },
    });
    await home.gateway.recover();
    expect((await home.post('/api/v1/videos', veo)).status).toBe(202);
    proxy.forget();
    await home.gateway.close();
    expect(home.simulator.jobs).toHaveLength(1);
  });

  test('that swallows all that is sent counts as gone: who waits is told, and its moves are heard again when it is back', async () => {
    const proxy = await cuttableProxy({ host: new URL(url).hostname, port: Number(new URL(url).port) });
    onTestFinished(() => proxy.close());
    const { ledger } = await openPostgresLedger({
      url: addressWith({ hostname: '127.0.0.1', port: String(proxy.port) }),
      now: at,
      silence: { askEveryMs: 20, answerWithinMs: 3000 },
    });
    const other = await open(url);
    onTestFinished(() => other.close());
    let onHeard: (move: Move) => void = () => undefined;
    const heard = new Promise<Move>((resolve) => {
      onHeard = resolve;
    });
    const stop = await ledger.listen({ onMove: (move) => onHeard(move), onGap: () => undefined });
    onTestFinished(async () => {
      await stop();
      await ledger.close();
    });
    proxy.freeze();
    await expect(ledger.job('a')).rejects.toThrow(/terminated/);
    proxy.restore();
    // Moves that are told before it listens again are not heard: there will be others.
    let isHeard = false;
    const move = heard.then(({ jobId }) => {
      isHeard = true;
      return jobId;
    });
    for (let number = 0; !isHeard; number += 1) {
      const id = `job-${number}`;
      await other.openJob({
        job: sampleJob({ id }),
        attempt: sampleAttempt({ id, jobId: id }),
        dedupe: null,
        body: '{}',
      });
      await Promise.race([move, new Promise((resolve) => setTimeout(resolve, 100))]);
    }
    expect(await move).toMatch(/^job-/);
  });
});
