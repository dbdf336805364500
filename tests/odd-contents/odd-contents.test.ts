import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { bundledCatalog } from '@shotcaller/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createGateway } from '../../packages/shotcaller/src/gateway/gateway.ts';
import { openLedger } from '../../packages/shotcaller/src/jobs/stores/open.ts';
import { createGuardedFetch } from '../../packages/shotcaller/src/outbound/guarded-fetch.ts';
import { createPlainFetch } from '../../packages/shotcaller/src/outbound/plain-fetch.ts';
import { createShotcaller, type ShotcallerOptions } from '../../packages/shotcaller/src/shotcaller.ts';
import { createParts } from '../../packages/shotcaller/src/shotcaller-parts.ts';
import { shotcaller as commandLine } from '../../packages/shotcaller/test/cli/command-line.ts';
import { hastyClock } from '../../packages/shotcaller/test/jobs/simulated.ts';
import { needsFfmpeg } from '../needs.ts';
import { type OddContent, oddContents } from './odd-contents.ts';
import { type OddService, oddService } from './odd-service.ts';

const apiKey = 'sk-or-v1-odd-0123456789abcdef';
const order = {
  durationSeconds: 4,
  resolution: '480p',
  aspectRatio: '16:9',
  audio: false,
  prompt: 'a paper boat',
} as const;
const model = 'bytedance/seedance-1-5-pro';

let service: OddService;
let home: string;
const homes: string[] = [];

function options(): ShotcallerOptions {
  home = mkdtempSync(join(tmpdir(), 'shotcaller-odd-home-'));
  homes.push(home);
  return {
    apiKey,
    home,
    baseUrl: service.baseUrl,
    catalog: async () => bundledCatalog,
    placePoll: (_attempt, nowMs) => ({ nextPollMs: nowMs + 100, remainingSeconds: null }),
    clock: hastyClock,
  };
}

beforeAll(async () => {
  service = await oddService();
});

afterAll(async () => {
  await service[Symbol.asyncDispose]();
  for (const folder of homes) rmSync(folder, { recursive: true, force: true });
});

/** A job as every door shows it. */
interface Shown {
  readonly status: string;
  readonly reason: {
    readonly message?: string;
    readonly kept?: { readonly path: string; readonly bytes: number };
  } | null;
  readonly files: readonly {
    readonly path?: string;
    readonly contentType?: string;
    readonly differences: readonly { readonly code: string }[];
  }[];
}

/** Holds a job against what the row says, but for the files themselves. */
function expectEnding({ ending, further = [] }: OddContent, job: Shown): void {
  if ('says' in ending) {
    expect(job.status).toBe('not_fetched');
    expect(job.reason?.message).toMatch(ending.says);
    expect(job.reason?.message).not.toContain(apiKey);
    return;
  }
  expect(job).toMatchObject({ status: 'done', reason: null });
  expect(job.files).toHaveLength(1 + further.length);
  expect(job.files[0]?.contentType).toBe(ending.contentType);
  expect(job.files[0]?.differences.map(({ code }) => code)).toEqual(ending.differences);
}

/** Holds the files against what was served: no byte of the clip is lost. */
function expectBytes({ bytes, further = [], ending }: OddContent, job: Shown): void {
  if ('says' in ending) {
    if (ending.kept === 0) return;
    expect(job.reason?.kept?.bytes).toBe(ending.kept);
    expect(readFileSync(job.reason?.kept?.path ?? '').equals(bytes)).toBe(true);
    return;
  }
  const served = [ending.holds ?? bytes, ...further];
  for (const [index, { path = '' }] of job.files.entries()) {
    expect(readFileSync(path).equals(served[index]!)).toBe(true);
  }
  expect(extname(job.files[0]?.path ?? '')).toBe(ending.extension);
}

describe('whatever a paid clip looks like, nothing of it is lost', needsFfmpeg, async () => {
  const rows = needsFfmpeg.skip ? [] : await makeRows();

  test('the matrix has at least forty rows', () => {
    expect(rows.length).toBeGreaterThanOrEqual(40);
  });

  test.each(rows)('library: $name', async (row) => {
    service.serve(row);
    const shotcaller = createShotcaller(options());
    try {
      const before = service.bought;
      const job = await shotcaller.run(order, { model, watchSeconds: 60 });
      expectEnding(row, job as Shown);
      expectBytes(row, job as Shown);
      expect(service.bought - before).toBe(1);
    } finally {
      await shotcaller.close();
    }
  });

  test.each(rows)('command line: $name', async (row) => {
    service.serve(row);
    const shotcaller = createShotcaller(options());
    const bought = await shotcaller.submit(order, { model, output: join(home, 'clip.mp4') });
    await shotcaller.close();
    const environment = { OPENROUTER_API_KEY: apiKey, OPENROUTER_BASE_URL: service.baseUrl };
    const resume = () =>
      commandLine(['resume', bought.id ?? '', '--json', '--watch-seconds', '3'], {
        home,
        environment,
        fetch,
        fileFetch: createPlainFetch(),
      });
    const before = service.bought;
    const { code, out } = await resume();
    const [job] = JSON.parse(out) as [Shown];
    expectEnding(row, job);
    expectBytes(row, job);
    expect(code).toBe('says' in row.ending ? 1 : 0);
    if ('says' in row.ending) {
      // The way out that the ending names: the service has the file after all.
      service.serve(rows[0]!);
      const again = await resume();
      expect(again.code).toBe(0);
      expectBytes(rows[0]!, (JSON.parse(again.out) as [Shown])[0]);
    }
    expect(service.bought).toBe(before);
  });

  test.each(rows)('gateway: $name', async (row) => {
    service.serve(row);
    const partOptions = options();
    const ledger = await openLedger({ home, now: new Date().toISOString() });
    const parts = createParts({ ...partOptions, ledger });
    const gateway = createGateway({
      parts,
      ledger,
      upstream: { origin: parts.client.origin, simulated: true },
      clock: hastyClock,
      random: Math.random,
      newToken: (bytes) => 'x'.repeat(bytes),
      version: '0.0.0-test',
      mode: 'local',
      deliverySecret: 'whsec_odd',
      guardedFetch: createGuardedFetch(),
      log: () => undefined,
    });
    const call = async (path: string, init?: RequestInit) =>
      gateway.fetch(new Request(new URL(path, 'http://127.0.0.1:8787'), init));
    try {
      const body = {
        model,
        prompt: order.prompt,
        duration: 4,
        resolution: '480p',
        aspect_ratio: '16:9',
        generate_audio: false,
      };
      const ordered = await call('/api/v1/videos', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      const { id } = (await ordered.json()) as { id: string };
      const poll = async () =>
        (await (await call(`/api/v1/videos/${id}`)).json()) as {
          status: string;
          unsigned_urls: string[];
          shotcaller: { differences?: { code: string }[] };
        };
      await expect.poll(async () => (await poll()).status).toBe('completed');
      expectEnding(row, (await (await call(`/v1/jobs/${id}`)).json()) as Shown);
      const polled = await poll();
      const contents = await Promise.all(
        polled.unsigned_urls.map((url) => call(new URL(url).pathname + new URL(url).search)),
      );
      if ('says' in row.ending && row.ending.kept === 0) {
        // The service says that there is no such file: gone, until it has it again.
        expect(contents.map(({ status }) => status)).toEqual([row.status === 404 ? 410 : 502]);
        // Once the service has the file it is handed out.
        service.serve(rows[0]!);
        const later = await call(`/api/v1/videos/${id}/content`);
        expect(Buffer.from(await later.arrayBuffer()).equals(rows[0]!.bytes)).toBe(true);
        return;
      }
      expect(contents.map(({ status }) => status)).toEqual([row.bytes, ...(row.further ?? [])].map(() => 200));
      if ('says' in row.ending) return;
      expect(contents[0]?.headers.get('content-type')).toBe(row.ending.contentType);
      expect((polled.shotcaller.differences ?? []).map(({ code }) => code)).toEqual(
        expect.arrayContaining([...row.ending.differences]),
      );
      const served = [row.ending.holds ?? row.bytes, ...(row.further ?? [])];
      for (const [index, content] of contents.entries()) {
        expect(Buffer.from(await content.arrayBuffer()).equals(served[index]!)).toBe(true);
      }
    } finally {
      await gateway.close();
      await parts.close();
      await ledger.close();
    }
  });
});

/** The clips that all rows are made of are the simulator's own. */
async function makeRows(): Promise<readonly OddContent[]> {
  const { createSimulator, manualClock } = await import('@shotcaller/simulator');
  const clock = manualClock();
  const simulator = createSimulator({ clock, clipThread: false });
  const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' };
  const made = async (duration: number) => {
    const body = {
      model,
      prompt: order.prompt,
      duration,
      resolution: '480p',
      aspect_ratio: '16:9',
      generate_audio: false,
    };
    const url = 'https://openrouter.ai/api/v1/videos';
    const submitted = await simulator.fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
    const { id } = (await submitted.json()) as { id: string };
    await clock.advance(3_600_000);
    return Buffer.from(await (await simulator.fetch(`${url}/${id}/content`, { headers })).arrayBuffer());
  };
  return oddContents(await made(4), await made(5));
}
