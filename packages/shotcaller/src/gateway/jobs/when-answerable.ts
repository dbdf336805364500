import { isAtRest } from '../../jobs/job.ts';
import { decisiveAttempt } from '../../jobs/job-result.ts';
import type { GatewayOptions } from '../options.ts';
import type { JobNews } from './job-news.ts';
import type { JobSnapshot } from './wire-status.ts';

export interface AnswerableOptions extends Pick<GatewayOptions, 'clock'> {
  readonly submitWaitMs: number;
  readonly news: Pick<JobNews, 'next'>;
  readonly find: (jobId: string) => Promise<JobSnapshot | undefined>;
  readonly isCarried: (jobId: string) => boolean;
}

/** The job once its submit is through or as known as it will be; as it stands when that takes too long. */
export async function whenAnswerable(
  { clock, submitWaitMs, news, find, isCarried }: AnswerableOptions,
  jobId: string,
): Promise<JobSnapshot | undefined> {
  const waited = new AbortController();
  const { signal } = waited;
  let isLate = false;
  const late = clock.sleep(submitWaitMs, { signal }).then(
    () => {
      isLate = true;
    },
    () => undefined,
  );
  try {
    for (;;) {
      const told = news.next(jobId);
      const snapshot = await find(jobId);
      if (!snapshot || isLate || isAnswerable(snapshot, isCarried)) return snapshot;
      // Another process may carry it: then no news comes by itself.
      const lookAgain = isCarried(jobId) ? [] : [clock.sleep(lookAgainMs, { signal }).catch(() => undefined)];
      await Promise.race([told, late, ...lookAgain]);
    }
  } finally {
    waited.abort(answered);
  }
}

const lookAgainMs = 250;

/** Nobody reads it; an error of its own would be made for every order. */
const answered = 'The order has its answer.';

function isAnswerable({ job: { id }, attempts }: JobSnapshot, isCarried: AnswerableOptions['isCarried']): boolean {
  const attempt = decisiveAttempt(attempts);
  if (attempt.remoteId !== null) return true;
  // A refused attempt may be followed by another model's.
  return isAtRest(attempt) && !(attempt.state === 'refused' && isCarried(id));
}
