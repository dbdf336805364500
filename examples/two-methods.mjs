// The example of OpenRouter's guide (5 s, 720p, 9:16, first frame), on the guide's own 13 models: its method beside ours.
import { readFileSync } from 'node:fs';
import { parseCatalog, parseRequirements, quote, select } from '@shotcaller/core';

const file = new URL('../packages/core/test/fixtures/catalog-guide-2026-05.json', import.meta.url);
const catalog = parseCatalog(JSON.parse(readFileSync(file, 'utf8')), { source: 'file' });
const clip = { durationSeconds: 5, resolution: '720p', aspectRatio: '9:16', firstFrame: 'https://example.com/mug.jpg' };
const priceOf = (id, audio) => {
  const model = catalog.models.find((candidate) => candidate.id === id);
  return `$${Number(quote(model, parseRequirements({ ...clip, audio })).price.expectedUsd).toFixed(2)}`;
};

console.log('profile         method    pick                         with sound  without');
for (const profile of ['fastAndCheap', 'qualityAndCost', 'balanced']) {
  for (const method of ['cookbook', 'evidence']) {
    const { pick } = select(catalog, clip, { profile, method, now: '2026-10-09' });
    const prices = `${priceOf(pick, true).padEnd(10)}  ${priceOf(pick, false)}`;
    console.log(`${profile.padEnd(14)}  ${method.padEnd(8)}  ${pick.padEnd(27)}  ${prices}`);
  }
}
