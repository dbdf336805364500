// @openrouter/sdk: list, submit, poll, download.
import { OpenRouter } from '@openrouter/sdk';
import { apiKey, baseUrl, fail, model, report, shot, until } from './shot.mjs';

try {
  // "default" leaves the SDK's own retries on, which is how a lost answer becomes a second job.
  const retries = process.argv[4] === 'default-retries' ? {} : { retryConfig: { strategy: 'none' } };
  const { videoGeneration } = new OpenRouter({ apiKey, serverURL: baseUrl, ...retries });
  const models = await videoGeneration.listVideosModels();
  if (models.data.length < 2) throw new Error('the catalogue is empty');
  const { id } = await videoGeneration.generate({
    videoGenerationRequest: {
      model,
      prompt: shot.prompt,
      duration: shot.durationSeconds,
      resolution: shot.resolution,
      aspectRatio: shot.aspectRatio,
      generateAudio: false,
    },
  });
  const done = await until(async () => {
    const job = await videoGeneration.getGeneration({ jobId: id });
    if (['failed', 'cancelled', 'expired'].includes(job.status)) throw new Error(`job ${job.status}: ${job.error}`);
    return job.status === 'completed' ? job : undefined;
  });
  const stream = await videoGeneration.getVideoContent({ jobId: id, index: 0 });
  report({ jobId: id, costUsd: done.usage?.cost, bytes: new Uint8Array(await new Response(stream).arrayBuffer()) });
} catch (error) {
  fail(error);
}
