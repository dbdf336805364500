// The AI SDK with OpenRouter's provider: BASE_URL MODEL 6|7 [default-retries].
import { apiKey, baseUrl, fail, model, report, shot } from './shot.mjs';

const line = process.argv[4] === '6' ? ['ai-v6', 'openrouter-provider-v2'] : ['ai', '@openrouter/ai-sdk-provider'];
globalThis.AI_SDK_LOG_WARNINGS = false;
try {
  const { experimental_generateVideo: generateVideo } = await import(line[0]);
  const { createOpenRouter } = await import(line[1]);
  const provider = createOpenRouter({ apiKey, baseURL: baseUrl });
  const result = await generateVideo({
    model: provider.videoModel(model, { generateAudio: false, pollIntervalMs: 100, maxPollTimeMs: 600_000 }),
    prompt: shot.prompt,
    duration: shot.durationSeconds,
    resolution: shot.size,
    aspectRatio: shot.aspectRatio,
    ...(process.argv[5] === 'default-retries' ? {} : { maxRetries: 0 }),
    // Its own download sends no key and refuses loopback.
    download: async ({ url }) => {
      const answer = await fetch(url, { headers: { authorization: `Bearer ${apiKey}` } });
      if (!answer.ok) throw new Error(`download answered ${answer.status}`);
      return {
        data: new Uint8Array(await answer.arrayBuffer()),
        mediaType: answer.headers.get('content-type') ?? undefined,
      };
    },
  });
  const facts = result.providerMetadata?.openrouter;
  report({ jobId: facts?.generationId, costUsd: facts?.cost, bytes: result.video.uint8Array });
} catch (error) {
  fail(error);
}
