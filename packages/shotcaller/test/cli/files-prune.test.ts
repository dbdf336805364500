import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { decisiveAttempt } from '../../src/jobs/job-result.ts';
import { type SimulatedGateway, simulatedGateway } from '../gateway/simulated-gateway.ts';
import { shotcaller } from './command-line.ts';

const order = { model: 'google/veo-3.1-lite', duration: 4, resolution: '720p' };
const day = 86_400_000;

async function delivered(home: SimulatedGateway, prompt: string, isFetched: boolean) {
  const answer = await home.post('/api/v1/videos', { ...order, prompt });
  const { id } = (await answer.json()) as { id: string };
  await home.ended(id);
  if (isFetched) {
    await (await home.call(`/api/v1/videos/${id}/content`)).arrayBuffer();
    await expect.poll(async () => (await home.ledger.job(id))?.receipt?.handedOver).toBe(true);
  }
  const { path } = decisiveAttempt(await home.ledger.attemptsOfJob(id)).file!;
  return { id, path };
}

const prune = (home: SimulatedGateway, days: number, ...words: readonly string[]) =>
  shotcaller(['files', 'prune', '--older-than', '30d', ...words], {
    home: home.home,
    now: new Date(Date.now() + days * day).toISOString(),
    environment: { OPENROUTER_API_KEY: 'sk-or-v1-of-this-test' },
  });

describe('files prune', () => {
  test('lists what it would delete, deletes with --yes, and never what nobody has fetched', async () => {
    await using home = await simulatedGateway();
    const fetched = await delivered(home, 'a mug', true);
    const waiting = await delivered(home, 'a boat', false);
    const listed = await prune(home, 31);
    expect(listed).toMatchObject({ code: 0, talk: expect.stringContaining(fetched.path) });
    expect(listed.talk).toContain('Nothing was deleted: add --yes.');
    expect(listed.talk).toContain('1 clip kept');
    expect(existsSync(fetched.path)).toBe(true);

    const { out } = await prune(home, 31, '--yes', '--json');
    expect(JSON.parse(out)).toMatchObject({ files: 1, kept: 1, deleted: true });
    expect(existsSync(fetched.path)).toBe(false);
    expect(existsSync(waiting.path)).toBe(true);
    expect(readdirSync(dirname(waiting.path))).toHaveLength(1);
    // The job is still told of, and the service is asked for what is no longer here.
    expect(await home.ended(fetched.id)).toMatchObject({ status: 'completed' });
    expect((await home.call(`/api/v1/videos/${fetched.id}/content`)).status).toBe(200);
    expect(JSON.parse((await prune(home, 31, '--yes', '--json')).out)).toMatchObject({ files: 0 });
  });

  test('leaves younger clips, and a file of somebody else that stands under the name', async () => {
    await using home = await simulatedGateway();
    const { path } = await delivered(home, 'a mug', true);
    expect(JSON.parse((await prune(home, 29, '--yes', '--json')).out)).toMatchObject({ files: 0 });
    writeFileSync(path, 'a holiday');
    expect(JSON.parse((await prune(home, 31, '--yes', '--json')).out)).toMatchObject({ files: 0 });
    expect(existsSync(path)).toBe(true);
  });

  test('leaves what lies outside its folder', async () => {
    await using home = await simulatedGateway();
    const { path } = await delivered(home, 'a mug', true);
    const { out } = await prune(home, 31, '--yes', '--json', '--files', join(home.home, 'elsewhere'));
    expect(JSON.parse(out)).toMatchObject({ files: 0 });
    expect(existsSync(path)).toBe(true);
  });

  test.each([[[]], [['--older-than', '0d']], [['--older-than', '30']], [['--older-than', '-3d']]])(
    'with %j for an age deletes nothing',
    async (words) => {
      const { code, talk } = await shotcaller(['files', 'prune', ...words, '--yes']);
      expect(code).toBe(2);
      expect(talk).toContain('Nothing was deleted.');
    },
  );
});
