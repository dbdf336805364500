import { jobSettings } from '../known-options.ts';
import type { RequirementsFor } from '../model-requirements.ts';
import { callOptionKinds, checkKinds } from '../option-kinds.ts';
import type { RunOptions } from '../shotcaller-interface.ts';

/** How a job is run; the same as in `run` of the library. */
type JobSettings = Pick<RunOptions, keyof typeof jobSettings>;

/**
 * What the AI SDK has no option for, and defaults for what it has: in `.video(model, options)`, or for one call in
 * `providerOptions.shotcaller`. Of two amounts `maxUsd` or `confirmUsd` the lower counts.
 */
export type ShotcallerVideoOptions<Id extends string = string> = RequirementsFor<Id> & JobSettings;

/** Names of the options that are no requirements. */
export const jobOptionNames = Object.keys(jobSettings);

/** What was asked for, apart: what the clip must be, and how its job is run. */
export interface ReadOptions {
  readonly requirements: Readonly<Record<string, unknown>>;
  readonly job: JobSettings & Pick<RunOptions, 'maxUsd'>;
}

/**
 * The options of the model with those of one call over them. A limit of money can be lowered by a call, never raised.
 *
 * @throws TypeError that names an option of the wrong kind
 */
export function readVideoOptions(ofModel: object, ofCall: object): ReadOptions {
  const merged: Record<string, unknown> = { ...ofModel };
  for (const [name, value] of Object.entries(ofCall)) {
    if (value !== undefined) merged[name] = isAmount(name) ? lowerUsd(merged[name], value) : value;
  }
  const requirements: Record<string, unknown> = {};
  const job: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(merged)) {
    if (value === undefined || value === null) continue;
    const part = Object.hasOwn(jobSettings, name) ? job : requirements;
    part[name] = value;
  }
  checkKinds(job, callOptionKinds);
  return { requirements, job };
}

function isAmount(name: string): boolean {
  return name === 'maxUsd' || name === 'confirmUsd';
}

/** What is no amount is kept, for whoever reads it to name. */
function lowerUsd(one: unknown, other: unknown): unknown {
  if (one === undefined || one === null || other === null) return one ?? other;
  return Number(other) <= Number(one) || Number.isNaN(Number(other)) ? other : one;
}
