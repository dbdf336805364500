import { jobReasonSentence, type Requirements, select } from '@shotcaller/core';
import { picoFromUsd } from '../../jobs/pico.ts';
import type { Planner } from '../../jobs/plan.ts';
import { planOf } from '../../jobs/select-planner.ts';
import type { Door, GatewayContext } from '../door.ts';
import type { Caller } from '../keys/caller.ts';
import type { Metrics } from '../metrics.ts';
import { withoutPictures } from '../openrouter-shape/requirements-of.ts';
import { hashOfBody } from '../openrouter-shape/submit-body.ts';
import { describeChoice } from '../orders/describe-choice.ts';
import type { Placed } from '../orders/desk.types.ts';
import { previousJobId } from '../orders/previous-job.ts';
import { type Snapshot, speakerOf } from '../orders/snapshot.ts';
import { callbackProblem } from '../webhooks/callback-url.ts';
import { ApiProblem, notFound } from './errors.ts';
import { readQuestion } from './question.ts';
import type { RunInput } from './schemas.ts';

export type PlaceRun = (
  c: GatewayContext,
  input: RunInput,
) => Promise<{ readonly snapshot: Snapshot; readonly repeated: boolean }>;

/** `POST /v1/jobs`: the one address of our own API that spends money. */
export function placeRun(door: Door, metrics: Metrics): PlaceRun {
  const { options, desk } = door;

  return async (c, input) => {
    const caller = c.get('caller');
    const waitSeconds = door.submitRate(caller);
    if (waitSeconds > 0) {
      throw new ApiProblem(
        429,
        { code: 'rate_limited', message: `Try again in ${waitSeconds} s.` },
        { 'Retry-After': String(waitSeconds) },
      );
    }
    const {
      model = 'auto',
      maxUsd: mostUsd,
      fallback = 0,
      key,
      allowTwoBills = false,
      confirmUsd,
      callbackUrl,
      sidecar = true,
      ...question
    } = input;
    const { requirements: asked, ranking, profileName } = readQuestion(question, door);
    const requirements = await withOwnPrevious(caller, asked);
    const maxUsd = tighter(mostUsd, requirements.maxUsd);
    const problem =
      callbackUrl === undefined ? undefined : callbackProblem(callbackUrl, options.allowInsecureCallbacks ?? false);
    if (problem) throw new ApiProblem(422, { code: 'callback_url_refused', message: problem });
    const allow = model === 'auto' ? allowedModels(caller, requirements) : [model];
    const planner: Planner = async ({ exclude, budgetUsd, callbackUrl: hook }) => {
      const { catalog, evidence, now } = await door.ground.ground();
      const narrowed = {
        ...requirements,
        models: { allow, deny: [...requirements.models.deny, ...exclude] },
        ...(budgetUsd !== undefined && { maxUsd: budgetUsd }),
      };
      const selection = select(catalog, narrowed, { ...ranking, evidence, now });
      return planOf(selection, catalog, requirements, evidence, hook) ?? { kind: 'no_plan', selection };
    };
    const { key: _, ...body } = input;
    const placed = await desk.place({
      caller,
      requirements: withoutPictures(requirements),
      planner,
      describe: (plan) => describeChoice(model, plan, model === 'auto' ? profileName : null),
      requested: model,
      // Our own API has no client that sends twice by itself: without a key every order is its own.
      bodyHash: hashOfBody(body),
      clientKey: key ?? c.req.header('idempotency-key') ?? `once-${options.newToken(15)}`,
      callbackUrl: callbackUrl ?? null,
      fallback,
      allowTwoBills,
      sidecar,
      ...(maxUsd !== undefined && { maxUsd }),
      ...(confirmUsd !== undefined && { confirmUsd }),
      post: c.get('post')!,
    });
    metrics.countSubmit(
      placed.kind === 'order'
        ? placed.repeated
          ? 'repeated'
          : speakerOf(placed.snapshot).state === 'refused'
            ? 'refused'
            : 'new'
        : placed.kind,
    );
    return orderOf(placed);
  };

  /** Our id of an earlier job becomes the service's; somebody else's job cannot be gone on from. */
  async function withOwnPrevious(caller: Caller, asked: Requirements): Promise<Requirements> {
    if (asked.previousJobId === undefined) return asked;
    const id = await previousJobId((name) => desk.find(name), caller, asked.previousJobId);
    if (id === undefined) throw notFound('The previous job');
    return { ...asked, previousJobId: id };
  }
}

/** The models that the key may buy and the requirements allow; an empty list allows all. */
function allowedModels({ models }: Caller, { models: { allow } }: Requirements): string[] {
  if (models === undefined || allow.length === 0) return [...(models ?? allow)];
  const both = allow.filter((model) => models.includes(model));
  if (both.length > 0) return both;
  throw modelNotAllowed(allow.join(', '));
}

function tighter(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return picoFromUsd(a) < picoFromUsd(b) ? a : b;
}

function modelNotAllowed(model: string): ApiProblem {
  return new ApiProblem(403, { code: 'model_not_allowed', message: `This key may not use ${model}.`, model });
}

function orderOf(placed: Placed): { readonly snapshot: Snapshot; readonly repeated: boolean } {
  switch (placed.kind) {
    case 'order':
      return placed;
    case 'no_plan':
      throw new ApiProblem(422, {
        code: 'no_eligible_model',
        message: 'No model fits these requirements. Nothing was bought.',
        selection: placed.selection,
      });
    case 'model_not_allowed':
      throw modelNotAllowed(placed.model);
    case 'over_key_budget':
      throw new ApiProblem(402, {
        message: jobReasonSentence(placed.reason),
        model: placed.model,
        price: placed.price,
        ...placed.reason,
      });
    case 'not_confirmed':
      throw new ApiProblem(409, {
        code: 'spend_not_confirmed',
        message: 'The upper end of the quote is above what was confirmed, or not known. Nothing was bought.',
        model: placed.model,
        price: placed.price,
      });
    case 'key_reused':
      throw new ApiProblem(409, {
        code: 'key_reused',
        message: 'This key belongs to another order. Nothing was bought. Use a new key.',
      });
    case 'failed':
      throw new ApiProblem(500, {
        code: placed.code,
        message: 'The order could not be placed. Look at /v1/jobs before trying again.',
      });
    default:
      return placed satisfies never;
  }
}
