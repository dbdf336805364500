// @tanstack/ai with its OpenRouter adapter: submit, poll, and a download that comes as a data: URL.
import { generateVideo, getVideoJobStatus } from '@tanstack/ai';
import { createOpenRouterVideo } from '@tanstack/ai-openrouter';
import { apiKey, baseUrl, fail, model, report, shot, until } from './shot.mjs';

try {
  const retries = process.argv[4] === 'default-retries' ? {} : { retryConfig: { strategy: 'none' } };
  const adapter = createOpenRouterVideo(model, apiKey, { baseURL: baseUrl, ...retries });
  // Its logger prints failed requests whole, the key included: debug is off.
  const { jobId } = await generateVideo({
    adapter,
    prompt: shot.prompt,
    size: shot.size,
    duration: shot.durationSeconds,
    modelOptions: { generateAudio: false },
    debug: false,
  });
  const done = await until(async () => {
    const job = await getVideoJobStatus({ adapter, jobId, debug: false });
    if (job.status === 'failed') throw new Error(`job failed: ${job.error}`);
    return job.status === 'completed' ? job : undefined;
  });
  const data = done.url?.match(/^data:video\/mp4;base64,(.*)$/s)?.[1];
  if (!data) throw new Error('completed without a video');
  report({ jobId, costUsd: done.usage?.cost, bytes: new Uint8Array(Buffer.from(data, 'base64')) });
} catch (error) {
  fail(error);
}
