import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { manualClock } from '../src/index.ts';
import { jsonOf, key, lantern, rig } from './client-calls.ts';

const folders: string[] = [];
const folder = () => {
  const path = mkdtempSync(join(tmpdir(), 'simulator-state-'));
  folders.push(path);
  return path;
};
afterEach(() => {
  for (const path of folders.splice(0)) rmSync(path, { recursive: true });
});

describe('state in a folder', () => {
  it('keeps jobs, bills and the account across a restart', async () => {
    const stateDirectory = folder();
    const clock = manualClock();
    const before = rig({ stateDirectory, clock });
    const done = await before.finish(lantern);
    const { id: running } = await jsonOf(before.submit(lantern));
    await before.simulator.close();

    const after = rig({ stateDirectory, clock });
    expect(await jsonOf(after.ask(`/videos/${done.id}`))).toEqual(done);
    expect((await jsonOf(after.ask('/credits'))).data.total_usage).toBe(0.12);
    expect((await jsonOf(after.ask(`/videos/${running}`))).status).toBe('pending');
    await clock.advance(3_600_000);
    expect((await jsonOf(after.ask(`/videos/${running}`))).status).toBe('completed');
    expect(after.simulator.bills).toHaveLength(2);
    const { id: third } = await jsonOf(after.submit(lantern));
    expect(new Set([done.id, running, third]).size).toBe(3);
  });

  it.skipIf(process.platform !== 'linux')('is refused where no folder can be made, and not tried for ever', () => {
    expect(() => rig({ stateDirectory: '/proc/no/such' })).toThrow('ENOENT');
  });

  it('keeps the bytes of a clip', async () => {
    const stateDirectory = folder();
    const clock = manualClock();
    const before = rig({ stateDirectory, clock });
    const { unsigned_urls } = await before.finish(lantern);
    const bytes = Buffer.from(await (await before.ask(unsigned_urls[0])).arrayBuffer());
    await before.simulator.close();
    const after = rig({ stateDirectory, clock });
    expect(Buffer.from(await (await after.ask(unsigned_urls[0])).arrayBuffer()).equals(bytes)).toBe(true);
  });

  it('is shared by processes that run at the same time: one account, one bill for each job, no id twice', async () => {
    const stateDirectory = folder();
    const clock = manualClock();
    const [one, other] = [rig({ stateDirectory, clock }), rig({ stateDirectory, clock })];
    const ids = [];
    for (const { submit } of [one, other, one, other]) ids.push((await jsonOf(submit(lantern))).id);
    expect(new Set(ids).size).toBe(4);
    await clock.advance(3_600_000);
    for (const { ask, simulator } of [one, other]) {
      for (const id of ids) expect((await jsonOf(ask(`/videos/${id}`))).status).toBe('completed');
      expect((await jsonOf(ask('/credits'))).data.total_usage).toBe(0.48);
      expect(simulator.bills).toHaveLength(4);
    }
  });

  it('delivers one webhook for each job, whichever process comes first', async () => {
    const stateDirectory = folder();
    const clock = manualClock();
    let received = 0;
    const receive = async () => {
      received++;
      return new Response(null, { status: 200 });
    };
    const one = rig({ stateDirectory, clock, fetch: receive });
    const { id } = await jsonOf(one.submit({ ...lantern, callback_url: 'https://receiver.example/hook' }));
    const other = rig({ stateDirectory, clock, fetch: receive });
    await clock.advance(3_600_000);
    expect((await jsonOf(other.ask(`/videos/${id}`))).status).toBe('completed');
    expect(received).toBe(1);
  });

  it('goes on with deliveries that were refused before the restart', async () => {
    const stateDirectory = folder();
    const clock = manualClock();
    const job = { ...lantern, callback_url: 'https://receiver.example/hook' };
    const before = rig({ stateDirectory, clock, fetch: async () => new Response(null, { status: 500 }) });
    await before.submit(job);
    await clock.advance(before.simulator.jobs[0]!.endsAtMs - clock.now() + 1);
    expect(before.simulator.deliveries).toHaveLength(1);
    await before.simulator.close();
    const later = manualClock(clock.now());
    const after = rig({ stateDirectory, clock: later, fetch: async () => new Response(null, { status: 200 }) });
    await later.advance(3_600_000);
    expect(after.simulator.deliveries.map(({ status }) => status)).toEqual([500, 200]);
  });

  it('holds no key', async () => {
    const stateDirectory = folder();
    const { finish, simulator } = rig({ stateDirectory });
    await finish(lantern);
    await simulator.close();
    for (const name of readdirSync(stateDirectory)) {
      expect(readFileSync(join(stateDirectory, name), 'latin1')).not.toContain('sk-or-v1');
    }
  });

  it('loses no acknowledged job when the process is killed', async () => {
    const built = new URL('../dist/index.js', import.meta.url).href;
    const program = `import { createSimulator } from '${built}';
      const simulator = createSimulator({ stateDirectory: process.argv[1] });
      console.log((await simulator.listen()).url + '/api/v1');`;
    const stateDirectory = folder();
    const acknowledged: string[] = [];
    for (let round = 0; round < 3; round++) {
      const server = spawn(process.execPath, ['--input-type=module', '-e', program, stateDirectory], {
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      const ended = once(server, 'close');
      const errors: string[] = [];
      server.stderr.on('data', (text) => errors.push(String(text)));
      const [line] = await Promise.race([once(server.stdout, 'data'), ended]);
      expect(String(line), `build first: npm run build\n${errors.join('')}`).toMatch(/^http/);
      const base = String(line).trim();
      const headers = { authorization: `Bearer ${key}` };
      for (let count = 0; ; count++) {
        const body = JSON.stringify({ ...lantern, prompt: `${round} ${count}` });
        const answer = await fetch(`${base}/videos`, { method: 'POST', headers, body }).catch(() => undefined);
        const job = answer && (await jsonOf(answer).catch(() => undefined));
        if (!job) break;
        acknowledged.push(job.id);
        // Without waiting: the kill falls somewhere into the submits that follow.
        if (count === 10) setTimeout(() => server.kill('SIGKILL'), 5);
      }
      await ended;
    }
    expect(acknowledged.length).toBeGreaterThan(30);
    const known = new Set(rig({ stateDirectory }).simulator.jobs.map(({ id }) => id));
    expect(acknowledged.filter((id) => !known.has(id))).toEqual([]);
  });
});
