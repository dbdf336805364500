import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSimulator, type Simulator } from '@shotcaller/simulator';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { hastyClock } from '../jobs/simulated.ts';
import { shotcaller } from './command-line.ts';

/** `--llm`, against the simulator: as a service with a key, and embedded without one. */

let home: string;
const open: Simulator[] = [];
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'shotcaller-llm-'));
});
afterEach(async () => {
  for (const simulator of open.splice(0)) await simulator.close();
});
afterAll(() => rm(home, { recursive: true, force: true }));

const key = 'sk-or-v1-the-key-of-this-test-0123456789';
let homes = 0;

/** A home and a service of its own. */
function withService(scenario = '') {
  const simulator = createSimulator({ speed: 1000, clipThread: false, scenario });
  open.push(simulator);
  homes += 1;
  const more = {
    home: join(home, String(homes)),
    environment: { OPENROUTER_API_KEY: key },
    fetch: ((input: string, init?: RequestInit) => simulator.fetch(input, init)) as typeof fetch,
  };
  return { simulator, more };
}

const german = 'Ein Fuchs im Schnee, 5 Sekunden, Hochformat, ohne Ton';
const bundled = ['--catalog', 'bundled'];

describe('pick --llm', () => {
  test('reads a German sentence: says what it took from which words, what it cost, and answers with the pick', async () => {
    const { simulator, more } = withService();
    const { code, talk, out } = await shotcaller(['pick', german, '--llm', ...bundled], more);
    expect(code).toBe(0);
    expect(talk).toContain('"5 Sekunden" → durationSeconds 5');
    expect(talk).toContain('"ohne Ton" → audio false');
    expect(talk).toMatch(/Read by google\/gemini-2\.5-flash-lite for \$0\.\d+; shotcaller ledger shows it/);
    expect(talk).not.toContain('English only');
    expect(out).toContain('5 s');
    expect(simulator.chats).toHaveLength(1);
    const ledger = await shotcaller(['ledger'], more);
    expect(ledger.out).toMatch(/^Beside the clips: 1 sentence read by a model for \$0\.\d+\.\n$/);
    const { readings, lines } = JSON.parse((await shotcaller(['ledger', '--json'], more)).out);
    expect([readings.total.readings, lines]).toEqual([1, []]);
  });

  test('its JSON says who read it, what was dropped, what is open, and the cost', async () => {
    const { more } = withService();
    const { out } = await shotcaller(['pick', german, '--llm', '--json', ...bundled], more);
    expect(JSON.parse(out).reading).toMatchObject({
      by: 'model',
      failure: null,
      dropped: [],
      questions: [],
      cost: { model: 'google/gemini-2.5-flash-lite' },
      otherLanguage: false,
    });
  });

  test('without it the same sentence is said to need English, or --llm, and JSON has nothing new', async () => {
    const { simulator, more } = withService();
    const { talk } = await shotcaller(['pick', german, ...bundled], more);
    expect(talk).toContain('only settings written as in English');
    expect(talk).toContain('let a chat model read the sentence with --llm');
    const { out } = await shotcaller(['pick', german, '--json', ...bundled], more);
    expect(Object.keys(JSON.parse(out).reading)).toEqual([
      'used',
      'notUnderstood',
      'needed',
      'conflicts',
      'prompt',
      'otherLanguage',
    ]);
    expect(simulator.chats).toEqual([]);
  });

  test.each([
    [['pick', '--llm', german]],
    [['pick', '--llm', 'openai/gpt-4.1-nano', german]],
    [['pick', german, '--llm=openai/gpt-4.1-nano']],
    [['pick', '--llm', '--', german]],
    [['pick', '--llm', '--json', german]],
  ])('%j: a model may be named or not, wherever the sentence stands', async (words) => {
    const { simulator, more } = withService();
    const { code } = await shotcaller([...words.slice(0, 1), ...bundled, ...words.slice(1)], more);
    expect(code).toBe(0);
    const [chat] = simulator.chats;
    expect(chat?.model).toBe(words.join(' ').includes('nano') ? 'openai/gpt-4.1-nano' : 'google/gemini-2.5-flash-lite');
    expect(JSON.stringify(chat?.request)).toContain(german);
  });

  test.each([
    [['pick', '--llm', '--duration', '5'], '--llm reads a sentence'],
    [['pick', '--llm', 'gpt-4o', german], '--llm gpt-4o is not a chat model'],
    [['pick', '--llm', 'gpt-4o'], '--llm reads a sentence'],
    [['pick', german, '--llm=nonsense'], '--llm nonsense is not a chat model'],
    [['pick', german, '--llm', '--llm'], '--llm is given twice'],
  ])('%j is refused with a sentence, and nothing is asked', async (words, says) => {
    const { simulator, more } = withService();
    const { code, talk } = await shotcaller(words, more);
    expect([code, talk]).toEqual([2, expect.stringContaining(says)]);
    expect(simulator.chats).toEqual([]);
  });

  test.each([
    ['chat-402', 'The account does not have enough credits'],
    ['chat-false-quotes', 'the sentence supports none'],
    ['chat-truncated', 'is incomplete'],
  ])('%s: the rules read it, and it is said why', async (scenario, says) => {
    const { more } = withService(scenario);
    const { code, talk } = await shotcaller(['pick', 'a fox in snow, 5 s, 720p', '--llm', ...bundled], more);
    expect(code).toBe(0);
    expect(talk).toContain(says);
    expect(talk).toContain('"5 s" → durationSeconds 5');
  });

  test('a flag wins over what a model read, and a limit of a flag is not raised', async () => {
    const { more } = withService();
    const words = [
      'pick',
      'ein Fuchs, 5 Sekunden, unter 900 Dollar',
      '--llm',
      '--max-usd',
      '0.5',
      '--json',
      ...bundled,
    ];
    const { out } = await shotcaller(words, more);
    expect(JSON.parse(out).requirements).toMatchObject({ maxUsd: '0.5', durationSeconds: 5 });
  });
});

describe('What a model only inferred', () => {
  // The stand-in infers 9:16 of "reels". Hailuo 2.3 makes 16:9 only, and ranks before the other one.
  const changing = 'minimax/hailuo-2.3,runway/gen-4.5';
  const words = ['pick', 'una volpe per i reels, 6 secondi', '--llm', ...bundled];

  test('is not asked about where the pick is the same either way', async () => {
    const { more } = withService();
    const { code, talk } = await shotcaller([...words, '--only', 'google/veo-3.1-lite,x-ai/grok-imagine-video'], {
      ...more,
      answer: () => false,
    });
    expect([code, talk.includes('was taken for')]).toEqual([0, false]);
  });

  test.each([
    ['y', true],
    ['n', false],
  ])('is asked about where it changes the pick (%s)', async (_answer, yes) => {
    const { more } = withService();
    const asked: string[] = [];
    const { out } = await shotcaller([...words, '--json', '--only', changing], {
      ...more,
      answer: (question) => {
        asked.push(question);
        return yes;
      },
    });
    const { pick, requirements, reading } = JSON.parse(out);
    expect(asked).toEqual([
      expect.stringMatching(
        /^"reels" was taken for aspectRatio "9:16": then .*\. Without that the pick is .*\. Is it meant so\? \[y\/N\] $/,
      ),
    ]);
    expect(requirements.aspectRatio).toBe(yes ? '9:16' : undefined);
    expect(pick === reading.questions[0].pickOtherwise).toBe(!yes);
  });

  test('is said with the other pick where nobody can be asked, and a flag settles it', async () => {
    const { more } = withService();
    const { talk, out } = await shotcaller([...words, '--json', '--only', changing], more);
    expect(talk).toMatch(
      /"reels" was taken for aspectRatio "9:16"\. Without that the pick is .*\. To set it, use a flag\./,
    );
    expect(JSON.parse(out)).toMatchObject({
      requirements: { aspectRatio: '9:16' },
      reading: { questions: [{ why: 'inferred' }] },
    });
    const settled = await shotcaller([...words, '--json', '--only', changing, '--aspect', '9:16'], more);
    expect(JSON.parse(settled.out).reading.questions).toEqual([]);
  });
});

describe('run --llm', () => {
  test('buys what was read: the clip and the reading are two things in the ledger', async () => {
    const { simulator, more } = withService();
    const folder = join(home, `clips-${homes}`);
    const { code, talk } = await shotcaller(
      [
        'run',
        'ein Fuchs, 4 Sekunden, 480p, ohne Ton',
        '--llm',
        '--yes',
        '--output',
        `${folder}/`,
        '--json',
        '--waiting',
        'eager',
      ],
      { ...more, jobClock: hastyClock },
    );
    expect([code, talk]).toEqual([0, expect.any(String)]);
    expect([simulator.chats.length, simulator.jobs.length]).toEqual([1, 1]);
    expect(simulator.jobs[0]!.request).toMatchObject({ duration: 4, resolution: '480p', generate_audio: false });
    const { total, readings } = JSON.parse((await shotcaller(['ledger', '--json'], more)).out);
    expect(total).toMatchObject({ jobs: 1, billedUsd: simulator.bills[0]!.usd });
    expect(readings.total).toMatchObject({ readings: 1, billedUsd: simulator.chats[0]!.usd });
  });

  test('without a key the simulator stands in, says so, and books in its own ledger', async () => {
    homes += 1;
    const own = join(home, String(homes));
    const { code, talk } = await shotcaller(['preview', german, '--llm', ...bundled], { home: own });
    expect(code).toBe(0);
    expect(talk).toContain('a stand-in of the simulator reads the sentence');
    const ledger = await shotcaller(['ledger', '--json'], { home: own });
    expect(JSON.parse(ledger.out).readings.total.readings).toBe(1);
    const live = await shotcaller(['ledger', '--json'], { home: own, environment: { OPENROUTER_API_KEY: key } });
    expect(JSON.parse(live.out).readings.total.readings).toBe(0);
  });
});
