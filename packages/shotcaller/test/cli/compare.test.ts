import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createSimulator, type Simulator } from '@shotcaller/simulator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createShotcaller } from '../../src/shotcaller.ts';
import { hastyClock } from '../jobs/simulated.ts';
import { shotcaller } from './command-line.ts';

const baseUrl = 'https://service.example/api/v1';
const clip = { prompt: 'a paper boat', durationSeconds: 4, resolution: '720p' } as const;
const lite = 'google/veo-3.1-lite';
const mini = 'bytedance/seedance-2.0-mini';

const environment = { OPENROUTER_BASE_URL: baseUrl, OPENROUTER_API_KEY: 'sk-or-v1-a-key-of-this-test' };
const home = mkdtempSync(join(tmpdir(), 'shotcaller-votes-'));
let simulator: Simulator;
const jobs: Record<string, string> = {};

beforeAll(async () => {
  simulator = createSimulator({ speed: 1000, clipThread: false });
  const library = createShotcaller({
    home,
    apiKey: environment.OPENROUTER_API_KEY,
    baseUrl,
    fetch: (input, init) => simulator.fetch(input, init),
    clock: hastyClock,
    placePoll: (_attempt, nowMs) => ({ nextPollMs: nowMs + 100, remainingSeconds: null }),
  });
  const buy = async (name: string, model: string, prompt: string = clip.prompt) => {
    const { status, id } = await library.run({ ...clip, prompt }, { model });
    expect(status).toBe('done');
    jobs[name] = id!;
  };
  await buy('lite', lite);
  await buy('mini', mini);
  await buy('mini again', mini, clip.prompt);
  await buy('another shot', 'google/veo-3.1-fast', 'a red kite');
  await library.close();
});
afterAll(() => simulator.close());

const command = (...words: readonly string[]) =>
  shotcaller(words, { home, environment, workingFolder: home, now: new Date().toISOString() });

describe('a comparison of two clips', () => {
  test('shows both without a name of a model, in an order that the jobs’ order does not tell', async () => {
    const { out, talk, code } = await command('compare', jobs.lite!, jobs.mini!);
    expect(code).toBe(0);
    const paths = out.trim().split('\n');
    expect(paths.map((path) => basename(path))).toEqual(['first.mp4', 'second.mp4']);
    for (const path of paths) expect(existsSync(path)).toBe(true);
    expect(`${out}${talk}`).not.toMatch(/veo|seedance/);
    const turned = (await command('compare', jobs.mini!, jobs.lite!)).out.trim().split('\n');
    expect(turned.map((path) => readFileSync(path))).toEqual(paths.map((path) => readFileSync(path)));
  });

  test('becomes a vote, once, and only then tells the models', async () => {
    const voted = JSON.parse(
      (await command('compare', jobs.lite!, jobs.mini!, '--better', 'first', '--tag', 'toy', '--json')).out,
    );
    expect([...voted.models].sort()).toEqual([mini, lite].sort());
    expect(voted).toMatchObject({ better: voted.models[0], task: 'text-to-video', tag: 'toy' });
    expect(voted.ratings[0].basis.notes).toContain('own_votes_counted');
    const again = await command('compare', jobs.mini!, jobs.lite!, '--better', 'second');
    expect(again).toMatchObject({ code: 1, talk: expect.stringContaining('Your first vote stays') });
    expect(JSON.parse((await command('votes', 'list', '--json')).out)).toHaveLength(1);
  });

  test('moves the ratings that pick goes by', async () => {
    const { ranked } = JSON.parse(
      (await command('pick', '--duration', '4', '--resolution', '720p', '--catalog', 'bundled', '--json')).out,
    );
    const place = ranked.find(({ model }: { model: string }) => model === lite);
    expect(place.quality.basis.notes).toContain('own_votes_counted');
  });

  test('is taken to another home once, however often it is imported', async () => {
    await command('votes', 'export', 'votes.json');
    const other = mkdtempSync(join(tmpdir(), 'shotcaller-votes-'));
    const importing = () =>
      shotcaller(['votes', 'import', join(home, 'votes.json')], {
        home: other,
        environment,
        workingFolder: home,
        now: new Date().toISOString(),
      });
    expect((await importing()).talk).toContain('Added 1 of 1');
    expect((await importing()).talk).toContain('Added 0 of 1');
    // Nor does it count twice where it was cast.
    expect((await command('votes', 'import', join(home, 'votes.json'))).talk).toContain('Added 0 of 1');
    expect(JSON.parse((await command('votes', 'list', '--json')).out)).toHaveLength(1);
    expect((await command('votes', 'export', 'votes.json')).code).toBe(2);
  });

  test.each([
    ['one model against itself', () => [jobs.mini!, jobs['mini again']!], 'Both clips are from'],
    ['two different shots', () => [jobs.mini!, jobs['another shot']!], 'not the same shot'],
    ['a job that there is not', () => [jobs.mini!, 'nothing'], 'There is no job nothing'],
    ['one job twice', () => [jobs.mini!, jobs.mini!], 'takes the ids of two jobs'],
    ['an answer that is none', () => [jobs.mini!, jobs.lite!, '--better', 'frist'], 'Did you mean first?'],
  ])('of %s is refused', async (_what, words, says) => {
    expect(await command('compare', ...words())).toMatchObject({ code: 2, talk: expect.stringContaining(says) });
  });
});
