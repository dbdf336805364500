import {
  contradictionSentence,
  jobReasonSentence,
  mergedRequirements,
  missingInputs,
  neededInputText,
  openConflicts,
  profileNameOf,
  requestFindingSentence,
  type SentenceReading,
} from '@shotcaller/core';
import { decisiveAttempt } from '../../jobs/job-result.ts';
import { tighterUsd } from '../../jobs/money/caps.ts';
import type { Ordered } from '../jobs/job-order.ts';
import { previousRemoteId } from '../jobs/previous-job.ts';
import { resultName } from '../jobs/result-name.ts';
import type { JobSnapshot } from '../jobs/wire-status.ts';
import { isLedgerGone, ledgerAway, ledgerGone } from '../ledger-away.ts';
import type { Metrics } from '../metrics.ts';
import { hashOfBody } from '../openrouter-shape/submit-body.ts';
import type { GatewayContext, RoutesContext } from '../routes-context.ts';
import { callbackProblem } from '../webhooks/callback-url.ts';
import type { RunInput } from './addresses/jobs.ts';
import { briefOf, readingOf } from './brief-of.ts';
import { ApiProblem, notFound, rateLimited } from './errors.ts';

type OrderJob = (
  c: GatewayContext,
  input: Omit<RunInput, 'key'>,
  key: string | undefined,
) => Promise<{ readonly snapshot: JobSnapshot; readonly repeated: boolean }>;

/** `POST /v1/jobs`: one clip. */
export function createOrderJob(context: RoutesContext, metrics: Metrics): OrderJob {
  const { options, jobs } = context;

  return async (c, input, key) => {
    const caller = c.get('caller');
    const {
      model = 'auto',
      maxUsd: mostUsd,
      fallback = 0,
      allowTwoBills = false,
      confirmUsd,
      callbackUrl,
      sidecar = true,
      withoutInputs = false,
      ...question
    } = input;
    const read = async () => {
      const reading = readingOf(question.sentence);
      if (reading) requireClarity(reading, question, { withoutInputs });
      return briefOf(question, context, caller, model, reading);
    };
    const asked = await (question.sentence === undefined ? read() : context.choiceTurns.wait(caller.owner, read));
    const { allow } = asked.requirements.models;
    if (caller.models && allow.length > 0 && !allow.some((id) => caller.models?.includes(id))) {
      throw modelNotAllowed(allow.join(', '));
    }
    const { previousJobId: previous } = asked.requirements;
    const previousJobId =
      previous === undefined ? undefined : await previousRemoteId((id) => jobs.find(id), caller, previous);
    if (previous !== undefined && previousJobId === undefined) throw notFound('The previous job');
    const maxUsd = tighterUsd(mostUsd, asked.requirements.maxUsd);
    const problem =
      callbackUrl === undefined ? undefined : callbackProblem(callbackUrl, options.allowInsecureCallbacks ?? false);
    if (problem) throw new ApiProblem(422, { code: 'callback_url_refused', message: problem });
    const ordered = await jobs.order({
      caller,
      brief: {
        ...asked,
        requirements: {
          ...asked.requirements,
          ...(previousJobId !== undefined && { previousJobId }),
          ...(maxUsd !== undefined && { maxUsd }),
        },
      },
      options: { fallback, allowTwoBills, sidecar, ...(confirmUsd !== undefined && { confirmUsd }) },
      requested: model,
      profileName: model === 'auto' ? profileNameOf(asked) : null,
      // Our own API has no client that sends twice by itself: without a key every job is its own.
      bodyHash: hashOfBody(input),
      clientKey: key ?? `once-${options.newToken(15)}`,
      callbackUrl: callbackUrl ?? null,
      traceparent: c.req.header('traceparent'),
      answerFate: c.get('answerFate'),
      bodyBytes: c.get('share').bodyBytes,
    });
    metrics.countSubmit(resultName(ordered));
    return jobOf(ordered);
  };
}

/** Refuses to buy on a sentence that contradicts itself, or that speaks of an input that is not given. */
function requireClarity(
  reading: SentenceReading,
  { requirements = {} }: Pick<RunInput, 'requirements'>,
  { withoutInputs }: { readonly withoutInputs: boolean },
): void {
  const conflicts = openConflicts(reading.conflicts, { fields: { ...requirements } });
  if (conflicts.length > 0) {
    throw new ApiProblem(422, {
      code: 'sentence_contradicts',
      message: `${conflicts.map(contradictionSentence).join(' ')} Nothing was bought. Change the sentence, or send the field in requirements.`,
      conflicts,
    });
  }
  const missing = missingInputs(reading.needed, mergedRequirements({ reading, fields: { ...requirements } }));
  if (missing.length === 0 || withoutInputs) return;
  throw new ApiProblem(422, {
    code: 'input_missing',
    message: `You mentioned ${missing.map(neededInputText).join(' and ')}, and the requirements do not have it. Nothing was bought. Add it, change the sentence, or send withoutInputs: true.`,
    missing,
  });
}

function modelNotAllowed(model: string): ApiProblem {
  return new ApiProblem(403, {
    code: 'model_not_allowed',
    message: `This client key is not allowed to use ${model}. Nothing was bought. Choose another model.`,
    model,
  });
}

function jobOf(ordered: Ordered): { readonly snapshot: JobSnapshot; readonly repeated: boolean } {
  switch (ordered.kind) {
    case 'job':
      return answered(ordered);
    case 'no_plan':
      throw new ApiProblem(422, {
        code: 'no_eligible_model',
        message:
          'No model fits these requirements. Nothing was bought. `selection` has the reasons of each model and the closest changes.',
        selection: ordered.selection,
      });
    case 'model_not_allowed':
      throw modelNotAllowed(ordered.model);
    case 'rate_limited':
      throw rateLimited(ordered.retryAfterSeconds);
    case 'not_confirmed':
      throw new ApiProblem(409, {
        code: 'spend_not_confirmed',
        message:
          'The upper end of the quote is above confirmUsd, or not known. Nothing was bought. Show the user the new price, then send it as confirmUsd.',
        model: ordered.plan.model,
        price: ordered.plan.price,
      });
    case 'request_refused': {
      const { model, findings } = ordered.plan;
      const why = findings.map(requestFindingSentence).join(' ');
      throw new ApiProblem(422, {
        code: 'request_refused',
        message: `${model} would refuse this request. Nothing was bought. ${why}`,
        findings,
      });
    }
    case 'key_reused':
      throw new ApiProblem(409, { code: 'key_reused', message: ordered.message });
    case 'key_archived':
      throw new ApiProblem(409, { code: 'key_archived', message: ordered.message });
    case 'failed':
      if (ordered.code === ledgerAway.code) {
        const message = `${ledgerAway.message} If you sent no key, look at GET /v1/jobs before you order again.`;
        throw new ApiProblem(ledgerAway.status, { code: ledgerAway.code, message }, ledgerAway.headers);
      }
      if (isLedgerGone(ordered.code))
        throw new ApiProblem(503, { code: ordered.code, message: ledgerGone[ordered.code] });
      throw new ApiProblem(500, {
        code: ordered.code,
        message:
          'The order failed on this server, and it is not known whether it was placed. Look at GET /v1/jobs before you order again.',
      });
    default:
      return ordered satisfies never;
  }
}

/** What the key itself forbids is an error of this request; other refusals are the job's. */
function answered(ordered: Extract<Ordered, { kind: 'job' }>) {
  const { reason, state, model, price } = decisiveAttempt(ordered.snapshot.attempts);
  if (state !== 'refused' || reason === null) return ordered;
  if (reason.code === 'model_not_allowed') throw modelNotAllowed(model);
  const isOfBudget = reason.code === 'over_budget' || reason.code === 'price_unknown_with_cap';
  if (!isOfBudget || (reason.cap !== 'key' && reason.cap !== 'key_day')) return ordered;
  throw new ApiProblem(402, {
    message: jobReasonSentence(reason),
    model,
    price,
    ...reason,
  });
}
