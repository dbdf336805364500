import { type Requirements, taskOf } from '@shotcaller/core';
import { type Door, type GatewayContext, originOf } from '../door.ts';
import { readJsonBody } from '../guards/read-body.ts';
import type { Metrics } from '../metrics.ts';
import { describeChoice } from '../orders/describe-choice.ts';
import type { Placed, Placement } from '../orders/desk.types.ts';
import { previousJobId } from '../orders/previous-job.ts';
import { speakerOf } from '../orders/snapshot.ts';
import { callbackProblem } from '../webhooks/callback-url.ts';
import { autoProfile } from './auto.ts';
import { envelope, noModelFits, refusalAnswer, unreadableRequirements, type WireAnswer, zodShape } from './errors.ts';
import { choiceHeaders, submitBody } from './job-body.ts';
import { findModel, planAuto, planNamed } from './plan.ts';
import { requirementsOf, withoutPictures } from './requirements-of.ts';
import { hashOfBody, type SubmitBody, submitBodySchema } from './submit-body.ts';

/** `POST /api/v1/videos`: reads the body, places the order, and says it in the service's words. */
export function createSubmit(door: Door, metrics: Metrics): (c: GatewayContext) => Promise<WireAnswer> {
  const { options, desk, limits } = door;

  return async (c) => {
    const read = await readJsonBody(c.req.raw, limits.maxBodyBytes);
    if ('problem' in read) return bodyRefusal(read.problem);
    const waitSeconds = door.submitRate(c.get('caller'));
    if (waitSeconds > 0) {
      metrics.countSubmit('rate_limited');
      return envelope(
        429,
        'Rate limit exceeded',
        { error_type: 'rate_limit_exceeded', retry_after_seconds: waitSeconds },
        {
          'Retry-After': String(waitSeconds),
        },
      );
    }
    const parsed = submitBodySchema.safeParse(read.value);
    if (!parsed.success) return zodShape(parsed.error.issues);
    const linked = await withOwnPrevious(c, parsed.data);
    if ('status' in linked) return linked as WireAnswer;
    const placement = await placementOf(c, linked as SubmitBody, hashOfBody(read.value));
    if ('status' in placement) return placement;
    const placed = await desk.place(placement);
    const told = tell(c, placed);
    metrics.countSubmit(
      placed.kind === 'order' ? (placed.repeated ? 'repeated' : told.status === 202 ? 'new' : 'refused') : placed.kind,
    );
    return told;
  };

  async function placementOf(c: GatewayContext, body: SubmitBody, bodyHash: string): Promise<Placement | WireAnswer> {
    const caller = c.get('caller');
    const auto = autoProfile(body.model);
    if (auto === null) return envelope(400, `${body.model.slice(0, 60)} is not a valid model ID`);
    const callback = body.callback_url ?? null;
    const problem = callback === null ? undefined : callbackProblem(callback, options.allowInsecureCallbacks ?? false);
    if (problem) return envelope(400, problem);
    const key = c.req.header('idempotency-key')?.trim();
    if (key !== undefined && !/^[\x21-\x7e]{1,255}$/.test(key)) {
      return envelope(400, 'Idempotency-Key must be 1 to 255 visible ASCII characters');
    }
    const maxUsd = c.req.header('x-shotcaller-max-usd');
    if (maxUsd !== undefined && !/^\d{1,9}(\.\d{1,9})?$/.test(maxUsd)) {
      return envelope(400, 'X-Shotcaller-Max-Usd must be dollars, for example 0.50');
    }
    const model = auto ? undefined : findModel((await door.ground.catalog()).models, body.model);
    const { requirements, problems } = requirementsOf(body, model ? taskOf(model) : null);
    if (auto && problems) return unreadableRequirements(problems);
    const { ground } = door.ground;
    const planning = { ground: ground.bind(door.ground), body, requirements: requirements satisfies Requirements };
    const profile = auto ? (auto.profile ?? options.defaultProfile ?? 'balanced') : null;
    return {
      caller,
      requirements: withoutPictures(requirements),
      planner: profile === null ? planNamed(planning) : planAuto({ ...planning, profile, allowed: caller.models }),
      describe: (plan) => describeChoice(body.model, plan, profile),
      requested: body.model,
      bodyHash,
      clientKey: key ?? null,
      callbackUrl: callback,
      fallback: readFallback(c.req.header('x-shotcaller-fallback')),
      ...(maxUsd !== undefined && { maxUsd }),
      post: c.get('post')!,
    };
  }

  /** Our id of an earlier job becomes the service's; somebody else's job cannot be gone on from. */
  async function withOwnPrevious(c: GatewayContext, body: SubmitBody): Promise<SubmitBody | WireAnswer> {
    const previous = body.previous_job_id;
    if (!previous) return body;
    const jobId = await previousJobId((id) => desk.find(id), c.get('caller'), previous);
    return jobId === undefined
      ? envelope(400, `Previous job ${previous.slice(0, 100)} not found`)
      : { ...body, previous_job_id: jobId };
  }

  function tell(c: GatewayContext, placed: Placed): WireAnswer {
    switch (placed.kind) {
      case 'order': {
        const { snapshot, repeated } = placed;
        const speaker = speakerOf(snapshot);
        c.set('jobId', snapshot.order.id);
        if (speaker.state === 'refused') return refusalAnswer(speaker.reason);
        const body = submitBody(snapshot, repeated, { origin: originOf(c, door), unknownMayRecover: true });
        return {
          status: 202,
          body,
          headers: { ...choiceHeaders(snapshot), ...(repeated && { 'X-Shotcaller-Repeated': 'true' }) },
        };
      }
      case 'no_plan':
        return placed.selection ? noModelFits(placed.selection) : envelope(400, 'No model fits this request.');
      case 'model_not_allowed':
        return envelope(403, `This key may not use ${placed.model}.`, {
          error_type: 'model_not_allowed',
          allowed: placed.allowed,
        });
      case 'over_key_budget':
        return refusalAnswer(placed.reason);
      case 'not_confirmed':
        return envelope(402, 'The spend was not confirmed. Nothing was bought.');
      case 'key_reused':
        return envelope(422, 'This Idempotency-Key belongs to another request. Nothing was bought. Use a new key.', {
          error_type: 'idempotency_key_reused',
        });
      case 'failed':
        c.set('errorCode', placed.code);
        if (placed.code === 'not_placed_yet') {
          return envelope(
            503,
            'The server is busy and has not placed this order yet. Send the same again: it will be answered with this order.',
            { error_type: 'provider_overloaded' },
            { 'Retry-After': '5' },
          );
        }
        return placed.code === 'catalog_unavailable'
          ? envelope(503, 'The list of models cannot be read now. Nothing was bought.', undefined, {
              'Retry-After': '5',
            })
          : envelope(500, 'Internal Server Error', { error_type: placed.code });
      default:
        return placed satisfies never;
    }
  }
}

function readFallback(text: string | undefined): number {
  return text !== undefined && /^[0-5]$/.test(text) ? Number(text) : 0;
}

function bodyRefusal(problem: 'too_large' | 'not_json' | 'wrong_type' | 'went_away'): WireAnswer {
  switch (problem) {
    case 'too_large':
      return envelope(413, 'Request payload too large', undefined, { Connection: 'close' });
    case 'not_json':
      return envelope(400, 'Invalid JSON in request body');
    case 'wrong_type':
      return envelope(415, 'Content-Type must be application/json');
    case 'went_away':
      return envelope(408, 'The request did not arrive whole');
    default:
      return problem satisfies never;
  }
}
