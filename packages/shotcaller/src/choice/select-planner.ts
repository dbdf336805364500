import {
  buildRequestBody,
  type Catalog,
  type Evidence,
  parseRequirements,
  quote,
  type Requirements,
  type RequirementsInput,
  type Selection,
  type SelectOptions,
  select,
} from '@shotcaller/core';
import type { RequestedClip } from '../jobs/job.ts';
import { picoFromUsd } from '../jobs/money/pico.ts';
import type { Plan, Planner } from './plan.ts';

export interface SelectPlannerOptions extends Omit<SelectOptions, 'evidence' | 'now'> {
  readonly requirements: RequirementsInput;
  /** Only this model. */
  readonly model?: string;
}

/** What planning is done with; read anew for every plan. */
export interface PlanningGround {
  readonly catalog: Catalog;
  readonly evidence: Evidence;
  /** ISO 8601. */
  readonly now: string;
}

/** Plans by core's `select`: requirements stay as they are, only models that were tried are denied. */
export function createSelectPlanner(ground: () => Promise<PlanningGround>, options: SelectPlannerOptions): Planner {
  const { requirements: input, model: onlyModel, ...selectOptions } = options;
  const asked = parseRequirements(input);
  return async ({ exclude, budgetUsd, callbackUrl }) => {
    const { catalog, evidence, now } = await ground();
    const requirements = narrowed(asked, exclude, onlyModel, budgetUsd);
    const selection = select(catalog, requirements, { ...selectOptions, evidence, now });
    return planOf(selection, catalog, asked, evidence, callbackUrl) ?? { kind: 'no_plan', selection };
  };
}

/** The picked model's request, price and time; `undefined` when nothing was picked. */
export function planOf(
  selection: Selection,
  catalog: Catalog,
  asked: Requirements,
  { priceCorrections }: Pick<Evidence, 'priceCorrections'>,
  callbackUrl?: string,
): (Plan & { readonly selection: Selection }) | undefined {
  const model = catalog.models.find(({ id }) => id === selection.pick);
  if (!model) return undefined;
  const { price, generateAudio } = quote(model, asked, priceCorrections);
  const speed = selection.ranked.find((entry) => entry.model === model.id)?.speed;
  return {
    kind: 'plan',
    model: model.id,
    body: buildRequestBody(model, asked, { generateAudio, ...(callbackUrl !== undefined && { callbackUrl }) }),
    price,
    clip: clipOf(asked),
    expectedTime: speed ? { p50Seconds: speed.p50Seconds, p90Seconds: speed.p90Seconds } : null,
    selection,
  };
}

function narrowed(
  asked: Requirements,
  exclude: readonly string[],
  onlyModel: string | undefined,
  budgetUsd: string | undefined,
): Requirements {
  const { allow, deny } = asked.models;
  const cap = tighter(asked.maxUsd, budgetUsd);
  return {
    ...asked,
    models: { allow: onlyModel === undefined ? allow : [onlyModel], deny: [...deny, ...exclude] },
    ...(cap !== undefined && { maxUsd: cap }),
  };
}

function tighter(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return picoFromUsd(a) < picoFromUsd(b) ? a : b;
}

function clipOf({ task, durationSeconds, resolution, aspectRatio, size, audio }: Requirements): RequestedClip {
  return {
    task,
    ...(durationSeconds !== undefined && { durationSeconds }),
    ...(resolution !== undefined && { resolution }),
    ...(aspectRatio !== undefined && { aspectRatio }),
    ...(size !== undefined && { size }),
    ...(typeof audio === 'boolean' && { audio }),
  };
}
