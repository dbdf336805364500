import { requestFindingSentence } from '@shotcaller/core';
import { isTerminal, isUnsent } from '../jobs/job.ts';
import { type JobResult, resultOf } from '../jobs/job-result.ts';
import { lostJob } from '../jobs/no-such-job.ts';
import { briefOf, jobOptionsOf } from '../run-options.ts';
import type { ShotcallerParts } from '../shotcaller-parts.ts';
import { jobProblemText, notOpenedText } from './job-text.ts';
import type { ReadCall } from './read-call.ts';
import { abortError, VideoJobError } from './sdk-errors.ts';

/** What became of one clip of a call, up to its purchase. */
type Ordered =
  | {
      readonly kind: 'alive';
      readonly result: JobResult;
      readonly repeated: boolean;
      readonly notes: readonly string[];
    }
  | { readonly kind: 'problem'; readonly text: string; readonly jobId: string | null };

export interface Started {
  /** Our ids of the jobs that a video may come of. */
  readonly jobIds: readonly string[];
  /** Model of the first. */
  readonly model: string;
  readonly warnings: readonly string[];
}

/**
 * Buys `n` clips, each as a job of its own under `key#1`, `key#2`, …, and lets go of them.
 *
 * @throws VideoJobError when none was certainly bought; nothing is ever sent a second time on a doubt
 */
export async function startJobs(
  parts: ShotcallerParts,
  call: ReadCall,
  { model, n, webhookUrl, signal }: { model: string | null; n: number; webhookUrl?: string; signal?: AbortSignal },
): Promise<Started> {
  const brief = briefOf(call.requirements, { ...call.job, ...(model !== null && { model }) });
  const options = { ...jobOptionsOf(brief, call.job), ...(webhookUrl !== undefined && { callbackUrl: webhookUrl }) };

  async function order(number: number): Promise<Ordered> {
    let jobId: string | null = null;
    try {
      const key = call.key ? `${call.key}#${number}` : undefined;
      const opened = await parts.jobs.open({ brief, options, key });
      if (opened.kind !== 'job') return { kind: 'problem', text: notOpenedText(opened), jobId };
      jobId = opened.job.id;
      await parts.jobs.carry(jobId, { until: 'bought', ...(signal && { signal }) });
      const found = await parts.jobs.find(jobId);
      if (!found) return { kind: 'problem', text: lostJob(jobId).message, jobId };
      const result = resultOf(found.job, found.attempts);
      const isDead = result.status === 'unknown' || (isTerminal(result.status) && result.status !== 'done');
      if (!isDead)
        return {
          kind: 'alive',
          result,
          repeated: opened.repeated,
          notes: opened.repeated ? [] : result.findings.map(requestFindingSentence),
        };
      return { kind: 'problem', text: `${jobProblemText(result)}${opened.repeated ? knownKey : ''}`, jobId };
    } catch (error) {
      if (jobId === null) throw error;
      const message = error instanceof Error ? error.message : String(error);
      return { kind: 'problem', text: `${message} Job ${jobId}: shotcaller resume ${jobId} goes on with it.`, jobId };
    }
  }

  // Waited for whole: a clip that was bought must not be lost because another could not be ordered.
  const settled = await Promise.allSettled(Array.from({ length: n }, (_, index) => order(index + 1)));
  if (signal?.aborted) throw await givenUp(parts, settled);
  const failed = settled.find((one) => one.status === 'rejected');
  const ordered = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const alive = ordered.filter((one) => one.kind === 'alive');
  const problems = ordered.filter((one) => one.kind === 'problem');
  const [first] = alive;
  if (!first) {
    if (failed && problems.length === 0) throw failed.reason;
    throw new VideoJobError(
      [...new Set(problems.map(({ text }) => text))].join(' '),
      problems.flatMap(({ jobId }) => jobId ?? []),
    );
  }
  const lost = failed ? [`A video was not ordered: ${String(failed.reason)}`] : [];
  return {
    jobIds: [...alive.map(({ result }) => result.id), ...problems.flatMap(({ jobId }) => jobId ?? [])],
    model: first.result.model,
    warnings: [
      ...new Set(alive.flatMap(({ notes }) => notes)),
      ...alive.flatMap(({ result: { id }, repeated }) =>
        repeated ? [`The idempotency key is known: this is job ${id}, ordered before. Nothing new was bought.`] : [],
      ),
      ...problems.map(({ text }) => `One of ${n} videos was not ordered: ${text}`),
      ...lost,
    ],
  };
}

const knownKey = ' It was ordered under the same idempotency key before; use a new key for a new order.';

/** What the caller gave up is not bought any more where it was not sent yet; what was sent runs on, and its id is told. */
async function givenUp(parts: ShotcallerParts, settled: readonly PromiseSettledResult<Ordered>[]): Promise<Error> {
  const ids = settled.flatMap((one) => {
    if (one.status === 'rejected') return [];
    return one.value.kind === 'alive' ? one.value.result.id : (one.value.jobId ?? []);
  });
  const sent: string[] = [];
  for (const id of ids) {
    const found = await parts.jobs.find(id);
    if (found?.attempts.every(isUnsent)) await parts.jobs.resume(id);
    else sent.push(id);
  }
  return abortError(sent);
}
