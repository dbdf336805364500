import { expect, test } from 'vitest';
import { simulatedGateway } from './simulated-gateway.ts';

test('a shot list is read into its shots, defaults included, and nothing is bought', async () => {
  await using gateway = await simulatedGateway();
  const list = [
    'id,prompt,duration,aspect,audio,first_frame,reference,model,takes,profile,note',
    'defaults,,5,16:9,no,,,,,,',
    'lake,"Wide shot, mist over the ""water""",,,,,,,,qualityAndCost,',
    'hands,Close-up of hands,4,,,stills/händs 1.png,style.png;https://example.com/song.mp3,google/veo-3.1,3,,keep',
  ].join('\n');
  const answer = await gateway.post('/v1/shot-lists', { list, format: 'csv' });
  expect(answer.status).toBe(200);
  const { shots } = await answer.json();
  expect(shots).toMatchObject([
    {
      id: 'lake',
      profile: 'qualityAndCost',
      model: null,
      takes: 1,
      note: null,
      requirements: {
        prompt: 'Wide shot, mist over the "water"',
        durationSeconds: 5,
        aspectRatio: '16:9',
        audio: false,
        references: [],
      },
    },
    {
      id: 'hands',
      profile: null,
      model: 'google/veo-3.1',
      takes: 3,
      note: 'keep',
      requirements: {
        durationSeconds: 4,
        firstFrame: 'stills/händs 1.png',
        references: [
          { kind: 'image', url: 'style.png' },
          { kind: 'audio', url: 'https://example.com/song.mp3' },
        ],
      },
    },
  ]);
  expect(gateway.simulator.jobs).toHaveLength(0);
  const { jobs } = await (await gateway.call('/v1/jobs')).json();
  expect(jobs).toEqual([]);
});

test('a shot list with problems is answered with all of them, each with its line', async () => {
  await using gateway = await simulatedGateway();
  const answer = await gateway.post('/v1/shot-lists', {
    list: 'id,prompt,duration\na,x,five\na,y,4\n,z,4\n',
    format: 'csv',
  });
  expect(answer.status).toBe(422);
  const { error } = await answer.json();
  expect(error.code).toBe('list_invalid');
  expect(error.problems.map(({ message }: { message: string }) => /line (\d)/.exec(message)?.[1])).toEqual([
    '2',
    '3',
    '4',
  ]);
});
