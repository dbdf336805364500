import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createSimulator, type Simulator } from 'shotcaller/simulator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type PostgresServer, startPostgres } from '../../packages/shotcaller/test/jobs/postgres-server.ts';
import { freePort } from '../free-port.mjs';
import { needsPrometheus } from '../needs.ts';
import { patienceMs } from '../patience.ts';

const place = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const program = place('../../packages/shotcaller/bin/shotcaller.js');
const rules = place('../../deploy/prometheus/alerts.yml');
const execute = promisify(execFile);

interface Panel {
  readonly title: string;
  readonly targets: readonly { readonly expr: string }[];
}
const { panels } = JSON.parse(readFileSync(place('../../deploy/grafana/shotcaller.json'), 'utf8')) as {
  readonly panels: readonly Panel[];
};
/** As Grafana fills them in. */
const queries = panels.flatMap(({ title, targets }) =>
  targets.map(({ expr }): [string, string] => [
    title,
    expr.replaceAll('$job', 'shotcaller').replaceAll('$__rate_interval', '1m'),
  ]),
);

describe('dashboard and alerts', needsPrometheus, () => {
  const children: ChildProcess[] = [];
  const folder = mkdtempSync(join(tmpdir(), 'shotcaller-fleet-'));
  let postgres: PostgresServer | undefined;
  let simulator: Simulator;
  let prometheus: string;
  let gateways: readonly string[];

  beforeAll(async () => {
    postgres = await startPostgres();
    simulator = createSimulator({ speed: 100, clipThread: false });
    const upstream = `${(await simulator.listen()).url}/api/v1`;
    const databaseUrl = await postgres?.createDatabase();
    gateways = await Promise.all([serve('a', upstream, databaseUrl), serve('b', upstream, databaseUrl)]);
    prometheus = await scrape(gateways);
    // What happens before the first scrape is no increase.
    await until(async () => (await numberOf('count(shotcaller_job_ends_total{state="done"} == 0)')) === 2);
    const bodies = [
      ...Array.from({ length: 4 }, (_, index) => ({ prompt: `clip ${index}` })),
      // Nobody can be called there: the call is counted as failed, and stays owed.
      { prompt: 'told', callback_url: 'https://nobody.invalid/done' },
      { prompt: 'refused', model: 'google/veo-3.1-lite#submit-403' },
    ];
    for (const [index, body] of bodies.entries()) {
      const answer = await fetch(`${gateways[index % 2]}/api/v1/videos`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ model: 'google/veo-3.1-lite', duration: 4, resolution: '720p', ...body }),
      });
      await answer.body?.cancel();
    }
    await until(async () => (await numberOf('sum(shotcaller_job_ends_total{state="done"})')) === 5);
    await until(async () => ((await numberOf('sum(rate(shotcaller_webhook_deliveries_total[1m]))')) ?? -1) >= 0);
    // Rates need two scrapes of what they count.
    await until(
      async () => ((await numberOf('sum(rate(shotcaller_job_duration_seconds_count{state="done"}[1m]))')) ?? 0) > 0,
    );
  }, 3 * patienceMs);

  afterAll(async () => {
    for (const child of children) {
      if (child.exitCode !== null) continue;
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill();
      await gone;
    }
    await simulator?.close();
    await postgres?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test.each(queries)('panel "%s" has figures of a real fleet: %s', async (_title, query) => {
    // Lately: what was open is over meanwhile, and a scrape that is late on a busy machine takes every series away until the next one.
    await until(async () => (await ask(`last_over_time((${query})[10m:1s])`)).length > 0);
  });

  test('the figures are those of the ledger, whichever instance is asked', async () => {
    // One scrape may be late on a busy machine.
    await until(async () => (await numberOf('sum(up{job="shotcaller"})')) === 2);
    expect(await numberOf('max(shotcaller_limit_usd{period="day"})')).toBe(50);
    const billedUsd = simulator.jobs.reduce((sum, job) => sum + Number(job.billedUsd ?? 0), 0);
    await until(
      async () => Math.abs(((await numberOf('min(shotcaller_booked_usd{period="day"})')) ?? 0) - billedUsd) < 1e-9,
    );
  });

  test('every rule of the alerts is sound and finds its series, and none fires for a healthy fleet', async () => {
    const rulesNow = async () => {
      const answer = (await (await fetch(`${prometheus}/api/v1/rules`)).json()) as {
        data: { groups: { rules: { name: string; health: string; state: string }[] }[] };
      };
      return answer.data.groups.flatMap((group) => group.rules);
    };
    expect((await rulesNow()).length).toBeGreaterThan(8);
    // A rule is pending for a moment after a scrape that was late.
    const others = async () =>
      (await rulesNow()).filter(({ health, state }) => health !== 'ok' || state !== 'inactive');
    await expect.poll(others).toEqual([]);
  });

  test('queries name only what the gateway exports, and each of its own series is in a panel', async () => {
    const text = await (await fetch(`${gateways[0]}/v1/metrics`)).text();
    const exported = new Set([...text.matchAll(/^# TYPE (\S+) /gm)].map(([, name]) => name as string));
    const named = (query: string) => query.match(/shotcaller_[a-z_]+/g) ?? [];
    const asked = [...queries.map(([, query]) => query), readFileSync(rules, 'utf8')].flatMap(named);
    const bare = (name: string) => (exported.has(name) ? name : name.replace(/_(bucket|sum|count)$/, ''));
    expect(asked.map(bare).filter((name) => !exported.has(name))).toEqual([]);
    const shown = new Set(queries.flatMap(([, query]) => named(query)).map(bare));
    expect([...exported].filter((name) => !shown.has(name))).toEqual([]);
  });

  async function serve(name: string, upstream: string, databaseUrl: string | undefined): Promise<string> {
    const home = join(folder, databaseUrl === undefined ? 'home' : name);
    mkdirSync(home, { recursive: true });
    writeFileSync(join(home, 'config.json'), '{"caps": {"perDayUsd": 50, "perMonthUsd": 500}}');
    const port = await freePort();
    const child = spawn(
      process.execPath,
      [program, 'serve', '--port', `${port}`, '--upstream', upstream, '--catalog', 'bundled'],
      {
        stdio: 'ignore',
        env: {
          PATH: process.env.PATH,
          SHOTCALLER_HOME: home,
          OPENROUTER_API_KEY: 'sk-or-v1-of-this-test',
          ...(databaseUrl !== undefined && { DATABASE_URL: databaseUrl }),
        },
      },
    );
    children.push(child);
    const url = `http://127.0.0.1:${port}`;
    await until(async () => (await fetch(`${url}/v1/health`)).ok);
    return url;
  }

  /** A real Prometheus with the project's own rules. */
  async function scrape(urls: readonly string[]): Promise<string> {
    const config = join(folder, 'prometheus.yml');
    const targets = urls.map((url) => `"${new URL(url).host}"`).join(', ');
    writeFileSync(
      config,
      `global: { scrape_interval: 1s, evaluation_interval: 1s }
rule_files: ["${rules}"]
scrape_configs:
  - job_name: shotcaller
    metrics_path: /v1/metrics
    static_configs: [{ targets: [${targets}] }]
`,
    );
    const url = `http://127.0.0.1:${await freePort()}`;
    const child = spawn(
      'prometheus',
      [
        `--config.file=${config}`,
        `--storage.tsdb.path=${join(folder, 'tsdb')}`,
        `--web.listen-address=${new URL(url).host}`,
      ],
      { stdio: 'ignore' },
    );
    children.push(child);
    await until(async () => (await fetch(`${url}/-/ready`)).ok);
    return url;
  }

  async function ask(query: string): Promise<readonly { readonly value: readonly [number, string] }[]> {
    const response = await fetch(`${prometheus}/api/v1/query?${new URLSearchParams({ query })}`);
    const answer = (await response.json()) as { status: string; error?: string; data: { result: never[] } };
    expect(answer).toMatchObject({ status: 'success' });
    return answer.data.result;
  }

  async function numberOf(query: string): Promise<number | undefined> {
    const [first] = await ask(query);
    return first && Number(first.value[1]);
  }
});

describe('the alerts', needsPrometheus, () => {
  test('fire for each trouble and for nothing else', async () => {
    const { stdout } = await execute('promtool', ['test', 'rules', place('../../deploy/prometheus/alerts.test.yml')]);
    expect(stdout).toContain('SUCCESS');
  });
});

/** Asks again until it is so; the patience ends what hangs. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  const endMs = Date.now() + patienceMs;
  while (!(await isSo().catch(() => false))) {
    if (Date.now() > endMs) throw new Error('It never came about.');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
