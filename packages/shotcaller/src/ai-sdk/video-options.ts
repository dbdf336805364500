import { usdPattern } from '@shotcaller/core';
import type { RequirementsFor } from '../model-requirements.ts';
import type { RunOptions } from '../shotcaller-interface.ts';

/** How a job is run; the same as in `run` of the library. */
type JobSettings = Pick<
  RunOptions,
  | 'profile'
  | 'weights'
  | 'method'
  | 'includeUnknown'
  | 'pickBy'
  | 'incumbent'
  | 'allowedModels'
  | 'tag'
  | 'confirmUsd'
  | 'output'
  | 'overwrite'
  | 'sidecar'
  | 'fallback'
  | 'allowTwoBills'
  | 'watchSeconds'
>;

/**
 * What the AI SDK has no option for, and defaults for what it has: in `.video(model, options)`, or for one call in
 * `providerOptions.shotcaller`. Of two amounts `maxUsd` or `confirmUsd` the lower counts.
 */
export type ShotcallerVideoOptions<Id extends string = string> = RequirementsFor<Id> & JobSettings;

/** Names of the options that are no requirements, and what each must be. */
const kinds = {
  profile: 'string',
  weights: 'object',
  method: 'string',
  includeUnknown: 'boolean',
  pickBy: 'string',
  incumbent: 'string',
  allowedModels: 'object',
  tag: 'string',
  confirmUsd: 'amount',
  output: 'string',
  overwrite: 'boolean',
  sidecar: 'boolean',
  fallback: 'count',
  allowTwoBills: 'boolean',
  watchSeconds: 'count',
} as const satisfies Record<keyof JobSettings, string>;

export const jobOptionNames = Object.keys(kinds);

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
    if (!Object.hasOwn(kinds, name)) requirements[name] = value;
    else job[name] = checked(name, kinds[name as keyof typeof kinds], value);
  }
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

function checked(name: string, kind: (typeof kinds)[keyof typeof kinds], value: unknown): unknown {
  if (isOfKind(kind, value)) return value;
  throw new TypeError(`${name} must be ${wanted[kind]}. Nothing was bought.`);
}

const wanted = {
  string: 'a text',
  object: 'an object or a list',
  boolean: 'true or false',
  amount: 'dollars, for example 0.50',
  count: 'a whole number from 0',
} as const;

function isOfKind(kind: keyof typeof wanted, value: unknown): boolean {
  switch (kind) {
    case 'amount':
      return usdPattern.test(String(value));
    case 'count':
      return Number.isInteger(value) && Number(value) >= 0;
    default:
      return typeof value === kind;
  }
}
