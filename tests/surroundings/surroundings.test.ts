import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createSimulator, type ManualClock, manualClock, type Simulator } from 'shotcaller/simulator';
import { expect, onTestFinished, test } from 'vitest';
import { missingProgram, needsSignals, needsSmallDisk } from '../needs.ts';

const program = fileURLToPath(new URL('../../packages/shotcaller/bin/shotcaller.js', import.meta.url));
const clip =
  'run --prompt boat --model google/veo-3.1-lite --duration 4 --resolution 720p --no-audio --catalog bundled --yes --json';

interface Service {
  readonly simulator: Simulator;
  readonly clock: ManualClock;
  /** Resolves when the next request of this kind has been answered. */
  next(kind: 'submit' | 'poll' | 'content'): Promise<void>;
  readonly env: Readonly<Record<string, string>>;
}

/** The simulator over HTTP, whose time stands still until it is told. `onSubmit` runs once a clip is bought, before that is answered. */
async function standingService({ onSubmit }: { readonly onSubmit?: () => void } = {}): Promise<Service> {
  const clock = manualClock(Date.now());
  const simulator = createSimulator({ clock, clipThread: false });
  const waiting: { kind: string; resolve: () => void }[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = 'GET', headers, url = '' } = request;
    const found = await simulator.fetch(`http://${headers.host}${url}`, {
      method,
      headers: { authorization: headers.authorization ?? '', 'content-type': headers['content-type'] ?? '' },
      ...(chunks.length > 0 && { body: Buffer.concat(chunks) }),
    });
    const kind = method === 'POST' ? 'submit' : url.includes('/content') ? 'content' : 'poll';
    if (kind === 'submit') onSubmit?.();
    const body = Buffer.from(await found.arrayBuffer());
    response.writeHead(found.status, Object.fromEntries(found.headers));
    response.end(body);
    for (const one of waiting.splice(0)) {
      if (one.kind === kind) one.resolve();
      else waiting.push(one);
    }
  };
  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await simulator.close();
  });
  return {
    simulator,
    clock,
    next: (kind) => new Promise((resolve) => waiting.push({ kind, resolve })),
    env: {
      PATH: process.env.PATH ?? '',
      NO_COLOR: '1',
      OPENROUTER_API_KEY: 'sk-or-v1-a-key-of-this-test',
      OPENROUTER_BASE_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1`,
    },
  };
}

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'shotcaller-surroundings-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

/** A disk of 4 MiB. */
function smallDisk(): string {
  const disk = folder();
  expect(spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', disk]).status).toBe(0);
  onTestFinished(() => void spawnSync('umount', ['--lazy', disk]));
  return disk;
}

/** Writes until nothing more fits; the returned function makes room again. */
function fill(disk: string): () => void {
  const fillers: string[] = [];
  for (let sizeBytes = 1 << 20; sizeBytes > 0; ) {
    const path = join(disk, `filler-${fillers.length}`);
    try {
      fillers.push(path);
      writeFileSync(path, Buffer.alloc(sizeBytes, 1));
    } catch {
      sizeBytes >>= 1;
    }
  }
  return () => {
    for (const path of fillers) rmSync(path, { force: true });
  };
}

interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<{ readonly code: number | null; readonly out: string; readonly talk: string }>;
  /** Resolves once this was said on standard error. */
  said(text: string): Promise<void>;
}

function start(words: string, home: string, { env }: Service, nodeOptions: readonly string[] = []): Running {
  const child = spawn(process.execPath, [...nodeOptions, program, ...words.split(' ')], {
    cwd: home,
    env: { ...env, SHOTCALLER_HOME: home },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const printed = { out: '', talk: '' };
  child.stdout?.on('data', (chunk) => {
    printed.out += String(chunk);
  });
  child.stderr?.on('data', (chunk) => {
    printed.talk += String(chunk);
  });
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, ...printed }));
  return { child, ended, said: async (text) => expect.poll(() => printed.talk).toContain(text) };
}

const hours = 3_600_000;

/**
 * Loaded before the program: at SIGUSR2 its clock jumps three hours ahead and all that it waits for is over, as on a machine that was
 * asleep.
 */
function otherTime(): readonly string[] {
  const path = join(folder(), 'other-time.mjs');
  writeFileSync(
    path,
    `import timers from 'node:timers/promises';
import { syncBuiltinESMExports } from 'node:module';
const [now, sleep] = [Date.now, timers.setTimeout];
const waiting = new Set();
let aheadMs = 0;
Date.now = () => now() + aheadMs;
globalThis.Date = new Proxy(Date, { construct: (target, args) => new target(...(args.length === 0 ? [target.now()] : args)) });
timers.setTimeout = async (durationMs, value, { signal, ...options } = {}) => {
  const jumped = new AbortController();
  waiting.add(jumped);
  try {
    return await sleep(durationMs, value, { ...options, signal: AbortSignal.any([jumped.signal, ...(signal ? [signal] : [])]) });
  } catch (error) {
    if (jumped.signal.aborted && !signal?.aborted) return value;
    throw error;
  } finally {
    waiting.delete(jumped);
  }
};
syncBuiltinESMExports();
process.on('SIGUSR2', () => { aheadMs = ${hours}; for (const one of waiting) one.abort(); });
`,
  );
  return ['--import', pathToFileURL(path).href];
}

test(
  'a process that is stopped while its clip is made, on a machine that wakes hours later, delivers it',
  needsSignals,
  async () => {
    const service = await standingService();
    const home = folder();
    const running = start(`${clip} --output clip.mp4`, home, service, otherTime());
    await running.said('Bought');
    running.child.kill('SIGSTOP');
    await service.clock.advance(hours);
    running.child.kill('SIGUSR2');
    running.child.kill('SIGCONT');
    const { code, out } = await running.ended;
    expect([code, (JSON.parse(out) as { status: string }).status]).toEqual([0, 'done']);
    expect(service.simulator.jobs).toHaveLength(1);
  },
);

test(
  'a process that is stopped while its order is placed, and goes on when the answer is there, has bought once',
  needsSignals,
  async () => {
    let stop = () => {};
    const service = await standingService({ onSubmit: () => stop() });
    const home = folder();
    const running = start(`${clip} --output clip.mp4`, home, service, otherTime());
    stop = () => void running.child.kill('SIGSTOP');
    await service.next('submit');
    await service.clock.advance(hours);
    running.child.kill('SIGCONT');
    await running.said('Bought');
    running.child.kill('SIGUSR2');
    const { code, out } = await running.ended;
    expect([code, (JSON.parse(out) as { status: string }).status]).toEqual([0, 'done']);
    expect(service.simulator.jobs).toHaveLength(1);
  },
);

test(
  'a process that is stopped past its lease finds that another one has delivered, and does nothing twice',
  needsSignals,
  async () => {
    const service = await standingService();
    const home = folder();
    const stopped = start(`${clip} --output clip.mp4`, home, service, otherTime());
    await stopped.said('Bought');
    stopped.child.kill('SIGSTOP');
    await service.clock.advance(hours);
    const other = start('resume --json', home, service, otherTime());
    await other.said('Another process carries this job');
    other.child.kill('SIGUSR2');
    const taken = await other.ended;
    expect(taken.code, taken.talk + taken.out).toBe(0);
    const written = statSync(join(home, 'clip.mp4')).mtimeMs;
    stopped.child.kill('SIGUSR2');
    stopped.child.kill('SIGCONT');
    const { code, out } = await stopped.ended;
    expect([code, (JSON.parse(out) as { status: string }).status]).toEqual([0, 'done']);
    expect([
      statSync(join(home, 'clip.mp4')).mtimeMs,
      readdirSync(home).filter((name) => /mp4|part/.test(name)),
    ]).toEqual([written, ['clip.mp4']]);
    const jobs = JSON.parse((await start('jobs --json', home, service).ended).out) as { billedUsd: string }[];
    expect(jobs.map(({ billedUsd }) => billedUsd)).toEqual([service.simulator.bills[0]?.usd]);
    expect(service.simulator.jobs).toHaveLength(1);
  },
);

test(
  'a clock that jumps three hours ahead during run: one last look, and the clip is delivered',
  needsSignals,
  async () => {
    const service = await standingService();
    const home = folder();
    const running = start(`${clip} --output clip.mp4 --watch-seconds 7200`, home, service, otherTime());
    await running.said('Bought');
    await service.clock.advance(hours);
    running.child.kill('SIGUSR2');
    const { code, out } = await running.ended;
    expect([code, (JSON.parse(out) as { status: string }).status]).toEqual([0, 'done']);
    expect(existsSync(join(home, 'clip.mp4'))).toBe(true);
    expect(service.simulator.jobs).toHaveLength(1);
  },
);

test(
  'the disk of the clip fills up while it is made: billed, said with the way out, and the way out delivers',
  needsSmallDisk,
  async () => {
    const disk = smallDisk();
    let makeRoom = () => {};
    const service = await standingService({
      onSubmit: () => {
        makeRoom = fill(disk);
      },
    });
    const home = folder();
    const running = start(`${clip} --output ${join(disk, 'clip.mp4')}`, home, service, otherTime());
    await running.said('Bought');
    await service.clock.advance(hours);
    running.child.kill('SIGUSR2');
    const { code, out } = await running.ended;
    const job = JSON.parse(out) as {
      id: string;
      status: string;
      billedUsd: string;
      reason: { code: string; errno: string };
    };
    expect([code, job.status, job.reason.code, job.reason.errno]).toEqual([
      1,
      'not_fetched',
      'file_not_written',
      'ENOSPC',
    ]);
    expect(job.billedUsd).toBe(service.simulator.bills[0]?.usd);
    const still = await start(`resume ${job.id}`, home, service).ended;
    expect([still.code, still.talk]).toEqual([
      1,
      expect.stringMatching(/Make room, then use shotcaller resume; or .*--output/),
    ]);
    const elsewhere = await start(`resume ${job.id} --output other.mp4`, home, service).ended;
    expect([elsewhere.code, existsSync(join(home, 'other.mp4'))]).toEqual([0, true]);
    makeRoom();
    const back = await start(`resume ${job.id} --output ${join(disk, 'clip.mp4')}`, home, service).ended;
    expect([back.code, existsSync(join(disk, 'clip.mp4'))]).toEqual([0, true]);
    expect(service.simulator.jobs).toHaveLength(1);
  },
);

test(
  'the disk of the ledger is full when the answer to the submit comes: the bought id is told, and taken later',
  needsSmallDisk,
  async () => {
    const home = smallDisk();
    const files = folder();
    let makeRoom = () => {};
    const service = await standingService({
      onSubmit: () => {
        makeRoom = fill(home);
      },
    });
    const running = start(`${clip} --output ${join(files, 'clip.mp4')}`, home, service, otherTime());
    await running.said('tried again for a minute');
    running.child.kill('SIGUSR2');
    const { code, out, talk } = await running.ended;
    const [bought] = service.simulator.jobs;
    expect(code).toBe(1);
    expect(talk).toContain(bought?.id);
    const answer = JSON.parse(out) as { status: string; id: string; remoteId: string; next: string };
    expect(answer).toMatchObject({ status: 'not_recorded', remoteId: bought?.id });
    makeRoom();
    await service.clock.advance(hours);
    const taken = await start(answer.next.replace('shotcaller ', ''), home, service).ended;
    expect([taken.code, existsSync(join(files, 'clip.mp4'))]).toEqual([0, true]);
    expect(service.simulator.jobs).toHaveLength(1);
  },
);

/** Runs a command on a terminal of its own, and closes that terminal once it has said a word: the window is shut. */
const onTerminalThatCloses = `
import os, pty, sys
word, *command = sys.argv[1:]
terminal, theirs = pty.openpty()
pid = os.fork()
if pid == 0:
    os.login_tty(theirs) if hasattr(os, 'login_tty') else [os.setsid(), [os.dup2(theirs, n) for n in range(3)]]
    os.execv(command[0], command)
os.close(theirs)
seen = b''
while word.encode() not in seen:
    seen += os.read(terminal, 4096)
os.close(terminal)
sys.exit(os.waitpid(pid, 0)[1] & 127)
`;

test.skipIf(missingProgram('python3') !== undefined).each([
  ['submitting once', 'while the order is placed'],
  ['Bought', 'while the clip is made'],
])('a terminal that goes away after "%s", %s: bought once, nothing is lost, and resume delivers', async (word) => {
  const service = await standingService();
  const home = folder();
  const command = [process.execPath, program, ...`${clip} --output clip.mp4`.replace(' --json', '').split(' ')];
  const child = spawn('python3', ['-c', onTerminalThatCloses, word, ...command], {
    cwd: home,
    env: { ...service.env, SHOTCALLER_HOME: home },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const hangUp = 1;
  expect(await once(child, 'close')).toEqual([hangUp, null]);
  expect(service.simulator.jobs).toHaveLength(1);
  const [open] = JSON.parse((await start('jobs --json', home, service).ended).out) as [
    { status: string; remoteId: string },
  ];
  expect(['submitted', 'running']).toContain(open.status);
  expect(open.remoteId).toBe(service.simulator.jobs[0]?.id);
  await service.clock.advance(hours);
  expect((await start('resume', home, service).ended).code).toBe(0);
  expect(existsSync(join(home, 'clip.mp4'))).toBe(true);
  expect(service.simulator.jobs).toHaveLength(1);
});
