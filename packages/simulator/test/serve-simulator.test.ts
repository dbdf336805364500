import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type ServeSimulatorOptions, serveSimulator } from '../src/index.ts';
import { jsonOf, key, lantern } from './client-calls.ts';

const folder = mkdtempSync(join(tmpdir(), 'serve-simulator-'));
afterAll(() => rmSync(folder, { recursive: true }));

const defaults: ServeSimulatorOptions = { port: 0, speed: 1e6 };

describe('serving the simulator', () => {
  it('prints the base URL, serves until it is told to stop, and keeps state in a folder', async () => {
    const first = start({ ...defaults, stateDirectory: folder });
    const base = await first.base;
    expect(base).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/api\/v1$/);
    const headers = { authorization: `Bearer ${key}` };
    const { id } = await jsonOf(fetch(`${base}/videos`, { method: 'POST', headers, body: JSON.stringify(lantern) }));
    expect(await first.stop()).toBe(0);
    expect(first.talk()).toContain('/__simulator/jobs');

    const second = start({ ...defaults, stateDirectory: folder });
    const job = await jsonOf(fetch(`${await second.base}/videos/${id}`, { headers }));
    expect(job).toMatchObject({ id, status: 'completed', usage: { cost: 0.12 } });
    expect(await second.stop()).toBe(0);
  });

  it('serves the catalogue of a file', async () => {
    const file = join(folder, 'catalog.json');
    writeFileSync(file, JSON.stringify({ data: [{ id: 'me/mine', supported_durations: [3] }] }));
    const running = start({ ...defaults, catalog: file });
    const { data } = await jsonOf(fetch(`${await running.base}/videos/models`));
    expect(data).toMatchObject([{ id: 'me/mine', name: 'me/mine', supported_durations: [3], supported_sizes: null }]);
    await running.stop();
  });

  it('explains the scenarios and stops', async () => {
    const running = start({ ...defaults, scenario: 'list' });
    expect(await running.ended).toBe(0);
    expect(running.out()).toContain('submit-reset');
  });

  it('refuses a scenario that does not exist, and a catalogue that cannot be read', async () => {
    await expect(start({ ...defaults, scenario: 'nonsense' }).ended).rejects.toThrow(/Unknown scenario "nonsense"/);
    await expect(start({ ...defaults, catalog: '/does/not/exist.json' }).ended).rejects.toThrow(
      /Cannot read the catalogue/,
    );
  });

  it('says so when the port is taken', async () => {
    const running = start(defaults);
    const { port } = new URL(await running.base);
    const other = start({ ...defaults, port: Number(port) });
    expect(await other.ended).toBe(1);
    expect(other.talk()).toBe(
      `Port ${port} on 127.0.0.1 is taken. Choose another: simulate --port ${Number(port) + 1}\n`,
    );
    await running.stop();
  });
});

function start(options: ServeSimulatorOptions) {
  const [out, talk]: [string[], string[]] = [[], []];
  const stop = new AbortController();
  let ready: (url: string) => void;
  const base = new Promise<string>((resolve) => {
    ready = resolve;
  });
  const ended = serveSimulator(options, {
    out: (text) => {
      out.push(text);
      ready(text.trim());
    },
    talk: (text) => void talk.push(text),
    signal: stop.signal,
    command: 'simulate',
  });
  return {
    base,
    ended,
    out: () => out.join(''),
    talk: () => talk.join(''),
    stop: () => {
      stop.abort();
      return ended;
    },
  };
}
