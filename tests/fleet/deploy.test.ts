import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DockerfileParser } from 'dockerfile-ast';
import { validate } from 'dockerfile-utils';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { freePort } from '../free-port.mjs';
import { patienceMs } from '../patience.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string) => readFileSync(join(root, 'deploy', path), 'utf8');
const instructions = DockerfileParser.parse(read('Dockerfile'))
  .getInstructions()
  .map((instruction) => ({ keyword: instruction.getKeyword(), text: instruction.getArgumentsContent() ?? '' }));
const lastStage = instructions.slice(instructions.findLastIndex(({ keyword }) => keyword === 'FROM'));
const argumentsOf = (keyword: string) => lastStage.find((instruction) => instruction.keyword === keyword)!.text;
/** The words of an instruction in its JSON form. */
const wordsOf = (keyword: string) => JSON.parse(argumentsOf(keyword).replace(/^CMD /, '')) as readonly string[];

describe('the Dockerfile', () => {
  test('has no fault that a linter finds', () => {
    expect(validate(read('Dockerfile'))).toEqual([]);
  });

  test('runs as somebody who is not root, after everything that root does', () => {
    const keywords = lastStage.map(({ keyword }) => keyword);
    expect(argumentsOf('USER')).toBe('node');
    expect(keywords.indexOf('USER')).toBeGreaterThan(keywords.lastIndexOf('RUN'));
    expect(keywords.indexOf('USER')).toBeGreaterThan(keywords.lastIndexOf('COPY'));
  });

  test('pins the driver and the SDK to the versions that are tested', () => {
    const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const installs = lastStage.find(({ text }) => text.includes('npm install'))!.text;
    const sdk = '@opentelemetry/sdk-node';
    expect(installs).toContain(`${sdk}@${devDependencies[sdk]}`);
    expect(installs).toContain(`pg@${devDependencies.pg.replace('^', '')}`);
  });
});

describe('the files beside it', () => {
  test('build that Dockerfile, take secrets from outside and let a submit end before they kill', () => {
    const { services } = parse(read('compose.yaml'), { merge: true });
    for (const { build, environment, stop_grace_period: grace } of [services.serve, services.worker]) {
      expect(existsSync(join(root, build.dockerfile))).toBe(true);
      expect(environment.OPENROUTER_API_KEY).toMatch(/^\$\{/);
      expect(Number.parseInt(grace, 10)).toBeGreaterThanOrEqual(150);
    }
    expect(services.worker.command).toEqual(['worker']);
  });

  test('for Kubernetes: two that are not root, ready by the address for it, replaced one at a time', () => {
    const [deployment] = parseAllDocuments(read('kubernetes/shotcaller.yaml')).map((document) => document.toJS());
    const { spec } = deployment.spec.template;
    expect(deployment.spec.replicas).toBeGreaterThan(1);
    expect(deployment.spec.strategy.rollingUpdate.maxUnavailable).toBe(0);
    expect(spec.securityContext.runAsNonRoot).toBe(true);
    expect(spec.containers[0].readinessProbe.httpGet.path).toBe('/v1/ready');
    expect(spec.terminationGracePeriodSeconds).toBeGreaterThanOrEqual(150);
    expect(spec.containers[0].args[0]).toBe(wordsOf('CMD')[0]);
  });
});

describe('the steps of the Dockerfile, taken in a plain folder', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shotcaller-image-'));
  /** As in the image: the user `node` of Node's images has this id. */
  const nodeUser = process.getuid?.() === 0 ? { uid: 1000, gid: 1000 } : {};
  let server: ChildProcess | undefined;
  let port: number;
  const within = (text: string) =>
    text.replace(/(^|[\s"])\/(packed|app|data)\b/g, (_, before, name) => `${before}${join(folder, name)}`);

  beforeAll(async () => {
    chmodSync(folder, 0o755);
    mkdirSync(join(folder, 'app'));
    // `npm ci`, which builds, was run for the checkout that these tests stand in. What `chown` does is done below, by number.
    const isDoneAlready = (text: string) => text.startsWith('npm ci');
    let cwd = root;
    for (const { keyword, text } of instructions) {
      if (keyword === 'WORKDIR' && text === '/app') cwd = join(folder, 'app');
      if (keyword !== 'RUN' || isDoneAlready(text)) continue;
      execFileSync('sh', ['-ec', within(text.replace(/chown \S+ \S+ && /, ''))], {
        cwd,
        stdio: ['ignore', 'ignore', 'inherit'],
      });
    }
    const home = join(folder, 'data');
    if (nodeUser.uid !== undefined) chownSync(home, nodeUser.uid, nodeUser.gid);
    port = await freePort();
    const [program, ...words] = [...wordsOf('ENTRYPOINT'), ...wordsOf('CMD')].map((word) => within(word));
    server = spawn(
      program!,
      words.map((word) => (word === '8787' ? `${port}` : word)),
      {
        cwd: join(folder, 'app'),
        stdio: ['ignore', 'ignore', 'pipe'],
        env: { PATH: process.env.PATH, NODE_ENV: 'production', SHOTCALLER_HOME: home },
        ...nodeUser,
      },
    );
  }, 3 * patienceMs);

  afterAll(async () => {
    if (server && server.exitCode === null) {
      const gone = new Promise((resolve) => server!.once('exit', resolve));
      server.kill('SIGTERM');
      await gone;
    }
    rmSync(folder, { recursive: true, force: true });
  });

  test('give a server that passes the health check of the image', async () => {
    const [program, ...words] = wordsOf('HEALTHCHECK');
    const check = () =>
      spawnSync(
        program!,
        words.map((word) => word.replace('8787', `${port}`)),
      ).status;
    await expect.poll(check).toBe(0);
  });

  test('give a server that serves the studio, and asks for keys', async () => {
    const page = await fetch(`http://127.0.0.1:${port}/`);
    expect(await page.text()).toContain('<html');
    expect((await fetch(`http://127.0.0.1:${port}/v1/jobs`)).status).toBe(401);
  });

  test('leave no source and no tool of the build', () => {
    const installed = join(folder, 'app/node_modules');
    for (const name of ['typescript', 'vitest', '@biomejs']) expect(existsSync(join(installed, name))).toBe(false);
    for (const name of ['pg', '@opentelemetry/sdk-node', 'shotcaller'])
      expect(existsSync(join(installed, name))).toBe(true);
    expect(existsSync(join(folder, 'packed'))).toBe(false);
  });
});
