import { bundledCatalog, bundledEvidence, sumUsd } from '@shotcaller/core';
import { describe, expect, it } from 'vitest';
import { readShotListText } from '../../shotcaller/src/batch/list/read-shot-list.ts';
import { choiceForClip, emptyChoice, requirementsOf, withField } from '../src/brief/choice.ts';
import { choiceOf } from '../src/brief/choice-link.ts';
import { shotListOf } from '../src/projects/export-shot-list.ts';
import { newProject, withLook, withoutLookField, withShotAt } from '../src/projects/project.ts';
import { leftOf, overProjectText, sumsOf } from '../src/projects/project-sums.ts';
import { shotNames } from '../src/projects/shot-names.ts';
import { mostUsd, plannedShot, withPlannedTakes } from '../src/projects/shot-plan.ts';
import { freshSeed, newShot, nextTake, type ShotPlan, shotIdOf } from '../src/shots/shot.ts';

const ground = { catalog: bundledCatalog, evidence: bundledEvidence, allowedModels: null };
const now = '2026-10-09T12:00:00.000Z';
const film = newProject('Film', 1);
const shotOf = (query: string, plan: ShotPlan = { takes: 1, models: null }, name?: string) => ({
  ...newShot(choiceOf(query), 1),
  plan,
  ...(name === undefined ? {} : { name }),
});

describe('the look of a project', () => {
  const look = { durationSeconds: 8, resolution: '720p', audio: false, seed: 7 };

  it('stands below what a shot says in words, and below what it says by hand', () => {
    const said = choiceOf('s=a+kite%2C+4+seconds');
    expect(requirementsOf(withLook(said, { look, profile: null }))).toMatchObject({
      prompt: 'a kite, 4 seconds',
      durationSeconds: 4,
      resolution: '720p',
      audio: false,
      seed: 7,
    });
    const byHand = withField(withField(said, 'resolution', '1080p'), 'audio', true);
    expect(requirementsOf(withLook(byHand, { look, profile: null }))).toMatchObject({
      resolution: '1080p',
      audio: true,
    });
  });

  it('does not come back into a field that was left out by hand, and does so where nothing was said', () => {
    const said = emptyChoice;
    const without = withoutLookField(withField(said, 'seed', ''), { look }, 'seed');
    expect(requirementsOf(withLook(without, { look, profile: null })).seed ?? null).toBeNull();
    expect(requirementsOf(withLook(said, { look, profile: null })).seed).toBe(7);
    // A field that the look does not have needs no mark.
    expect(withoutLookField(withField(said, 'maxUsd', ''), { look }, 'maxUsd').edits).toEqual({});
  });

  it('gives its priorities to shots that name none of their own', () => {
    const profile = 'fastAndCheap' as const;
    expect(withLook(choiceOf('s=a+kite'), { look: {}, profile }).profile).toBe('fastAndCheap');
    expect(withLook(choiceOf('s=a+kite&profile=qualityAndCost'), { look: {}, profile }).profile).toBe('qualityAndCost');
    expect(withLook(choiceOf('s=a+kite%2C+best+quality'), { look: {}, profile }).profile).toBe(
      choiceOf('s=a+kite%2C+best+quality').profile,
    );
  });
});

describe('the order of a film', () => {
  it.each([
    ['b', 0, 'bacd'],
    ['a', 2, 'bcad'],
    ['d', 0, 'dabc'],
    ['a', 9, 'bcda'],
    ['c', -3, 'cabd'],
    ['b', 1, 'abcd'],
  ])('%s moved to place %i is %s', (id, at, order) => {
    expect(withShotAt({ ...film, shotIds: [...'abcd'] }, id, at).shotIds.join('')).toBe(order);
  });
});

describe('what is planned for a shot', () => {
  const query = 's=a+kite&durationSeconds=4&resolution=480p&audio=false';

  it('is the best models by its priorities, one take each', () => {
    const { takes, hindrance } = plannedShot(shotOf(query, { takes: 3, models: null }), film, ground, now);
    expect(hindrance).toBeNull();
    expect(new Set(takes.map(({ place }) => place.model)).size).toBe(3);
    expect(takes.every(({ seed }) => seed === undefined)).toBe(true);
  });

  it('is one model with several seeds where it is named, each another one, the same ones whenever it is planned', () => {
    const model = 'bytedance/seedance-2.0-mini';
    const shot = shotOf(query, { takes: 3, models: [model] });
    const { takes } = plannedShot(shot, film, ground, now);
    expect(takes.map(({ place }) => place.model)).toEqual([model, model, model]);
    const seeds = takes.slice(1).map(({ seed }) => seed);
    expect(new Set(seeds).size).toBe(2);
    expect(plannedShot(shot, film, ground, now).takes.map(({ seed }) => seed)).toEqual([undefined, ...seeds]);
    const fixed = plannedShot(shot, { ...film, look: { seed: 7 } }, ground, now);
    expect(fixed.takes.map(({ seed }) => seed)).toEqual([undefined, 8, 9]);
  });

  it.each([
    ['no prompt', 's=&durationSeconds=4', 'no_prompt'],
    ['a picture that is elsewhere', `${query}&firstFrame=stills%2Fhands.png`, 'picture_missing'],
    [
      'a picture that is being read',
      `${query}&firstFrame=picture%3A0123456789abcdef%3A90x160%3Amug.png`,
      'picture_sought',
    ],
    ['a reference that is elsewhere', `${query}&references=%5B%22style.png%22%5D`, 'picture_missing'],
    ['a setting that cannot be read', `${query}&minQuality=best`, 'wrong_field'],
    ['a price that nothing meets', `${query}&maxUsd=0.000001`, 'no_model'],
  ])('is hindered by %s', (_what, link, hindrance) => {
    expect(plannedShot(shotOf(link), film, ground, now).hindrance).toBe(hindrance);
  });

  it('becomes takes with keys of their own that name the shot, and confirm the prices that were shown', () => {
    const plan = plannedShot(
      shotOf(query, { takes: 2, models: null }),
      { ...film, look: { aspectRatio: '9:16' } },
      ground,
      now,
    );
    const shot = withPlannedTakes(plan, 5);
    expect(shot.plan).toBeUndefined();
    expect(requirementsOf(choiceOf(shot.query)).aspectRatio).toBe('9:16');
    expect(new Set(shot.takes.map(({ key }) => key)).size).toBe(2);
    for (const { key } of shot.takes) expect(shotIdOf(key)).toBe(shot.id);
    expect(sumUsd(shot.takes.map(({ confirmUsd }) => confirmUsd))).toBe(mostUsd([plan]));
  });
});

describe('another take of the same model', () => {
  it('has a seed that no take of the shot had', () => {
    let shot = newShot(choiceOf('s=a+kite'), 1);
    const seen = new Set<number>();
    for (let count = 0; count < 20; count += 1) {
      const seed = freshSeed(shot, undefined);
      expect(seen.has(seed)).toBe(false);
      expect(seed).toBeLessThan(2 ** 31);
      seen.add(seed);
      shot = { ...shot, takes: [...shot.takes, nextTake(shot, { model: 'a/b', confirmUsd: null, seed }, 1)] };
    }
    expect(freshSeed(newShot(choiceOf('s=x'), 1), 41)).toBe(42);
    expect(freshSeed(newShot(choiceOf('s=x'), 1), 2 ** 31 - 1)).toBeLessThan(2 ** 31 - 1);
  });
});

describe('the sums of a project', () => {
  const take = (confirmUsd: string) => nextTake(newShot(emptyChoice, 1), { model: 'a/b', confirmUsd }, 1);
  const heard = (job: object) => ({ job }) as never;

  it('count bills as spent, and as reserved the most of what is under way, unsent, or ended without a bill', () => {
    const sums = sumsOf([
      { take: null, heard: heard({ ended: true, billedUsd: '0.10', quotedHighUsd: '0.5', unknownBills: 0 }) },
      { take: null, heard: heard({ ended: true, billedUsd: '0.20', quotedHighUsd: '0.5', unknownBills: 0 }) },
      { take: null, heard: heard({ ended: false, billedUsd: null, quotedHighUsd: '0.25', unknownBills: 0 }) },
      { take: null, heard: heard({ ended: true, billedUsd: null, quotedHighUsd: '0.4', unknownBills: 1 }) },
      { take: null, heard: heard({ ended: true, billedUsd: null, quotedHighUsd: '9', unknownBills: 0 }) },
      { take: take('0.3'), heard: null },
    ]);
    expect(sums).toEqual({ billedUsd: '0.3', reservedUsd: '0.95' });
    expect([leftOf('1.25', sums), leftOf('1', sums), leftOf(null, sums)]).toEqual(['0', '-0.25', null]);
    expect(overProjectText('0', '0')).toBeNull();
    expect(overProjectText('0.01', '0')).toContain('leaves $0.00');
    expect(overProjectText('0.01', '-0.25')).toContain('leaves $0.00');
    expect(overProjectText('9', null)).toBeNull();
  });
});

describe('a shot list that is written', () => {
  it.each([
    'quotes "inside", commas, semicolons; and | bars',
    'two\nlines\r\nand a tab\there',
    'Überraschung 日本 🎬',
    "-1 isn't a formula",
  ])('is read again as the same shots: %j', async (prompt) => {
    const clip = choiceForClip({
      prompt,
      durationSeconds: 6,
      resolution: '720p',
      aspectRatio: '9:16',
      audio: 'any',
      seed: 12,
      maxUsd: '1.5',
      providers: { allow: ['google'], deny: [] },
      models: { allow: [], deny: ['google/veo-3.1'] },
      references: ['https://example.com/a;b.png'],
    });
    const shots = [
      { ...newShot(clip, 1), name: 'one', plan: { takes: 3, models: ['google/veo-3.1-lite'] } },
      { ...newShot(choiceForClip({ prompt: 'plain' }), 1), plan: { takes: 1, models: null } },
    ];
    const text = shotListOf({ ...film, look: { resolution: '480p' }, shotIds: [] }, shots);
    const read = await readShotListText(text, 'csv');
    expect(read.shots.map(({ id, takes }) => [id, takes])).toEqual([
      ['one', 3],
      ['plain', 1],
    ]);
    const [first, second] = read.shots.map(({ brief }) => brief);
    expect(first!.model).toBe('google/veo-3.1-lite');
    expect(first!.requirements).toMatchObject({
      durationSeconds: 6,
      resolution: '720p',
      aspectRatio: '9:16',
      audio: 'any',
      seed: 12,
      maxUsd: '1.5',
      providers: { allow: ['google'], deny: [] },
      models: { allow: [], deny: ['google/veo-3.1'] },
      references: [{ kind: 'image', url: 'https://example.com/a%3Bb.png' }],
    });
    expect(first!.requirements.prompt).toBe(prompt);
    expect(second!.requirements).toMatchObject({ prompt: 'plain', resolution: '480p' });
  });

  it('names each shot once', () => {
    const shots = [
      shotOf('s=A+kite'),
      shotOf('s=a+KITE%21'),
      shotOf('s=%E2%80%A6'),
      shotOf('s=x', undefined, 'a-kite-2'),
    ];
    expect([...shotNames(shots).values()]).toEqual(['a-kite', 'a-kite-2', 'clip', 'a-kite-2-2']);
  });
});
