// Which model should make this clip? One pure call: no key, no network, the same in a browser.
import { bundledCatalog, select } from '@shotcaller/core';

const selection = select(
  bundledCatalog,
  {
    prompt: 'A handheld vertical product shot of a ceramic mug on a sunny kitchen counter',
    durationSeconds: 5,
    resolution: '720p',
    aspectRatio: '9:16',
    firstFrame: 'https://example.com/mug.jpg',
  },
  { profile: 'fastAndCheap', now: '2026-10-09' },
);

console.log(`Pick: ${selection.pick}`);
for (const { model, price, speed, quality, scoreLow } of selection.ranked.slice(0, 5)) {
  const rating = Math.round(quality.rating);
  console.log(
    `${scoreLow.toFixed(3)}  $${price.expectedUsd}  ${Math.round(speed.p50Seconds)} s  rating ${rating}  ${model}`,
  );
}
console.log(`${selection.rejected.length} models do not fit, ${selection.unknown.length} may.`);
