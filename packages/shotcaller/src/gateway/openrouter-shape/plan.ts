import {
  type ProfileName,
  quote,
  type Requirements,
  type Selection,
  select,
  unknownPrice,
  type VideoModel,
} from '@shotcaller/core';
import type { NoPlan, Plan, Planner } from '../../jobs/plan.ts';
import { type PlanningGround, planOf } from '../../jobs/select-planner.ts';
import type { SubmitBody } from './submit-body.ts';

interface PlanInput {
  readonly ground: () => Promise<PlanningGround>;
  readonly body: SubmitBody;
  readonly requirements: Requirements;
}

/** `auto`: core's `select` over the models that the caller may buy; what the selection does not speak of is passed on. */
export function planAuto({
  ground,
  body,
  requirements,
  profile,
  allowed,
}: PlanInput & { readonly profile: ProfileName; readonly allowed?: readonly string[] | undefined }): Planner {
  return async ({ exclude, budgetUsd, callbackUrl }) => {
    const { catalog, evidence, now } = await ground();
    const asked = {
      ...requirements,
      models: { allow: [...(allowed ?? [])], deny: [...exclude] },
      ...(budgetUsd !== undefined && { maxUsd: budgetUsd }),
    };
    const selection = select(catalog, asked, { profile, evidence, now });
    const plan = planOf(selection, catalog, requirements, evidence, callbackUrl);
    return plan ? { ...plan, body: { ...unspoken(body), ...(plan.body as object) } } : { kind: 'no_plan', selection };
  };
}

/** A named model: the client's own body, the callback address aside, with our quote. Whether the model takes it is the service's to say. */
export function planNamed({ ground, body, requirements }: PlanInput): Planner {
  return async ({ exclude, callbackUrl }): Promise<Plan | NoPlan> => {
    const { catalog, evidence, now } = await ground();
    const model = findModel(catalog.models, body.model);
    if (exclude.includes(model?.id ?? body.model)) return { kind: 'no_plan', selection: null };
    const { callback_url: _, ...rest } = body;
    const request = { ...rest, ...(callbackUrl !== undefined && { callback_url: callbackUrl }) };
    const open = { ...requirements, models: { allow: [], deny: [] } };
    const alone = { ...catalog, models: model ? [model] : [] };
    const selection = select(alone, open, { evidence, now, includeUnknown: true });
    const plan = planOf(selection, alone, open, evidence, callbackUrl);
    if (plan) return { ...plan, body: request };
    return {
      kind: 'plan',
      model: model?.id ?? body.model,
      body: request,
      price: model
        ? quote(model, open, evidence.priceCorrections).price
        : unknownPrice({ code: 'model_not_in_catalog' }),
      clip: clipOf(open),
      expectedTime: null,
    };
  };
}

/** By id, or by the dated id. */
export function findModel(models: readonly VideoModel[], name: string): VideoModel | undefined {
  return models.find(({ id }) => id === name) ?? models.find(({ canonicalSlug }) => canonicalSlug === name);
}

export function selectionOf(plan: Plan): Selection | undefined {
  return 'selection' in plan ? (plan.selection as Selection) : undefined;
}

function clipOf({ task, durationSeconds, resolution, aspectRatio, size, audio }: Requirements): Plan['clip'] {
  return {
    task,
    ...(durationSeconds !== undefined && { durationSeconds }),
    ...(resolution !== undefined && { resolution }),
    ...(aspectRatio !== undefined && { aspectRatio }),
    ...(size !== undefined && { size }),
    ...(typeof audio === 'boolean' && { audio }),
  };
}

const spokenOf: ReadonlySet<string> = new Set([
  'model',
  'prompt',
  'duration',
  'resolution',
  'aspect_ratio',
  'size',
  'generate_audio',
  'seed',
  'frame_images',
  'input_references',
  'previous_job_id',
  'upscale_factor',
  'creativity',
  'callback_url',
]);

/** Fields that the requirements have no word for, `provider` among them. */
function unspoken(body: SubmitBody): Record<string, unknown> {
  return Object.fromEntries(Object.entries(body).filter(([name]) => !spokenOf.has(name)));
}
