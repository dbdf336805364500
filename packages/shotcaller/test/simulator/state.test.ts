import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { manualClock } from 'shotcaller/simulator';
import { afterEach, describe, expect, it } from 'vitest';
import { jsonOf, lantern, rig } from './client-calls.ts';

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

  it('survives a line that a kill tore', async () => {
    const stateDirectory = folder();
    const clock = manualClock();
    const before = rig({ stateDirectory, clock });
    const done = await before.finish(lantern);
    await before.simulator.close();
    appendFileSync(join(stateDirectory, 'journal.jsonl'), '{"kind":"job","key":"gen-vid-1');
    const after = rig({ stateDirectory, clock });
    expect(await jsonOf(after.ask(`/videos/${done.id}`))).toEqual(done);
    await after.submit(lantern);
    await after.simulator.close();
    expect(rig({ stateDirectory, clock }).simulator.jobs).toHaveLength(2);
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
    expect(readFileSync(join(stateDirectory, 'journal.jsonl'), 'utf8')).not.toContain('sk-or-v1');
  });

  it('loses no acknowledged job when the process is killed', async () => {
    const stateDirectory = folder();
    const clock = manualClock();
    const before = rig({ stateDirectory, clock });
    for (let count = 0; count < 20; count++) await before.submit(lantern);
    // No close: what a kill leaves is what was written before each answer.
    expect(rig({ stateDirectory, clock }).simulator.jobs).toHaveLength(20);
  });
});
