import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSimulator } from 'shotcaller/simulator';
import { afterEach, describe, expect, test } from 'vitest';
import { shotcaller } from './command-line.ts';

const key = 'sk-or-v1-a-key-of-this-test';
const clip = [
  'run',
  '--prompt',
  'a paper boat',
  '--duration',
  '4',
  '--resolution',
  '720p',
  '--no-audio',
  '--model',
  'google/veo-3.1-lite',
  '--catalog',
  'bundled',
];
const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A service on another origin than the embedded one, and a fresh home. */
function service(scenario: string, more: { readonly apiKeys?: readonly string[]; readonly config?: unknown } = {}) {
  const simulator = createSimulator({ scenario, clipThread: false, ...(more.apiKeys && { apiKeys: more.apiKeys }) });
  closing.push(() => simulator.close());
  const home = mkdtempSync(join(tmpdir(), 'shotcaller-run-'));
  if (more.config) writeFileSync(join(home, 'config.json'), JSON.stringify(more.config));
  const environment = { OPENROUTER_API_KEY: key, OPENROUTER_BASE_URL: 'https://service.example/api/v1' };
  const run = (...words: readonly string[]) => runAnswering(undefined, ...words);
  const runAnswering = (answer: ((question: string) => boolean) | undefined, ...words: readonly string[]) =>
    shotcaller([...clip, ...words], {
      home,
      workingFolder: home,
      environment,
      fetch: (input, init) => simulator.fetch(input as string, init),
      ...(answer && { answer }),
    });
  return { simulator, run, runAnswering };
}

describe('run, with a key', () => {
  test('buys nothing when nobody confirms the spend: exit 4', async () => {
    const { simulator, run } = service('none');
    const { code, talk } = await run();
    expect(code).toBe(4);
    expect(talk).toContain('google/veo-3.1-lite for $0.12');
    expect(talk).toContain('--yes');
    expect(simulator.jobs).toHaveLength(0);
  });

  test('--json, not confirmed, prints the plan: model, price, body, time and clip', async () => {
    const { run } = service('none');
    const { code, out } = await run('--json');
    expect(code).toBe(4);
    expect(JSON.parse(out)).toEqual({
      status: 'not_confirmed',
      id: null,
      files: [],
      plan: {
        model: 'google/veo-3.1-lite',
        price: expect.objectContaining({ expectedUsd: '0.12', highUsd: '0.12' }),
        body: {
          model: 'google/veo-3.1-lite',
          prompt: 'a paper boat',
          duration: 4,
          resolution: '720p',
          aspect_ratio: '16:9',
          generate_audio: false,
        },
        expectedTime: { p50Seconds: expect.any(Number), p90Seconds: expect.any(Number) },
        clip: { task: 'generate', durationSeconds: 4, resolution: '720p', aspectRatio: '16:9', audio: false },
      },
    });
  });

  test.each<[string, readonly string[], string]>([
    ['what the clip may cost', [], 'Spend up to $0.12? [y/N]'],
    [
      'what further attempts may cost',
      ['--fallback', '2'],
      'Spend up to $0.12? If it fails, up to 2 further models may be tried, each for up to $0.12. [y/N]',
    ],
    [
      'what all may cost together when two may bill',
      ['--fallback', '1', '--allow-two-bills'],
      'Spend up to $0.12? If it fails, up to 1 further model may be tried, each for up to $0.12; all attempts together up to $0.24. [y/N]',
    ],
  ])('asks %s, and buys nothing on a no', async (_what, words, question) => {
    const { simulator, runAnswering } = service('none');
    const { code, talk } = await runAnswering(() => false, ...words);
    expect(code).toBe(4);
    expect(talk).toContain(question);
    expect(simulator.jobs).toHaveLength(0);
  });

  test('buys on a yes', async () => {
    const { simulator, runAnswering } = service('submit-reset');
    const { code, talk } = await runAnswering(() => true);
    expect(code).toBe(5);
    expect(talk).toContain('Reserved up to $0.12, submitting once');
    expect(simulator.jobs).toHaveLength(1);
  });

  test('a request that the model would refuse is not sent: exit 3', async () => {
    const { simulator, run } = service('none');
    const { code, talk } = await run('--yes', '--passthrough', 'negative_prompt=rain');
    expect(code).toBe(3);
    expect(talk).toContain('negative_prompt');
    expect(simulator.jobs).toHaveLength(0);
  });

  test('buys nothing over the cap of the config: exit 4, and says which cap', async () => {
    const { simulator, run } = service('none', { config: { caps: { perDayUsd: '0.11' } } });
    const { code, talk } = await run('--yes');
    expect(code).toBe(4);
    expect(talk).toContain('your limit per day is $0.11');
    expect(simulator.jobs).toHaveLength(0);
  });

  test.each([
    ['a wrong key', 'none', ['another-key'], 'shotcaller doctor checks the key'],
    ['no credit', 'submit-402-credits', undefined, 'Add credit'],
    ['moderation', 'submit-403', undefined, ''],
    ['a vanished model', 'model-withdrawn', undefined, 'No endpoints found'],
  ])('%s is refused: exit 1, nothing is bought, and no key is printed', async (_name, scenario, apiKeys, says) => {
    const { simulator, run } = service(scenario, apiKeys ? { apiKeys } : {});
    const { code, talk, out } = await run('--yes');
    expect(code).toBe(1);
    expect(talk).toContain('Refused');
    expect(talk).toContain(says);
    expect(talk + out).not.toContain(key);
    expect(simulator.jobs).toHaveLength(0);
  });

  test.each(['submit-reset', 'submit-502', 'submit-html'])(
    '%s: the outcome is unknown, exit 5, and one job at most was bought',
    async (scenario) => {
      const { simulator, run } = service(scenario);
      const { code, talk } = await run('--yes');
      expect(code).toBe(5);
      expect(talk).toContain('does not submit it a second time');
      expect(talk).toContain('shotcaller resume');
      expect(simulator.jobs).toHaveLength(1);
    },
  );

  test('a repeated key is the first job: it is not asked again, and buys nothing', async () => {
    const { simulator, run, runAnswering } = service('submit-reset');
    await run('--yes', '--key', 'order-7');
    const repeated = await runAnswering(() => expect.unreachable('asked again'), '--key', 'order-7');
    const { code, talk } = repeated;
    expect(code).toBe(5);
    expect(talk).toContain('order-7 is known');
    expect(simulator.jobs).toHaveLength(1);
  });
});
