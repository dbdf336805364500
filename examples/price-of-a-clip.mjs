// What does this very clip cost, and what is that made of?
import { bundledCatalog, parseRequirements, priceNoteSentence, quote } from '@shotcaller/core';

const requirements = parseRequirements({ durationSeconds: 8, resolution: '4K', aspectRatio: '16:9', audio: true });
for (const id of ['google/veo-3.1', 'bytedance/seedance-2.0', 'google/veo-3.1-fast', 'kwaivgi/kling-v3.0-pro']) {
  const model = bundledCatalog.models.find((candidate) => candidate.id === id);
  const { price } = quote(model, requirements);
  console.log(`${id}: ${price.expectedUsd === null ? 'unknown' : `$${price.expectedUsd}`} (${price.confidence})`);
  for (const { sku, unit, quantity, rateUsd, usd } of price.lines) {
    console.log(`  ${quantity} ${unit} x $${rateUsd} (${sku}) = $${usd}`);
  }
  for (const note of [...price.assumptions, ...price.reasons]) console.log(`  ${priceNoteSentence(note)}`);
}
