import {
  autoProfile,
  type Catalog,
  eitherOf,
  findModel,
  modelsNear,
  profileNameOf,
  readBrief,
  readUsd,
  requestFindingSentence,
  taskOf,
} from '@shotcaller/core';
import { decisiveAttempt } from '../../jobs/job-result.ts';
import { structureProblemText } from '../guards/json-bounds.ts';
import { type BodyProblem, readJsonBody } from '../guards/read-body.ts';
import type { JobOrder, Ordered } from '../jobs/job-order.ts';
import { previousRemoteId } from '../jobs/previous-job.ts';
import { resultName } from '../jobs/result-name.ts';
import type { Caller } from '../keys/caller.ts';
import { isLedgerGone, ledgerAway, ledgerGone } from '../ledger-away.ts';
import type { Metrics } from '../metrics.ts';
import { type GatewayContext, originOf, type RoutesContext } from '../routes-context.ts';
import { callbackProblem } from '../webhooks/callback-url.ts';
import { autoModels } from './auto.ts';
import {
  envelope,
  noModelFits,
  refusalAnswer,
  shareUsed,
  unreadableRequirements,
  type WireAnswer,
  zodShape,
} from './errors.ts';
import { choiceHeaders, submitBody } from './job-body.ts';
import { requirementsOf } from './requirements-of.ts';
import { hashOfBody, holdsHalfCharacter, type SubmitBody, submitBodySchema } from './submit-body.ts';

/** `POST /api/v1/videos`: reads the body, orders the job, and says it in the service's words. */
export function createSubmit(context: RoutesContext, metrics: Metrics): (c: GatewayContext) => Promise<WireAnswer> {
  const { options, jobs, limits } = context;

  return async (c) => {
    const read = await readJsonBody(c.req.raw, {
      maxBytes: limits.maxBodyBytes,
      takeBytes: c.get('share').takeBytes,
    });
    if ('problem' in read) return bodyRefusal(read.problem);
    const parsed = submitBodySchema.safeParse(read.value);
    if (!parsed.success) return zodShape(parsed.error.issues);
    if (holdsHalfCharacter(read.value)) {
      return envelope(
        400,
        'A text of the body holds half of a character, which no request can carry: it was probably cut within an emoji. Nothing was bought',
      );
    }
    const linked = await withOwnPrevious(c, parsed.data);
    if (linked.kind === 'refused') return linked.answer;
    const asked = await orderOf(c, linked.body, hashOfBody(read.value));
    if (asked.kind === 'refused') return asked.answer;
    const ordered = await jobs.order(asked.order);
    metrics.countSubmit(resultName(ordered));
    return tell(c, ordered);
  };

  async function orderOf(
    c: GatewayContext,
    body: SubmitBody,
    bodyHash: string,
  ): Promise<{ readonly kind: 'order'; readonly order: JobOrder } | Refused> {
    const caller = c.get('caller');
    if (!modelIdForm.test(body.model)) return refused(envelope(400, 'That is not a valid model ID'));
    const auto = autoProfile(body.model);
    if (auto === null) {
      const written = body.model.slice(0, 60);
      const known = autoModels.map(({ id }) => id).join(', ');
      return refused(envelope(400, `${written} is not a valid model ID. There is ${known}`));
    }
    const callbackUrl = body.callback_url ?? null;
    const problem =
      callbackUrl === null ? undefined : callbackProblem(callbackUrl, options.allowInsecureCallbacks ?? false);
    if (problem) return refused(envelope(400, problem));
    const key = c.req.header('idempotency-key')?.trim();
    if (key !== undefined && !/^[\x21-\x7e]{1,255}$/.test(key)) {
      return refused(envelope(400, 'Idempotency-Key must be 1 to 255 visible ASCII characters'));
    }
    const mostUsd = c.req.header('x-shotcaller-max-usd');
    const maxUsd = mostUsd === undefined ? undefined : readUsd(mostUsd);
    if (mostUsd !== undefined && maxUsd === undefined) {
      return refused(envelope(400, 'X-Shotcaller-Max-Usd must be dollars, for example 0.50'));
    }
    const { catalog } = await options.parts.choice.ground();
    const model = auto ? undefined : findModel(catalog, body.model);
    const unknown = auto || model ? null : unknownModel(catalog, body.model, caller, maxUsd);
    if (unknown) return refused(unknown);
    const { requirements, problems } = requirementsOf(body, model ? taskOf(model) : null);
    if (auto && problems) return refused(unreadableRequirements(problems));
    const brief = readBrief({
      fields: { ...requirements, ...(maxUsd !== undefined && { maxUsd }) },
      preferences: auto?.profile ? { profile: auto.profile } : {},
      defaultProfile: options.defaultProfile,
      model: auto ? null : (model?.id ?? body.model),
      allowedModels: caller.models ?? null,
      body,
    });
    const order: JobOrder = {
      caller,
      brief,
      options: { fallback: readFallback(c.req.header('x-shotcaller-fallback')) },
      requested: body.model,
      profileName: auto ? profileNameOf(brief) : null,
      bodyHash,
      clientKey: key ?? null,
      callbackUrl,
      traceparent: c.req.header('traceparent'),
      answerFate: c.get('answerFate'),
      bodyBytes: c.get('share').bodyBytes,
    };
    return { kind: 'order', order };
  }

  /** Our id of an earlier job becomes the service's; somebody else's job cannot be gone on from. */
  async function withOwnPrevious(
    c: GatewayContext,
    body: SubmitBody,
  ): Promise<{ readonly kind: 'body'; readonly body: SubmitBody } | Refused> {
    const previous = body.previous_job_id;
    if (!previous) return { kind: 'body', body };
    const remoteId = await previousRemoteId((id) => jobs.find(id), c.get('caller'), previous);
    return remoteId === undefined
      ? refused(envelope(400, `Previous job ${previous.slice(0, 100)} not found`))
      : { kind: 'body', body: { ...body, previous_job_id: remoteId } };
  }

  function tell(c: GatewayContext, ordered: Ordered): WireAnswer {
    switch (ordered.kind) {
      case 'job': {
        const { snapshot, repeated } = ordered;
        const speaker = decisiveAttempt(snapshot.attempts);
        c.set('jobId', snapshot.job.id);
        if (speaker.state === 'refused') return refusalAnswer(speaker.reason);
        const body = submitBody(snapshot, repeated, { origin: originOf(c, context), unknownMayRecover: true });
        return {
          status: 202,
          body,
          headers: { ...choiceHeaders(snapshot), ...(repeated && { 'X-Shotcaller-Repeated': 'true' }) },
        };
      }
      case 'no_plan':
        return noModelFits(ordered.selection);
      case 'model_not_allowed':
        return refusalAnswer({ code: 'model_not_allowed', model: ordered.model, allowed: ordered.allowed });
      case 'rate_limited':
        return envelope(
          429,
          'Rate limit exceeded',
          { error_type: 'rate_limit_exceeded', retry_after_seconds: ordered.retryAfterSeconds },
          { 'Retry-After': String(ordered.retryAfterSeconds) },
        );
      case 'request_refused':
        return envelope(400, ordered.plan.findings.map(requestFindingSentence).join(' '), {
          error_type: 'invalid_request',
          findings: ordered.plan.findings.map(({ code, field }) => ({ code, field })),
        });
      case 'not_confirmed':
        return envelope(402, 'The spend was not confirmed. Nothing was bought.');
      case 'key_reused':
        return envelope(422, ordered.message, { error_type: 'idempotency_key_reused' });
      case 'key_archived':
        return envelope(422, ordered.message, { error_type: 'idempotency_key_archived' });
      case 'failed':
        c.set('errorCode', ordered.code);
        return failureAnswer(ordered.code);
      default:
        return ordered satisfies never;
    }
  }
}

/** Answered without an order. A client's body may have fields of any name, so it is told from an answer by `kind` alone. */
interface Refused {
  readonly kind: 'refused';
  readonly answer: WireAnswer;
}

function refused(answer: WireAnswer): Refused {
  return { kind: 'refused', answer };
}

/**
 * An id that the list does not have, told as the service tells it, with the id that was most likely meant. Where a list of models
 * holds, that answers; and a budget does, where no known id was meant: a model without a price fits none.
 */
function unknownModel(
  catalog: Catalog,
  written: string,
  caller: Caller,
  maxUsd: string | undefined,
): WireAnswer | null {
  if (caller.models !== undefined) return null;
  // Variants of a model (`author/slug:variant`) stand in no list: whether there is one is the service's to say.
  if (findModel(catalog, written.replace(/[:#].*$/s, ''))) return null;
  const near = modelsNear(catalog, written);
  const limits = [caller.budgetUsd, caller.dailyUsd, maxUsd];
  if (near.length === 0 && limits.some((limit) => limit !== undefined)) return null;
  const meant = near.length === 0 ? '' : `. Did you mean ${eitherOf(near)}?`;
  return envelope(400, `${written.slice(0, 60)} is not a valid model ID${meant}`, { nearest: near[0] ?? null });
}

function failureAnswer(code: string): WireAnswer {
  switch (code) {
    case 'not_placed_yet':
      return envelope(
        503,
        'The server is busy and has not placed this order yet. Send the same request again: you get this order, and it is bought once.',
        { error_type: 'provider_overloaded' },
        { 'Retry-After': '5' },
      );
    case 'catalog_unavailable':
      return envelope(503, 'The list of models cannot be read right now. Nothing was bought; try again.', undefined, {
        'Retry-After': '5',
      });
    case ledgerAway.code:
      return envelope(
        ledgerAway.status,
        `${ledgerAway.message} Without a key, an equal request is one order too.`,
        { error_type: 'provider_overloaded' },
        { ...ledgerAway.headers },
      );
    default:
      return isLedgerGone(code)
        ? envelope(503, ledgerGone[code], { error_type: code })
        : envelope(500, 'Internal Server Error', { error_type: code });
  }
}

/** `author/slug:variant`; behind `#` the simulator takes a scenario. Other texts are told to nobody and stored nowhere: a list or an export would show them to whoever looks after the server. */
const modelIdForm = /^~?[A-Za-z0-9][\w.-]*(\/[\w.-]+){0,2}(:[\w.-]+)?(#[\w.,:@-]+)?$/;

function readFallback(text: string | undefined): number {
  return text !== undefined && /^[0-5]$/.test(text) ? Number(text) : 0;
}

function bodyRefusal(problem: BodyProblem): WireAnswer {
  switch (problem) {
    case 'too_large':
      return envelope(413, 'Request payload too large', undefined, { Connection: 'close' });
    case 'not_json':
      return envelope(400, 'Invalid JSON in request body');
    case 'wrong_type':
      return envelope(415, 'Content-Type must be application/json');
    case 'went_away':
      return envelope(408, 'The request did not arrive whole');
    case 'over_share':
      return shareUsed('This key is sending too much data at once. Send one request after the other.');
    default:
      return envelope(400, structureProblemText[problem], { error_type: `body_${problem}` });
  }
}
