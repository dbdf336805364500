import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createSimulator, type Simulator, type SimulatorOptions } from 'shotcaller/simulator';
import { describe, expect, it } from 'vitest';
import { isReady } from './required-program.ts';

const folder = fileURLToPath(new URL('../../../../tests/clients/', import.meta.url));
const ready = isReady(
  existsSync(`${folder}node_modules/@openrouter/sdk`),
  'install the published clients: npm ci --ignore-scripts --prefix tests/clients',
);

const programs: readonly (readonly [string, string, readonly string[]])[] = [
  ['@openrouter/sdk 1.3.19', 'openrouter-sdk.mjs', []],
  ['ai 7 with @openrouter/ai-sdk-provider 3.1.0', 'ai-sdk.mjs', ['7']],
  ['ai 6 with @openrouter/ai-sdk-provider 2.10.0', 'ai-sdk.mjs', ['6']],
  ['@tanstack/ai-openrouter 0.19.6', 'tanstack.mjs', []],
  ['the documented curl flow', 'curl-flow.sh', []],
];

describe.skipIf(!ready)('published clients, unmodified', () => {
  it.each(programs)('%s submits, polls and downloads, and buys one job', async (_name, program, more) => {
    const { told, simulator } = await runAgainst({}, program, ['google/veo-3.1-lite', ...more]);
    expect(told).toMatchObject({ costUsd: 0.12, firstBox: 'ftyp' });
    expect(told.bytes).toBeGreaterThan(100_000);
    expect(simulator.jobs).toHaveLength(1);
    if (told.jobId) expect(told.jobId).toBe(simulator.jobs[0]!.id);
  });

  it('the official SDK with its default retries buys three jobs when two answers are lost', async () => {
    const { simulator } = await runAgainst({ scenario: 'submit-reset:2' }, 'openrouter-sdk.mjs', [
      'google/veo-3.1-lite',
      'default-retries',
    ]);
    expect(simulator.jobs).toHaveLength(3);
  });

  it('the AI SDK with its default retries buys three jobs, and delivers none, when the first poll of each answers 503', async () => {
    const simulator = createSimulator({ speed: 300, scenario: 'poll-503:1' });
    await expect(run(simulator, 'ai-sdk.mjs', ['google/veo-3.1-lite', '7', 'default-retries'])).rejects.toThrow();
    expect(simulator.jobs).toHaveLength(3);
  });

  it('a relative polling_url ends the curl flow, as it ends the published script', async () => {
    await expect(runAgainst({ scenario: 'relative-urls' }, 'curl-flow.sh', [])).rejects.toThrow();
  });

  it('nulls for absent fields break the official SDK', async () => {
    await expect(runAgainst({ scenario: 'nulls' }, 'openrouter-sdk.mjs', [])).rejects.toThrow();
  });

  it('a null cost breaks the AI SDK provider and leaves the official SDK whole', async () => {
    await expect(runAgainst({ scenario: 'cost-null' }, 'ai-sdk.mjs', ['google/veo-3.1-lite', '7'])).rejects.toThrow();
    const { told } = await runAgainst({ scenario: 'cost-null' }, 'openrouter-sdk.mjs', []);
    expect(told.costUsd).toBeNull();
  });
});

async function runAgainst(options: SimulatorOptions, program: string, more: readonly string[]) {
  const simulator = createSimulator({ speed: 300, ...options });
  return { told: await run(simulator, program, more), simulator };
}

async function run(simulator: Simulator, program: string, more: readonly string[]) {
  const { url } = await simulator.listen();
  try {
    const command = program.endsWith('.sh') ? 'bash' : process.execPath;
    const child = spawn(command, [`${folder}${program}`, `${url}/api/v1`, ...more], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const output = { stdout: '', stderr: '' };
    child.stdout.on('data', (text) => {
      output.stdout += text;
    });
    child.stderr.on('data', (text) => {
      output.stderr += text;
    });
    const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
    if (code !== 0) throw new Error(`${program} ended with ${code}: ${output.stderr}${output.stdout}`);
    return JSON.parse(output.stdout.trim().split('\n').at(-1)!);
  } finally {
    await simulator.close();
  }
}
