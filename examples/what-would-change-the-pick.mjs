// Own weights, and what would change the pick.
import { bundledCatalog, select, sensitivitySentences } from '@shotcaller/core';

const { pick, sensitivity, ranked } = select(
  bundledCatalog,
  { durationSeconds: 8, resolution: '720p', aspectRatio: '16:9', audio: true, maxUsd: '2.00', maxSeconds: 600 },
  { weights: { speed: 1, cost: 1, quality: 3 }, now: '2026-10-09' },
);
console.log(`Pick: ${pick}`);
const [first] = ranked;
console.log(`Near ties: ${first.tiedWith.join(', ') || 'none'}`);
for (const sentence of sensitivitySentences(sensitivity)) console.log(sentence);
