import { profileNameOf } from '@shotcaller/core';
import { type Bought, type DoorJobs, noLongerBuyable, refused, requestRefused } from '../../mcp/door.ts';
import type { Ordered } from '../jobs/job-order.ts';
import { resultName } from '../jobs/result-name.ts';
import type { Caller } from '../keys/caller.ts';
import type { Metrics } from '../metrics.ts';
import { hashOfBody } from '../openrouter-shape/submit-body.ts';
import type { RoutesContext } from '../routes-context.ts';

/** Buys and watches as every other address of the gateway does. What an earlier run left is taken up when the gateway starts. */
export function gatewayDoorJobs({ jobs, options }: RoutesContext, metrics: Metrics, caller: Caller): DoorJobs {
  return {
    async buy({ id, brief, plan, options: { confirmUsd } }) {
      const ordered = await jobs.order({
        caller,
        brief,
        plan,
        options: { fallback: 0, allowTwoBills: false, sidecar: false, confirmUsd },
        requested: brief.model ?? 'auto',
        profileName: brief.model === null ? profileNameOf(brief) : null,
        bodyHash: hashOfBody(id),
        clientKey: id,
        callbackUrl: null,
        // The quote is the key: whether an answer got through makes no difference.
        answerFate: { arrivedAtMs: options.clock.now(), known: Promise.resolve('delivered') },
        bodyBytes: JSON.stringify(plan.body).length,
      });
      metrics.countSubmit(resultName(ordered));
      return boughtOf(ordered);
    },
    goOn: () => undefined,
    watch: (jobId) => jobs.watch(jobId),
    takeUp: async () => undefined,
    adopt: (id, found) => jobs.adopt(id, found),
    settle: (id, settlement) => jobs.settle(id, settlement),
  };
}

function boughtOf(ordered: Ordered): Bought {
  const again = 'Call generate_video again with the same quoteId: it never buys twice.';
  switch (ordered.kind) {
    case 'job':
      return { kind: 'job', jobId: ordered.snapshot.job.id };
    case 'model_not_allowed':
      return refused(
        'model_not_allowed',
        `This key is not allowed to use ${ordered.model}. Nothing was bought.`,
        'Quote another model.',
      );
    case 'rate_limited':
      return refused(
        'rate_limited',
        `The rate limit of this key is reached. Nothing was bought.`,
        `Wait ${ordered.retryAfterSeconds} s. ${again}`,
      );
    case 'request_refused':
      return requestRefused(ordered.plan);
    case 'not_confirmed':
    case 'no_plan':
    case 'key_reused':
      return noLongerBuyable(ordered.kind);
    case 'key_archived':
      return refused(ordered.kind, ordered.message, 'Call quote again for another clip.');
    case 'failed':
      return refused(
        ordered.code,
        'The job could not be recorded, or is not recorded yet, so it is not known whether it was bought.',
        again,
      );
    default:
      return ordered satisfies never;
  }
}
