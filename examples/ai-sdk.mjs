// The AI SDK with Shotcaller as its provider: the model is picked for the call, and each video is bought once.
import { experimental_generateVideo as generateVideo } from 'ai';
import { createShotcaller } from 'shotcaller/ai-sdk';
import { testShotcaller } from 'shotcaller/testing';

// In production: import { shotcaller } from 'shotcaller/ai-sdk', which reads OPENROUTER_API_KEY. Here: the simulator, with its clock.
const { simulator, clock, home, close } = await testShotcaller();
const shotcaller = createShotcaller({ apiKey: 'sk-or-v1-test', home, clock, fetch: simulator.fetch, waiting: 'eager' });

try {
  const { videos, providerMetadata } = await generateVideo({
    model: shotcaller.video('auto:fastAndCheap', { maxUsd: '0.50', resolution: '480p' }),
    prompt: 'a paper boat on a puddle',
    duration: 4,
    generateAudio: false,
    n: 2,
    // Slow models need longer than the ten minutes that the AI SDK waits by itself. Asking often costs nothing: the ledger answers.
    poll: { intervalMs: 500, timeoutMs: 60 * 60 * 1000 },
  });
  for (const [index, { quotedUsd, billedUsd, differences }] of providerMetadata.shotcaller.videos.entries()) {
    const { mediaType } = videos[index];
    console.log(`${mediaType}: quoted $${quotedUsd}, billed $${billedUsd}, ${differences.length} differences`);
  }
  console.log(`Bought: ${simulator.jobs.length}`);
} finally {
  await shotcaller.close();
  await close();
}
