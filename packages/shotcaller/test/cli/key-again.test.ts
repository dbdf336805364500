import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { hastyClock } from '../jobs/simulated.ts';
import { shotcaller } from './command-line.ts';

const usual = ['--model', 'google/veo-3.1-lite', '--catalog', 'bundled', '--resolution', '720p', '--no-audio'];
const boat = ['--prompt', 'a secret boat', '--duration', '4'];

/** A folder in which one clip was bought under the key shot-7. */
async function bought(...first: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'shotcaller-key-'));
  const call = (...words: readonly string[]) =>
    shotcaller(words, { home: folder, workingFolder: folder, jobClock: hastyClock });
  const again = (...words: readonly string[]) => call('run', ...usual, '--key', 'shot-7', ...words);
  expect((await again(...first)).code).toBe(0);
  const jobs = async () => JSON.parse((await call('jobs', '--json')).out);
  const [{ id }] = await jobs();
  return { folder, again, call, id, jobs };
}

describe('--key used again', () => {
  test.each<[readonly string[], string, string]>([
    [['--prompt', 'a secret boat', '--duration', '6'], 'durationSeconds', 'the length 4 there, 6 here'],
    [['--prompt', 'a hidden ship', '--duration', '4'], 'prompt', 'another prompt'],
    [[...boat, '--fallback', '2'], 'fallback', 'fallback 0 there, 2 here'],
    [[...boat, '--aspect', '9:16'], 'aspectRatio', 'aspect ratio not given there, 9:16 here'],
  ])('with other wishes names what differs and buys nothing: exit 2, also in JSON: %j', async (words, field, says) => {
    const { again, id, jobs } = await bought(...boat);
    const { code, out, talk } = await again(...words);
    expect([code, out]).toEqual([2, '']);
    expect(talk).toContain(
      `The idempotency key shot-7 belongs to job ${id}, which asks for something else: ${says}. Nothing was bought. Repeat the first order unchanged to get its job, or use another key to buy another clip.`,
    );
    const json = await again(...words, '--json');
    expect([json.code, JSON.parse(json.out)]).toEqual([
      2,
      {
        status: 'key_reused',
        id: null,
        files: [],
        jobOfKey: id,
        differences: [expect.objectContaining({ field })],
        message: expect.stringContaining(says),
      },
    ]);
    expect(await jobs()).toHaveLength(1);
  });

  test('with another place for the file is the same order, and says how to have the clip there, too', async () => {
    const { folder, again, call, id, jobs } = await bought(...boat, '--output', 'a.mp4');
    const { code, out, talk } = await again(...boat, '--output', 'b.mp4');
    expect([code, out.trim()]).toEqual([0, join(folder, 'a.mp4')]);
    expect(talk).toContain('The key shot-7 is known: this is the first job, nothing new was bought.');
    const next = `shotcaller resume ${id} --output b.mp4`;
    expect(talk).toContain(`Its clip goes where the first order said. To have it at b.mp4, too: ${next}`);
    expect((await call(...next.split(' ').slice(1))).code).toBe(0);
    expect(existsSync(join(folder, 'b.mp4'))).toBe(true);
    expect(await jobs()).toHaveLength(1);
  });

  test('with the same place says nothing of another', async () => {
    const { again } = await bought(...boat, '--output', 'a.mp4');
    for (const output of ['a.mp4', './a.mp4', './'])
      expect((await again(...boat, '--output', output)).talk).not.toContain('To have it at');
  });
});
