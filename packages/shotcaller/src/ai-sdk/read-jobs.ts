import { readRegularFile } from '../disk/regular-file.ts';
import { isAtRest, type JobFile } from '../jobs/job.ts';
import { type JobResult, resultOf } from '../jobs/job-result.ts';
import type { LookOptions } from '../jobs/jobs.ts';
import { isFurtherAttemptDue } from '../jobs/steps/next-attempt.ts';
import type { ShotcallerParts } from '../shotcaller-parts.ts';
import { deliveryWarnings, jobProblemText } from './job-text.ts';
import { abortError } from './sdk-errors.ts';
import type { JsonObject, JsonValue, SdkStatus, SdkVideo } from './sdk-types.ts';

/** The reference that `startVideo` gives out: our ids, so that any process with the same ledger can go on. */
export interface Operation {
  readonly jobs: readonly string[];
  /** A webhook comes before the status is asked for: the answer then is the end. */
  readonly isAwaited: boolean;
}

/** Throws TypeError for what no `startVideo` of this provider gave out. */
export function readOperation(operation: JsonValue): Operation {
  const { jobs, isAwaited = false } = (operation ?? {}) as { readonly jobs?: unknown; readonly isAwaited?: unknown };
  const isOurs = Array.isArray(jobs) && jobs.length > 0 && jobs.every((id) => typeof id === 'string');
  if (isOurs) return { jobs, isAwaited: isAwaited === true };
  throw new TypeError('This operation is not one of Shotcaller’s. Pass on what startVideo returned, unchanged.');
}

/** How far the jobs have come: looks once, or until the end. Buys nothing but what their fallback allows. */
export async function readJobs(
  parts: ShotcallerParts,
  ids: readonly string[],
  { until, hasNews = false, signal }: Pick<LookOptions, 'until' | 'hasNews' | 'signal'>,
): Promise<SdkStatus> {
  const options = { hasNews, ...(until && { until }), ...(signal && { signal }) };
  const answers = await Promise.all(
    ids.map(async (id) => {
      const known = await parts.jobs.find(id);
      if (!known) return id;
      if (resultOf(known.job, known.attempts).resumable) await parts.jobs.look(id, options);
      const { job, attempts } = (await parts.jobs.find(id)) ?? known;
      return { ...resultOf(job, attempts), buysFurther: isFurtherAttemptDue(job, attempts) };
    }),
  );
  if (signal?.aborted) throw abortError(ids);
  const jobs = answers.filter((answer) => typeof answer !== 'string');
  const response = {
    timestamp: new Date(parts.clock.now()),
    modelId: jobs[0]?.model ?? 'unknown',
    headers: undefined,
  };
  // Who is told an end orders again.
  if (jobs.some(({ status, buysFurther }) => buysFurther || !isAtRest({ state: status })))
    return { status: 'pending', response };

  const problems = [
    ...answers.filter((answer) => typeof answer === 'string').map(missingText),
    ...jobs.filter(({ files }) => files.length === 0).map(jobProblemText),
  ];
  const delivered = await Promise.all(
    jobs
      .flatMap((job) => job.files.map((file) => ({ job, file })))
      .map(async (one) => ({ ...one, video: await videoOf(one) })),
  );
  const videos = delivered.flatMap(({ video }) => (typeof video === 'string' ? [] : [video]));
  problems.push(...delivered.flatMap(({ video }) => (typeof video === 'string' ? [video] : [])));
  if (videos.length === 0) return { status: 'error', error: problems.join(' '), response };
  const warnings = [...problems, ...jobs.filter(({ files }) => files.length > 0).flatMap(deliveryWarnings)];
  return {
    status: 'completed',
    videos,
    warnings: warnings.map((message) => ({ type: 'other', message })),
    providerMetadata: {
      shotcaller: {
        videos: delivered.filter(({ video }) => typeof video !== 'string').map(({ job, file }) => factsOf(job, file)),
      },
    },
    response,
  };
}

function missingText(id: string): string {
  return `The ledger has no job ${id} of this service. Use the provider with the home (or databaseUrl) and the baseURL that the video was started with. Nothing was bought now.`;
}

/** The video, or why its file, which is paid for, cannot be read here. */
async function videoOf({ job, file }: { readonly job: JobResult; readonly file: JobFile }): Promise<SdkVideo | string> {
  try {
    const data = await readRegularFile(file.path, { maxBytes: file.bytes });
    return { type: 'binary', data: new Uint8Array(data), mediaType: file.contentType ?? 'video/mp4' };
  } catch (error) {
    const { code = 'unreadable' } = error as { readonly code?: string };
    return `The clip of job ${job.id} was delivered to ${file.path} and cannot be read from there now (${code}). It is paid for; nothing is bought again.`;
  }
}

/** One entry for each video, in their order: `ai` joins these lists, where it would overwrite a sum. Money in exact dollars. */
function factsOf(job: JobResult, file: JobFile): JsonObject {
  const { path, bytes, sha256, durationSeconds, width, height, hasAudio } = file;
  return {
    jobId: job.id,
    remoteId: job.remoteId,
    model: job.model,
    quotedUsd: job.quotedUsd,
    quotedHighUsd: job.quotedHighUsd,
    billedUsd: job.unknownBills > 0 ? null : job.billedUsd,
    path,
    bytes,
    sha256,
    durationSeconds,
    width,
    height,
    hasAudio,
    differences: file.differences.map((difference) => ({ ...difference })) as unknown as JsonValue,
  };
}
