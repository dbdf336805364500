import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { needsFfmpeg } from '../../../../tests/needs.ts';
import type { FileStore } from '../../src/files/stores/file-store.ts';
import type { BatchView } from '../../src/gateway/own-api/addresses/batches.ts';
import { startS3 } from '../files/s3-server.ts';
import { type SimulatedGateway, simulatedGateway } from './simulated-gateway.ts';

let s3: Awaited<ReturnType<typeof startS3>>;
let store: FileStore;

beforeAll(async () => {
  s3 = await startS3();
  store = s3.open();
});
afterAll(async () => {
  store.close();
  await s3.stop();
});

const world = () => simulatedGateway({ gateway: { fileStore: store }, shotcaller: { fileStore: store } });
const model = 'google/veo-3.1-lite';
const defaults = { model, duration: 4, resolution: '720p', audio: false };

async function shot(home: SimulatedGateway, name: string, shots: readonly object[]): Promise<BatchView> {
  const answer = await home.post('/v1/batches', { name, defaults, shots, maxUsd: '5' });
  expect(answer.status).toBe(202);
  const look = async (): Promise<BatchView> => (await home.call(`/v1/batches/${name}`)).json();
  await expect.poll(async () => (await look()).state).toBe('ended');
  return look();
}

const clipsHere = ({ home }: SimulatedGateway) =>
  readdirSync(home, { recursive: true }).filter((name) => String(name).endsWith('.mp4'));

async function pathsOf(home: SimulatedGateway, { clips }: BatchView) {
  return Promise.all(clips.map(async ({ jobId }) => (await home.ledger.attemptsOfJob(jobId!)).at(-1)?.file?.path));
}

test('the clips of a batch go into the store as those of single jobs do, are sent from there, and are bought once', async () => {
  await using home = await world();
  const shots = [
    { id: 'a', prompt: 'a mug' },
    { id: 'b', prompt: 'a cup' },
  ];
  const batch = await shot(home, 'film', shots);
  expect(batch.clips).toMatchObject([{ state: 'done' }, { state: 'done' }]);
  for (const path of await pathsOf(home, batch)) expect(path).toMatch(/^s3:\/\/clips\/team\/jobs\//);
  expect(clipsHere(home)).toEqual([]);
  const content = await home.call(`/v1/jobs/${batch.clips[0]!.jobId}/content`);
  expect([content.status, (await content.arrayBuffer()).byteLength > 10_000]).toEqual([200, true]);
  await shot(home, 'film', shots);
  expect(home.simulator.jobs).toHaveLength(2);
});

test('a shot of such a batch goes on from the last frame of a clip in the store', needsFfmpeg, async () => {
  await using home = await world();
  const batch = await shot(home, 'chain', [
    { id: 'a', prompt: 'a mug' },
    { id: 'b', prompt: 'a cup', continues: 'a' },
  ]);
  expect(batch.clips).toMatchObject([{ state: 'done' }, { state: 'done' }]);
  expect(JSON.stringify(home.simulator.jobs[1]!.request)).toContain('data:image/');
  expect(clipsHere(home)).toEqual([]);
});
