import { describe, expect, it } from 'vitest';
import { bundledEvidence } from '../../src/data/evidence.ts';
import { estimateQuality } from '../../src/evidence/quality.ts';
import { question } from './question.ts';

const qualityOf = (id: string, changes = {}) => estimateQuality({ id }, question(changes), bundledEvidence);

describe('a published rating', () => {
  it('is shrunk by its own variance to the mean of the snapshot', () => {
    // SE = (1487 − 1471) / 3.92 = 4.08; age = 4.3² × 16 / 30 = 9.9; v = 26.5; B = 26.5 / (26.5 + 89²) = 0.0033
    // R = 0.9967 × 1479 + 0.0033 × 1370 = 1478.6; SD = 1 / sqrt(1 / 26.5 + 1 / 89²) = 5.14
    const quality = qualityOf('bytedance/seedance-2.0');
    expect(quality.rating).toBeCloseTo(1478.6, 1);
    expect(quality.standardDeviation).toBeCloseTo(5.14, 2);
    expect(quality.low).toBeCloseTo(1478.64 - 1.2816 * 5.14, 0);
    expect(quality.basis).toMatchObject({
      level: 'published',
      asOf: '2026-09-21',
      ageDays: 16,
      n: null,
      nUnit: 'votes',
    });
    expect(quality.basis.notes).toEqual([]);
  });

  it('is read from the board of the task: a frame image chooses image to video', () => {
    expect(qualityOf('minimax/hailuo-3', { mode: 'image' }).rating).toBeGreaterThan(
      qualityOf('minimax/hailuo-3', { mode: 'text' }).rating,
    );
    expect(qualityOf('bytedance/seedance-2.0', { mode: 'reference' })).toEqual(qualityOf('bytedance/seedance-2.0'));
  });

  it('ages as fast with few votes, or with a count that is not published, as with many', () => {
    // flux-3-video: SE = (1510 − 1476) / 3.92 = 8.67; age = 4.3² × 16 / 30 = 9.9; v = 85.1; SD = 1 / sqrt(1 / 85.1 + 1 / 89²) = 9.18
    expect(qualityOf('black-forest-labs/flux-3-video').standardDeviation).toBeCloseTo(9.18, 1);
  });

  it('is the newest of a board, whatever its place in the list', () => {
    const row = bundledEvidence.ratings.ratings.find(
      ({ model, task, board }) =>
        model === 'alibaba/wan-2.7' && task === 'text-to-video' && board.startsWith('lmarena'),
    )!;
    const newer = { ...row, score: 1400, asOf: '2026-10-01' };
    const older = { ...row, score: 1200, asOf: '2026-08-01' };
    for (const more of [[newer, older], [older, newer], [newer]]) {
      for (const ratings of [
        [...bundledEvidence.ratings.ratings, ...more],
        [...more, ...bundledEvidence.ratings.ratings],
      ]) {
        const evidence = { ...bundledEvidence, ratings: { ...bundledEvidence.ratings, ratings } };
        const { rating, basis } = estimateQuality({ id: row.model }, question(), evidence);
        expect([Math.round(rating), basis.asOf]).toEqual([1400, '2026-10-01']);
      }
    }
  });

  it('takes the row of the resolution asked for', () => {
    // veo-3.1 has a run at its default resolution (SE 28.8 / 3.92) and one at 1080p (SE 20.7 / 3.92).
    expect(qualityOf('google/veo-3.1', { resolution: '720p' }).basis.n).toBe(13743);
    expect(qualityOf('google/veo-3.1', { resolution: '1080p' }).basis).toMatchObject({ n: 24979, notes: [] });
    expect(qualityOf('x-ai/grok-imagine-video', { mode: 'image', resolution: '480p' }).basis.n).toBe(19443);
  });

  it('carries 30 points more doubt, and says so, at a resolution that was not rated', () => {
    // v = 16.7 + 9.9 + 30² = 926.5; SD = 1 / sqrt(1 / 926.5 + 1 / 89²) = 28.8
    const quality = qualityOf('bytedance/seedance-2.0', { resolution: '1080p' });
    expect(quality.standardDeviation).toBeCloseTo(28.8, 1);
    expect(quality.basis.notes).toEqual(['other_resolution']);
  });

  it('carries 20 points more doubt when the resolution of the runs or of the clip is not stated', () => {
    expect(qualityOf('minimax/hailuo-3', { resolution: '2K' }).basis.notes).toEqual(['resolution_unknown']);
    expect(qualityOf('bytedance/seedance-2.0', { resolution: null }).basis.notes).toEqual(['resolution_unknown']);
  });

  it('gets older, never younger, and stays at its date for a clock behind it', () => {
    expect(qualityOf('bytedance/seedance-2.0', { now: '2026-12-07' }).standardDeviation).toBeGreaterThan(7.5);
    expect(qualityOf('bytedance/seedance-2.0', { now: '2026-01-01' }).basis.ageDays).toBe(0);
  });
});

describe('a rating carried over', () => {
  it('comes from another board with the error of the link', () => {
    // hailuo-3-max, Artificial Analysis v2.0: y = 1130 + 344.4 = 1474.4; SE = 20 / 3.92 = 5.10; no days
    // v = 32² × (1 + 1/7) + 26.0 = 1196.3; B = 0.1312; R = 1460.7; SD = 32.2
    const quality = qualityOf('minimax/hailuo-3-max');
    expect(quality.rating).toBeCloseTo(1460.7, 1);
    expect(quality.standardDeviation).toBeCloseTo(32.2, 1);
    expect(quality.basis).toMatchObject({ level: 'linked', n: 5719, notes: ['other_board'] });
  });

  it('comes from another board and from the other task together, with less doubt than either, and moves without a jump', () => {
    const grok = 'x-ai/grok-imagine-video-1.5';
    const both = qualityOf(grok);
    expect(both.basis).toMatchObject({
      level: 'linked',
      notes: expect.arrayContaining(['other_board', 'other_task']),
    });
    const without = (board: string) => {
      const ratings = bundledEvidence.ratings.ratings.filter(
        (row) => row.model !== grok || !row.board.startsWith(board),
      );
      return estimateQuality({ id: grok }, question(), {
        ...bundledEvidence,
        ratings: { ...bundledEvidence.ratings, ratings },
      });
    };
    expect(both.standardDeviation).toBeLessThan(without('aa-').standardDeviation);
    expect(both.standardDeviation).toBeLessThan(without('lmarena').standardDeviation);
    // A year of days: from one to the next it moves by less than a point.
    let before = both.rating;
    for (let day = 1; day <= 365; day += 1) {
      const now = new Date(Date.UTC(2026, 9, 7 + day)).toISOString();
      const { rating } = qualityOf(grok, { now });
      expect(Math.abs(rating - before)).toBeLessThan(1);
      before = rating;
    }
  });

  it('comes from the other task where no board rates the task', () => {
    // gen-4.5: y = 1403.7 + 0.76 × (1222.7 − 1378.2) = 1285.5; SE = 19.1 / 3.92 = 4.87, age 31.4
    // v = 31² × 13/12 + 23.7 + 31.4 = 1096.2; B = 1096.2 / (1096.2 + 70²) = 0.1828; R = 1309.2
    const quality = qualityOf('runway/gen-4.5', { mode: 'image' });
    expect(quality.rating).toBeCloseTo(1309.2, 1);
    expect(quality.basis).toMatchObject({ level: 'linked', notes: ['other_task'] });
  });

  it('uses the surer of two links', () => {
    // grok-imagine-video-1.5, text: the other board errs by 32, the other task by 38.
    expect(qualityOf('x-ai/grok-imagine-video-1.5').basis.notes).toContain('other_board');
  });

  it('uses a board that is no longer kept only as the last resort', () => {
    expect(qualityOf('google/veo-3.1-lite').basis.notes).toContain('superseded_board');
  });
});

describe('no rating', () => {
  it('lets a tier borrow from the model of which it is a tier, less 16 points', () => {
    // y = 1479 − 16 = 1463; v = 26.5 + 24² = 602.5; B = 0.0707; R = 1456.4; SD = 23.7
    const quality = qualityOf('bytedance/seedance-2.0-mini');
    expect(quality.rating).toBeCloseTo(1456.4, 1);
    expect(quality.standardDeviation).toBeCloseTo(23.7, 1);
    expect(quality.basis).toMatchObject({ level: 'sibling', source: 'bytedance/seedance-2.0' });
  });

  it('of a new version starts from the version before it, and says so', () => {
    const quality = qualityOf('alibaba/wan-4.0');
    expect(quality.basis).toMatchObject({ level: 'sibling', source: 'alibaba/wan-3.0', notes: ['from_predecessor'] });
    expect(quality.rating).toBeGreaterThan(qualityOf('nobody/unheard-of').rating);
    expect(quality.standardDeviation).toBeLessThan(qualityOf('nobody/unheard-of').standardDeviation);
    expect(qualityOf('google/veo-4-fast').basis.source).toBe('google/veo-3.1-fast');
    expect(qualityOf('bytedance/seedance-3-pro').basis.source).toBe('bytedance/seedance-2.5');
    expect(qualityOf('nobody/wan-4.0').basis.level).toBe('prior');
  });

  it('is the mean and the spread of all rated models, marked as a prior', () => {
    const quality = qualityOf('nobody/unheard-of', { mode: 'image' });
    expect(quality).toMatchObject({ rating: 1415, standardDeviation: 70 });
    expect(quality.basis).toMatchObject({ level: 'prior', asOf: null, ageDays: null, n: null });
  });

  it('holds for tasks that no board rates', () => {
    expect(qualityOf('bytedance/seedance-2.0', { task: 'upscale' }).basis).toMatchObject({
      level: 'prior',
      notes: ['no_board_for_task'],
    });
  });
});
