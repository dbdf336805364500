import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { createSimulator } from '@shotcaller/simulator';
import { expect, onTestFinished, test } from 'vitest';
import type { CommandContext } from '../../src/cli/context.ts';
import { openAgentsServer } from '../../src/cli/open-agents-server.ts';
import { createCapsInFile } from '../../src/settings/caps-in-file.ts';
import { readConfig } from '../../src/settings/read-config.ts';
import { hastyClock } from '../jobs/simulated.ts';
import { shotcaller } from './command-line.ts';

/** A limit that is lowered while a program runs holds for its next purchase. */

const environment = {
  OPENROUTER_API_KEY: 'sk-or-v1-limits-0123456789',
  OPENROUTER_BASE_URL: 'https://service.example/api/v1',
};

function newHome() {
  const home = mkdtempSync(join(tmpdir(), 'shotcaller-limits-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const lower = (perDayUsd: string) =>
    writeFileSync(join(home, 'config.json'), JSON.stringify({ caps: { perDayUsd } }));
  return { home, lower };
}

function newService(onSubmit: () => void = () => undefined) {
  const simulator = createSimulator({ speed: 1000, clipThread: false });
  onTestFinished(() => simulator.close());
  const fetch = async (input: string | URL | Request, init?: RequestInit) => {
    const answer = await simulator.fetch(String(input), init);
    if (init?.method === 'POST') onSubmit();
    return answer;
  };
  return { simulator, fetch: fetch as typeof globalThis.fetch };
}

test('a batch that runs buys nothing beyond a limit that was lowered meanwhile', async () => {
  const { home, lower } = newHome();
  const { simulator, fetch } = newService(() => lower('0.000001'));
  const list = 'id,prompt,duration,resolution,audio\na,a mug,4,480p,no\nb,a cup,4,480p,no\nc,a jug,4,480p,no\n';
  writeFileSync(join(home, 'list.csv'), list);
  const { code, out } = await shotcaller(
    ['batch', 'list.csv', '--catalog', 'bundled', '--yes', '--json', '--concurrency', '1'],
    { home, workingFolder: home, environment, fetch, jobClock: hastyClock, now: () => new Date().toISOString() },
  );
  expect(JSON.parse(out).clips.map(({ state }: { state: string }) => state)).toEqual([
    'done',
    'not_bought',
    'not_bought',
  ]);
  expect(code).toBe(4);
  expect(simulator.jobs).toHaveLength(1);
});

test.each(['before its first call', 'between quote and purchase'])(
  'the server for agents buys nothing beyond a limit that was lowered %s',
  async (when) => {
    const { home, lower } = newHome();
    const { simulator, fetch } = newService();
    const [input, output] = [new PassThrough(), new PassThrough()];
    const config = await readConfig(home);
    if (when === 'before its first call') lower('0.000001');
    const server = await openAgentsServer(
      {
        flags: { isOn: (name: string) => name === 'yes', text: () => undefined, list: () => [] },
        terminal: { talk: () => undefined },
        environment: { ...environment, SHOTCALLER_HOME: home },
        workingFolder: home,
        clock: { now: () => new Date().toISOString() },
        jobClock: hastyClock,
        fetch,
        signal: new AbortController().signal,
      } as unknown as CommandContext,
      {
        ...{ version: '0.0.0-test', serviceName: 'the service', config, filesFolder: join(home, 'files') },
        handedOver: { input, output, answered: new Set() },
      },
    );
    onTestFinished(() => server.close());
    const answers = new Map<number, (answer: { readonly result: ToolAnswer }) => void>();
    let heard = '';
    output.on('data', (piece: Buffer) => {
      const lines = (heard + piece).split('\n');
      heard = lines.pop() ?? '';
      for (const line of lines) {
        const answer = JSON.parse(line) as { readonly id: number; readonly result: ToolAnswer };
        answers.get(answer.id)?.(answer);
      }
    });
    let id = 0;
    const ask = (method: string, params: object) =>
      new Promise<ToolAnswer>((resolve) => {
        id += 1;
        answers.set(id, ({ result }) => resolve(result));
        input.write(`${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`);
      });
    const clientInfo = { name: 'an-agent', version: '1.0.0' };
    await ask('initialize', { protocolVersion: '2025-11-25', capabilities: {}, clientInfo });
    const requirements = { prompt: 'a mug', durationSeconds: 4, resolution: '480p', audio: false };
    const quote = await ask('tools/call', { name: 'quote', arguments: { requirements } });
    lower('0.000001');
    const { quoteId } = quote.structuredContent;
    const bought = await ask('tools/call', { name: 'generate_video', arguments: { quoteId } });
    expect(JSON.stringify(bought)).toContain('over_budget');
    expect(simulator.jobs).toHaveLength(0);
  },
);

interface ToolAnswer {
  readonly structuredContent: { readonly quoteId?: string };
}

test('a config that cannot be read leaves the limits as they were; one that was changed since the start is read', async () => {
  const { home, lower } = newHome();
  lower('20');
  const config = await readConfig(home);
  lower('5');
  const caps = createCapsInFile(home, config);
  expect(await caps()).toEqual({ perDayUsd: '5' });
  writeFileSync(join(home, 'config.json'), '{"caps": {"perDayUsd": "mu');
  expect(await caps()).toEqual({ perDayUsd: '5' });
  lower('3');
  expect(await caps()).toEqual({ perDayUsd: '3' });
});
