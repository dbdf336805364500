import { describe, expect, it } from 'vitest';
import { bundledEvidence } from '../../src/data/evidence.ts';
import { estimateQuality } from '../../src/evidence/quality.ts';
import { question } from './question.ts';

const qualityOf = (id: string, changes = {}) => estimateQuality({ id }, question(changes), bundledEvidence);

describe('a published rating', () => {
  it('is shrunk by its own variance to the mean of the snapshot', () => {
    // SE = (1491.4 − 1472.0) / 3.92 = 4.95; age = 4.3² × 51 / 30 = 31.4; v = 55.9; B = 55.9 / (55.9 + 89²) = 0.007
    // R = 0.993 × 1481.7 + 0.007 × 1370 = 1480.9; SD = 1 / sqrt(1 / 55.9 + 1 / 89²) = 7.45
    const quality = qualityOf('bytedance/seedance-2.0');
    expect(quality.rating).toBeCloseTo(1480.9, 1);
    expect(quality.standardDeviation).toBeCloseTo(7.45, 2);
    expect(quality.low).toBeCloseTo(1480.92 - 1.2816 * 7.45, 0);
    expect(quality.basis).toMatchObject({
      level: 'published',
      asOf: '2026-08-17',
      ageDays: 51,
      n: 49058,
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

  it('ages faster with few votes', () => {
    // flux-3-video, 1,291 votes: SE = 34.7 / 3.92 = 8.85; age = 11² × 51 / 30 = 205.7; v = 284.1; SD = 16.56
    expect(qualityOf('black-forest-labs/flux-3-video').standardDeviation).toBeCloseTo(16.56, 1);
  });

  it('takes the row of the resolution asked for', () => {
    // veo-3.1 has a run at its default resolution (SE 28.8 / 3.92) and one at 1080p (SE 20.7 / 3.92).
    expect(qualityOf('google/veo-3.1', { resolution: '720p' }).basis.n).toBe(13743);
    expect(qualityOf('google/veo-3.1', { resolution: '1080p' }).basis).toMatchObject({ n: 24979, notes: [] });
    expect(qualityOf('x-ai/grok-imagine-video', { mode: 'image', resolution: '480p' }).basis.n).toBe(19443);
  });

  it('carries 30 points more doubt, and says so, at a resolution that was not rated', () => {
    // v = 24.5 + 31.4 + 30² = 955.9; SD = 1 / sqrt(1 / 955.9 + 1 / 89²) = 29.2
    const quality = qualityOf('bytedance/seedance-2.0', { resolution: '1080p' });
    expect(quality.standardDeviation).toBeCloseTo(29.2, 1);
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
    // y = 1481.7 − 16 = 1465.7; v = 55.9 + 24² = 631.9; B = 0.0739; R = 1458.6; SD = 24.2
    const quality = qualityOf('bytedance/seedance-2.0-mini');
    expect(quality.rating).toBeCloseTo(1458.6, 1);
    expect(quality.standardDeviation).toBeCloseTo(24.2, 1);
    expect(quality.basis).toMatchObject({ level: 'sibling', source: 'bytedance/seedance-2.0' });
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
