// Why does a model not fit, and what is the smallest change that would make it?
import { bundledCatalog, changeSentence, match, parseRequirements, reasonSentence } from '@shotcaller/core';

const requirements = parseRequirements({
  durationSeconds: 5,
  resolution: '1080p',
  aspectRatio: '1:1',
  seed: 7,
  audio: true,
});
for (const id of ['google/veo-3.1', 'kwaivgi/kling-v3.0-pro', 'x-ai/grok-imagine-video-1.5', 'heygen/avatar-iv']) {
  const model = bundledCatalog.models.find((candidate) => candidate.id === id);
  const { verdict, reasons, nearest } = match(model, requirements);
  console.log(`${id}: ${verdict}`);
  for (const reason of reasons) console.log(`  ${reason.code}: ${reasonSentence(reason)}`);
  if (nearest.length > 0) console.log(`  It would fit: ${nearest.map(changeSentence).join('; ')}.`);
}
