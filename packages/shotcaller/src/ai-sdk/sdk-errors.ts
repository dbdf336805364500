/**
 * What the AI SDK knows errors by: marks under well-known symbols, so that `NoSuchModelError.isInstance` and its like hold without its
 * classes. None of these marks makes `ai` call again; an error that it may repeat is never thrown from here.
 */
function marked<Thrown extends Error>(error: Thrown, name: string): Thrown {
  error.name = name;
  for (const mark of ['vercel.ai.error', `vercel.ai.error.${name}`]) {
    Object.defineProperty(error, Symbol.for(mark), { value: true });
  }
  return error;
}

export function noSuchModel(modelType: string, modelId: string, why: string): Error {
  return marked(
    Object.assign(new Error(`No such ${modelType}: ${modelId}. ${why}`), { modelId, modelType }),
    'AI_NoSuchModelError',
  );
}

export function noApiKey(): Error {
  return marked(
    new Error(
      'There is no OpenRouter key. Set OPENROUTER_API_KEY, or pass apiKey to createShotcaller. Nothing was bought.',
    ),
    'AI_LoadAPIKeyError',
  );
}

/** A job that brings no video, or whose outcome is not known. `ai` does not repeat the call: that could buy a second time. */
export class VideoJobError extends Error {
  override readonly name = 'VideoJobError';

  constructor(
    message: string,
    /** Our ids of the jobs that exist, as `shotcaller jobs` lists them; empty: nothing was recorded. */
    readonly jobIds: readonly string[],
  ) {
    super(message);
  }
}

/** The caller gave up waiting. `ai` repeats no call that ended so. */
export function abortError(jobIds: readonly string[]): Error {
  const jobs = jobIds.length === 1 ? 'job' : 'jobs';
  const ids = jobIds.join(' ');
  return new DOMException(
    jobIds.length === 0
      ? 'The call was given up. Nothing was bought.'
      : `The call was given up, and the ${jobs} ${ids} may be running at OpenRouter and be billed. Do not start again: shotcaller resume ${ids} brings the video.`,
    'AbortError',
  );
}
