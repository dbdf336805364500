import type { z } from 'zod';
import { pictureSize } from './clips/image.ts';
import { parseScenarios, UnknownScenarioError } from './faults/parse.ts';
import { type Job, statusAt } from './job.ts';
import { drawLatencySeconds } from './latency.ts';
import { formatUsd } from './money.ts';
import { isRefusal, planRender, type RenderPlan } from './plan.ts';
import { priceOf } from './price.ts';
import { alphanumeric, randomFor } from './random.ts';
import { type Refusal, refuse } from './refusal.ts';
import { type SubmitRequest, submitSchema } from './request.ts';
import type { Simulation } from './simulation.ts';
import { checkCallbackUrl } from './webhooks/target.ts';
import type { WireModel } from './wire.ts';

export interface SubmitContext {
  readonly simulation: Simulation;
  readonly allowInsecureCallbacks: boolean;
  readonly lifetimeSeconds: number;
}

export type SubmitResult =
  | { readonly kind: 'accepted'; readonly job: Job }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'invalid'; readonly error: z.ZodError };

/** Splits "google/veo-3.1-lite#submit-reset+cost-null" into the model and its scenarios. */
export function splitModelSuffix(body: unknown): { readonly body: unknown; readonly scenario: string } {
  if (body === null || typeof body !== 'object' || !('model' in body) || typeof body.model !== 'string') {
    return { body, scenario: '' };
  }
  const [model = '', ...rest] = body.model.split('#');
  return rest.length === 0 ? { body, scenario: '' } : { body: { ...body, model }, scenario: rest.join('#') };
}

/** Checks a body and, if all is well, makes the job; keeping it and answering are the caller's. */
export function decideSubmit(context: SubmitContext, body: unknown, scenario: string, origin: string): SubmitResult {
  const { simulation } = context;
  const parsed = submitSchema.safeParse(body);
  if (!parsed.success) return { kind: 'invalid', error: parsed.error };
  const request = parsed.data;

  const models = simulation.models();
  const model = models.find(({ id, canonical_slug }) => id === request.model || canonical_slug === request.model);
  if (!model) return { kind: 'refused', refusal: unknownModel(simulation, request.model) };
  const withdrawn = withdraw(simulation, model);
  if (withdrawn) return { kind: 'refused', refusal: withdrawn };

  const faults = [...simulation.faults(), ...parseScenarios(scenario)];
  const strict = simulation.strikes.standing(faults, 'validation', model.id).some(({ bend }) => bend === 'strict');
  const plan = planRender(model, request, { strict });
  if (isRefusal(plan)) return { kind: 'refused', refusal: plan };
  const refusal =
    (request.callback_url && checkCallbackUrl(request.callback_url, context.allowInsecureCallbacks)) ||
    checkPrevious(simulation, model, request);
  if (refusal) return { kind: 'refused', refusal };

  const bill = priceOf(model, plan);
  simulation.settleDue();
  const unpaid = simulation.account.check(bill?.total ?? 0n);
  if (unpaid) return { kind: 'refused', refusal: unpaid };
  const full = simulation.checkRoom(model.id);
  if (full) return { kind: 'refused', refusal: full };
  return {
    kind: 'accepted',
    job: makeJob(context, request, model, plan, bill && formatUsd(bill.total), scenario, origin),
  };
}

/** Parses the scenarios of a header or suffix; an unknown name is the caller's mistake and a 400. */
export function scenarioRefusal(text: string): Refusal | undefined {
  try {
    parseScenarios(text);
    return undefined;
  } catch (error) {
    if (error instanceof UnknownScenarioError) return refuse(400, error.message);
    throw error;
  }
}

function makeJob(
  { simulation, lifetimeSeconds }: SubmitContext,
  request: SubmitRequest,
  model: WireModel,
  plan: RenderPlan,
  estimatedUsd: string | undefined,
  scenario: string,
  origin: string,
): Job {
  const { clock, seed, speed, store, strikes } = simulation;
  const sequence = store.nextSubmit();
  const faults = [...simulation.faults(), ...parseScenarios(scenario)];
  const submittedAtMs = clock.now();
  const subject = String(sequence);
  const oldId = strikes.standing(faults, 'validation', subject).some(({ bend }) => bend === 'old-id');
  const name = alphanumeric(randomFor(seed, 'id', sequence));
  const atOnce = strikes.standing(faults, 'webhook', subject).some(({ bend }) => bend === 'before-answer');

  const pace = strikes.standing(faults, 'pace', subject).reduce((product, { factor }) => product * factor, 1);
  const drawn = drawLatencySeconds(model.id, plan.durationSeconds, randomFor(seed, 'latency', sequence)) * pace;
  const takesSeconds = atOnce ? 0 : Math.min(drawn, lifetimeSeconds);
  const failure = strikes.standing(faults, 'outcome', subject)[0];
  const outcome: Job['outcome'] =
    drawn > lifetimeSeconds
      ? { status: 'expired', error: 'Job exceeded maximum time to live' }
      : failure
        ? { status: failure.status, error: failure.error }
        : (inputFailure(request) ?? { status: 'completed' });

  const job: Job = {
    id: oldId ? name : `gen-vid-${Math.floor(submittedAtMs / 1000)}-${name}`,
    sequence,
    model: model.id,
    canonicalSlug: model.canonical_slug,
    request,
    plan,
    seed: request.seed ?? Math.floor(randomFor(seed, 'job seed', sequence)() * 2 ** 31),
    submittedAtMs,
    endsAtMs: submittedAtMs + Math.round((takesSeconds * 1000) / speed),
    outcome,
    ...(estimatedUsd !== undefined && { estimatedUsd }),
    scenario,
    origin,
  };
  return job;
}

/** Inputs that were seen to be accepted first and to fail afterwards, unbilled (live, 2026-09-21). */
function inputFailure(request: SubmitRequest): Job['outcome'] | undefined {
  const frames = request.frame_images ?? [];
  if (frames.length > 0 && frames.every(({ frame_type }) => frame_type === 'last_frame')) {
    return { status: 'failed', error: 'Frame interpolation requires both an input image and a last frame.' };
  }
  // A 1x1 first frame failed after submit; the text is ours.
  const tiny = frames.some(({ image_url }) => {
    const picture = pictureSize(image_url.url);
    return picture !== undefined && Math.min(picture.width, picture.height) < 8;
  });
  return tiny ? { status: 'failed', error: 'The input image is too small.' } : undefined;
}

/** The text on /videos has not been seen; this is the one of chat (recorded 2026-10-02). */
function unknownModel(simulation: Simulation, id: string): Refusal {
  if (simulation.store.meta.withdrawn.includes(id)) return noEndpoints(id);
  return refuse(400, `${id} is not a valid model ID`);
}

function noEndpoints(id: string): Refusal {
  return refuse(404, `No endpoints found for ${id}.`, {
    availability: { code: 'model_deprecated', retryable: false },
  });
}

function withdraw(simulation: Simulation, model: WireModel): Refusal | undefined {
  const effect = simulation.strikes.strike(
    simulation.faults(),
    'catalog',
    'the catalogue',
    ({ bend }) => bend === 'withdrawal',
  );
  if (!effect) return undefined;
  const { meta } = simulation.store;
  simulation.store.putMeta({ ...meta, withdrawn: [...meta.withdrawn, model.id] });
  return noEndpoints(model.id);
}

function checkPrevious(simulation: Simulation, model: WireModel, request: SubmitRequest): Refusal | undefined {
  if (request.previous_job_id === undefined) return undefined;
  const previous = simulation.store.jobs.get(request.previous_job_id);
  if (!previous) return refuse(404, `Job ${request.previous_job_id} not found`);
  if (statusAt(previous, simulation.clock.now()) !== 'completed') {
    return refuse(400, `Job ${previous.id} is not completed`);
  }
  return previous.model === model.id ? undefined : refuse(400, `Job ${previous.id} was made by ${previous.model}`);
}
