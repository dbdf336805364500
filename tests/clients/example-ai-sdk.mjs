import { writeFile } from 'node:fs/promises';
import { experimental_generateVideo as generateVideo } from 'ai';
import { shotcaller } from 'shotcaller/ai-sdk';

const { video, providerMetadata } = await generateVideo({
  model: shotcaller.video('google/veo-3.1-lite', { maxUsd: '0.50' }),
  prompt: 'A paper boat on a puddle',
  duration: 4,
  resolution: '1280x720',
  generateAudio: false,
  poll: { timeoutMs: 60 * 60 * 1000 },
});

await writeFile('paper-boat.mp4', video.uint8Array);
const [{ jobId, quotedUsd, billedUsd }] = providerMetadata.shotcaller.videos;
console.log(`${jobId}: quoted $${quotedUsd}, billed $${billedUsd}`);
