import { describe, expect, it } from 'vitest';
import { clientPrograms, runClient } from '../../../tests/clients/run-client.ts';
import { needsClients } from '../../../tests/needs.ts';
import { createSimulator, type Simulator, type SimulatorOptions } from '../src/index.ts';

describe('published clients, unmodified', needsClients, () => {
  it.each(clientPrograms)('%s submits, polls and downloads, and buys one job', async (_name, program, more) => {
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
    return await runClient(url, program, more);
  } finally {
    await simulator.close();
  }
}
