// Own measurements outweigh published ones: three slow runs of the first pick change it.
import { bundledCatalog, bundledEvidence, select } from '@shotcaller/core';

const clip = { durationSeconds: 6, resolution: '720p', aspectRatio: '16:9' };
const options = { profile: 'fastAndCheap', now: '2026-10-09T12:00:00Z' };
const before = select(bundledCatalog, clip, options);

const runs = ['2026-10-07', '2026-10-08', '2026-10-09'].map((day) => ({
  model: before.pick,
  seconds: 420,
  durationSeconds: 6,
  endedAt: `${day}T10:00:00Z`,
}));
const after = select(bundledCatalog, clip, { ...options, evidence: { ...bundledEvidence, runs } });

const timeOf = (selection, id) => {
  const { speed } = selection.ranked.find(({ model }) => model === id);
  return `${Math.round(speed.p50Seconds)} s (${speed.basis.level}, n=${speed.basis.n})`;
};
console.log(`Before: ${before.pick}, ${timeOf(before, before.pick)}`);
console.log(`After three runs of 420 s: ${before.pick} takes ${timeOf(after, before.pick)}; the pick is ${after.pick}`);
