import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSimulator } from 'shotcaller/simulator';
import { describe, expect, test } from 'vitest';
import { hastyClock } from '../jobs/simulated.ts';
import { shotcaller } from './command-line.ts';

const clip = ['--prompt', 'a boat', '--duration', '4', '--resolution', '720p', '--no-audio'];
const veo = ['--model', 'google/veo-3.1-lite', '--catalog', 'bundled'];

function service(scenario = 'none') {
  const simulator = createSimulator({ scenario, speed: 1000, clipThread: false });
  const home = mkdtempSync(join(tmpdir(), 'shotcaller-interrupted-'));
  const interrupt = new AbortController();
  const more = {
    home,
    workingFolder: home,
    environment: { OPENROUTER_API_KEY: 'sk-or-v1-of-this-test', OPENROUTER_BASE_URL: 'https://service.example/api/v1' },
    jobClock: hastyClock,
    signal: interrupt.signal,
    fetch: ((input, init) => simulator.fetch(input as string, init)) as typeof fetch,
  };
  return { simulator, interrupt, more, [Symbol.asyncDispose]: () => simulator.close() };
}

describe('Ctrl-C', () => {
  test.each([
    ['pick', ['pick', ...clip, '--catalog', 'live'], 'Interrupted.\n'],
    ['models', ['models', '--catalog', 'live'], 'Interrupted.\n'],
    ['run', ['run', ...clip, '--yes'], 'Interrupted. shotcaller jobs shows whether anything was bought.\n'],
  ])(
    'before %s has its catalogue is told as what it is, and says where the money shows',
    async (_name, words, says) => {
      await using here = service();
      const fetch: typeof globalThis.fetch = (input, init) => {
        here.interrupt.abort();
        return here.more.fetch(input, init);
      };
      const { code, out, talk } = await shotcaller(words, { ...here.more, fetch });
      expect([code, out, talk]).toEqual([1, '', says]);
      expect(here.simulator.jobs).toHaveLength(0);
    },
  );

  test('before a request was sent: nobody says that the service has it, that it was cancelled there, or that a bill will come', async () => {
    await using here = service('submit-429:9');
    const onTalk = (text: string) => {
      if (text.includes('Trying again')) here.interrupt.abort();
    };
    const left = await shotcaller(['run', ...clip, ...veo, '--yes'], { ...here.more, onTalk });
    expect(left.code).toBe(6);
    expect(left.talk).toContain('Not sent: google/veo-3.1-lite.');
    expect(left.talk).toContain('Nothing is bought so far. To buy the clip, run it again;');
    expect(left.talk).not.toMatch(/runs on at the service|Not billed yet|Go on with/);

    const resumed = await shotcaller(['resume'], { ...here.more, signal: new AbortController().signal });
    expect(resumed.code).toBe(1);
    expect(resumed.talk).toContain('Not sent: google/veo-3.1-lite.\nBilled nothing, quoted $0.12.');
    expect(resumed.talk).toContain('Nothing was bought. Run it again.');
    expect(resumed.talk).not.toMatch(/Cancelled at the service|Not billed yet/);
    expect(here.simulator.jobs).toHaveLength(0);
  });
});

describe('a batch that is interrupted', () => {
  const shots = (...prompts: readonly string[]) =>
    [
      'id,prompt,duration,resolution,audio,model',
      ...prompts.map((prompt, at) => `s${at},${prompt},4,720p,no,google/veo-3.1-lite`),
    ].join('\n');
  const batch = ['batch', 'shots.csv', '--yes', '--catalog', 'bundled'];

  test('before it has bought anything has failed: no budget was passed, and nobody was asked', async () => {
    await using here = service();
    writeFileSync(join(here.more.home, 'shots.csv'), shots('a lake', 'a boat'));
    const onTalk = (text: string) => {
      if (text.startsWith('Clips go to')) here.interrupt.abort();
    };
    const { code, talk } = await shotcaller(batch, { ...here.more, onTalk });
    expect(talk).toContain('0 of 2 clips done, 2 not bought.');
    expect([code, here.simulator.jobs.length]).toEqual([1, 0]);
  });

  test('and whose list is changed then: its next run names the clip that only resume fetches', async () => {
    await using here = service();
    const list = join(here.more.home, 'shots.csv');
    writeFileSync(list, shots('a lake'));
    const fetch: typeof globalThis.fetch = async (input, init) => {
      const answer = await here.more.fetch(input, init);
      if (init?.method === 'POST') here.interrupt.abort();
      return answer;
    };
    expect((await shotcaller(batch, { ...here.more, fetch })).code).toBe(6);
    expect(here.simulator.jobs).toHaveLength(1);

    const signal = new AbortController().signal;
    writeFileSync(list, shots('a river'));
    const changed = await shotcaller(batch, { ...here.more, signal });
    expect(changed.code).toBe(0);
    const [, id] = /1 further clip of this batch is open, .*: shotcaller resume (\S+)\n/.exec(changed.talk) ?? [];
    expect((await shotcaller(['resume', id as string], { ...here.more, signal })).code).toBe(0);
    expect((await shotcaller(batch, { ...here.more, signal })).talk).not.toContain('further clip');
    expect(here.simulator.jobs).toHaveLength(2);
  });
});

describe('a result that cannot be written', () => {
  const full = { resultFailure: 'ENOSPC' };
  const worthIt = ['--prompt', 'a boat', '--duration', '5', '--resolution', '720p', '--no-audio'];
  const measure = ['measure', '--budget', '1', '--clips', '500', ...worthIt, '--catalog', 'bundled'];

  test('is never mended by buying again', async () => {
    await using here = service();
    const { talk, code } = await shotcaller([...measure, '--yes'], { ...here.more, ...full });
    expect(here.simulator.jobs.length).toBeGreaterThan(0);
    expect(talk).toContain('This does not affect what was bought: shotcaller jobs shows it.');
    expect(talk).not.toContain('repeat the command');
    expect(code).toBe(0);
  });

  test.each([
    ['a plan of test clips', measure],
    ['the schema of shot lists', ['batch', 'schema']],
  ])('is a failure where %s is all that was asked for', async (_what, words) => {
    await using here = service();
    const { talk, code } = await shotcaller(words, { ...here.more, ...full });
    expect(talk).toContain('repeat the command');
    expect(code).toBe(1);
  });
});
