import { keyReusedSentence, UnknownModelError } from '@shotcaller/core';
import { JobFailure } from '../../jobs/job-failure.ts';
import { wasNeverBought } from '../../jobs/job-result.ts';
import { usualWatchSeconds } from '../../jobs/jobs.ts';
import type { Received } from '../../jobs/open-job.ts';
import type { AnswerFate } from '../guards/answer-fate.ts';
import type { CarriedJobs } from './carried-jobs.ts';
import { describeChoice } from './describe-choice.ts';
import type { GatewayJobsOptions } from './gateway-jobs.ts';
import type { JobOrder, Ordered } from './job-order.ts';
import type { RecentJobs } from './recent-jobs.ts';
import { type AnswerableOptions, whenAnswerable } from './when-answerable.ts';

export interface OrdersContext
  extends Pick<
    GatewayJobsOptions,
    'jobs' | 'ledger' | 'clock' | 'choiceTurns' | 'refusals' | 'dedupeWindowSeconds' | 'onTrouble'
  > {
  readonly recent: RecentJobs;
  readonly carried: CarriedJobs;
  readonly answers: AnswerableOptions;
}

/** Orders each job once, and answers when its submit is through, or as known as it will be. */
export function createOrders(context: OrdersContext): (order: JobOrder) => Promise<Ordered> {
  const { jobs, ledger, clock, choiceTurns, refusals, recent, carried, answers, onTrouble } = context;

  async function open(order: JobOrder) {
    const { caller, brief, requested, profileName, bodyHash, callbackUrl, answerFate } = order;
    const { fallback = 0, allowTwoBills = false, sidecar = false, confirmUsd } = order.options;
    const { maxUsd } = brief.requirements;
    const received: Received = {
      bodyHash,
      receivedAtMs: answerFate.arrivedAtMs,
      requested,
      callbackUrl,
      windowSeconds: context.dedupeWindowSeconds,
      describe: (plan) => describeChoice(requested, plan, profileName),
      waitSeconds: () => refusals.waitSeconds(caller.owner),
      // A named model is planned at once; to choose one, all are looked at.
      ...(brief.model === null && !order.plan && { inTurn: (plan) => choiceTurns.wait(caller.owner, plan) }),
    };
    return jobs.open({
      brief,
      plan: order.plan,
      owner: caller.owner,
      key: order.clientKey ?? undefined,
      traceparent: order.traceparent,
      options: {
        fallback,
        allowTwoBills,
        sidecar,
        overwrite: false,
        watchSeconds: usualWatchSeconds,
        ...(maxUsd !== undefined && { maxUsd }),
        ...(confirmUsd !== undefined && { confirmUsd }),
      },
      received,
    });
  }

  function noteAnswer(jobId: string, { known }: AnswerFate): void {
    void known
      .then((answer) => ledger.changeReceipt(jobId, { answer, answeredAtMs: clock.now() }))
      .catch((error: unknown) => onTrouble(jobId, error));
  }

  return async (order) => {
    const { caller, brief, plan } = order;
    // A plan may be older than what its key may buy now.
    const model = plan?.model ?? brief.model;
    if (model !== null && caller.models && !caller.models.includes(model)) {
      return { kind: 'model_not_allowed', model, allowed: caller.models };
    }
    let jobId: string | null = null;
    try {
      for (;;) {
        const opened = await open(order);
        if (opened.kind === 'key_reused') {
          const { job, differences } = opened;
          return { kind: 'key_reused', message: keyReusedSentence({ key: null, jobId: job.id, differences }) };
        }
        if (opened.kind !== 'job') return opened;
        const { job, repeated, opened: first } = opened;
        jobId = job.id;
        if (!repeated) {
          if (first) recent.keep({ job, attempts: [first] });
          noteAnswer(job.id, order.answerFate);
          carried.carry(job.id, (signal) => jobs.carry(job.id, { signal, opened: first }));
        }
        const snapshot = await whenAnswerable(answers, job.id);
        if (!snapshot) return { kind: 'failed', code: 'not_placed_yet' };
        // What the first of equal submits did not get either is a new order.
        if (repeated && wasNeverBought(snapshot.attempts)) continue;
        if (!repeated && snapshot.attempts.every(({ state }) => state === 'refused')) {
          refusals.count(caller.owner, order.bodyBytes);
        }
        // The id goes out before it is certain that the submit left: whoever starts next must go on with it.
        if (snapshot.attempts.every(({ remoteId }) => remoteId === null)) {
          await ledger.changeReceipt(job.id, { answer: 'delivered', answeredAtMs: clock.now(), durable: true });
        }
        return { kind: 'job', snapshot, repeated };
      }
    } catch (error) {
      // The caller's own mistake.
      if (error instanceof UnknownModelError) throw error;
      if (error instanceof JobFailure && error.code === 'key_archived')
        return { kind: 'key_archived', message: error.message };
      onTrouble(jobId, error);
      return { kind: 'failed', code: (error as { code?: string }).code ?? 'internal' };
    }
  };
}
