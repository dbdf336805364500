// Ratings of your own: a panel of yours judged clips of your kind, and what it found outweighs the published ratings.
import { basisText, bundledCatalog, bundledEvidence, select, withGivenEvidence } from '@shotcaller/core';

const clip = { durationSeconds: 6, resolution: '720p', aspectRatio: '16:9', audio: false };
const before = select(bundledCatalog, clip, { profile: 'qualityAndCost', now: '2026-11-21' });
const [, second] = before.ranked;

// Points are on the scale of the bundled ratings, about 1150 to 1550; `low` and `high` are 95 % limits.
const evidence = withGivenEvidence(bundledEvidence, {
  ratings: [
    {
      model: second.model,
      task: 'text-to-video',
      score: 1510,
      low: 1490,
      high: 1530,
      votes: 240,
      asOf: '2026-11-20',
      source: 'our panel',
    },
  ],
});
const after = select(bundledCatalog, clip, { profile: 'qualityAndCost', now: '2026-11-21', evidence });

const told = ({ ranked }, id) => {
  const { quality } = ranked.find(({ model }) => model === id);
  return `${Math.round(quality.rating)} (${Math.round(quality.low)} to ${Math.round(quality.high)}): ${basisText(quality.basis)}`;
};
console.log(`Pick by published ratings: ${before.pick}`);
console.log(`Pick with your own: ${after.pick}`);
console.log(`${second.model}, before: ${told(before, second.model)}`);
console.log(`${second.model}, after:  ${told(after, second.model)}`);
