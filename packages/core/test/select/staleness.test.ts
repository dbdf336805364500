import { describe, expect, test } from 'vitest';
import { bundledCatalog, bundledEvidence, readBrief, selectFor, stalenessSentence } from '../../src/index.ts';

const answerOn = (now: string, fields: Readonly<Record<string, unknown>> = {}, catalog = bundledCatalog) =>
  selectFor(readBrief({ fields }), { catalog, evidence: bundledEvidence, now: `${now}T10:00:00.000Z` });

describe('The age of the numbers', () => {
  test('is told in days for catalogue and evidence', () => {
    const { catalog, evidence } = answerOn('2026-10-19');
    expect([catalog.ageDays, evidence.ageDays]).toEqual([11, 10]);
  });

  test('is not a word worth under 60 days, and says from then on what it does to the pick', () => {
    expect(answerOn('2026-12-06').staleness).toEqual([]);
    expect(answerOn('2026-12-07').staleness).toEqual([{ code: 'catalog_old', ageDays: 60, asOf: '2026-10-08' }]);
    const [catalog, evidence] = answerOn('2026-12-28').staleness!;
    expect(stalenessSentence(catalog!)).toBe(
      'The catalogue is 81 days old (2026-10-08): prices may have changed, and newer models are missing from the choice.',
    );
    expect(stalenessSentence(evidence!)).toMatch(
      /^The evidence is 80 days old \(2026-10-09\): ratings and times have grown less certain, which takes 0\.0\d\d off the worst-case score of the pick; the pick is the same\.$/,
    );
  });

  test('names the model that was the pick when the numbers were new', () => {
    const dates = ['2027-01-09', '2027-04-09', '2027-10-09', '2028-10-09', '2030-10-09', '2035-10-09'];
    const clips = [
      { resolution: '1080p' },
      { durationSeconds: 5, audio: false },
      { resolution: '4K' },
      { durationSeconds: 2 },
    ];
    const moved = dates.flatMap((date) =>
      clips.flatMap((clip) => {
        const { pick, staleness = [] } = answerOn(date, clip);
        const found = staleness.find(({ code }) => code === 'evidence_old');
        const before = answerOn('2026-10-09', clip).pick;
        if (found?.code !== 'evidence_old') return [];
        expect(found.pickWhenNew).toBe(before === pick ? null : before);
        return found.pickWhenNew === null ? [] : [stalenessSentence(found)];
      }),
    );
    expect(moved.length).toBeGreaterThan(0);
    expect(moved[0]).toMatch(/on the day it was collected the pick was \S+\/\S+\.$/);
  });

  test('is not known for a catalogue without a date, or with one that cannot be read', () => {
    for (const asOf of [null, 'yesterday', '']) {
      const { catalog, staleness } = answerOn('2027-10-09', {}, { ...bundledCatalog, asOf });
      expect(catalog.ageDays).toBeNull();
      expect(staleness!.map(({ code }) => code)).toEqual(['evidence_old']);
    }
  });

  test('says nothing about a pick where there is none', () => {
    const { staleness } = answerOn('2027-10-09', { maxUsd: '0.001' });
    expect(staleness!.map(stalenessSentence).at(-1)).toMatch(/ratings and times count for less\.$/);
  });
});
