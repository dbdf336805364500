import { isRecord, readUsd } from '@shotcaller/core';
import type { BatchRunOptions } from './batch/batches.ts';
import type { ResumeOptions, RunOptions, ShotcallerOptions } from './shotcaller-interface.ts';

/**
 * What values an option takes. The compiler knows it of who uses one; who does not, or hands on what stood in an environment or a form, writes
 * `allowTwoBills: 'false'`, which would be a yes, or `allowedModels: []`, which would be all.
 */
type Kind = keyof typeof kinds | readonly string[];

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

const isAmount = (value: unknown) =>
  (typeof value === 'string' || typeof value === 'number') && readUsd(value) !== undefined;

const kinds = {
  text: { must: 'be text', holds: (value: unknown) => typeof value === 'string' },
  flag: { must: 'be true or false', holds: (value: unknown) => typeof value === 'boolean' },
  count: { must: 'be a whole number from 0', holds: (value: unknown) => Number.isInteger(value) && Number(value) >= 0 },
  fromOne: {
    must: 'be a whole number from 1',
    holds: (value: unknown) => Number.isInteger(value) && Number(value) > 0,
  },
  amountOfTime: { must: 'be a number from 0', holds: (value: unknown) => isNumber(value) && value >= 0 },
  names: {
    must: 'be a list of names, with one at least',
    holds: (value: unknown) =>
      Array.isArray(value) && value.length > 0 && value.every((name) => typeof name === 'string'),
  },
  record: { must: 'be an object', holds: isRecord },
  amount: { must: 'be dollars, for example "2.50"', holds: isAmount },
  listener: { must: 'be a function', holds: (value: unknown) => typeof value === 'function' },
  signal: {
    must: 'be an AbortSignal',
    holds: (value: unknown) => typeof value === 'object' && value !== null && 'aborted' in value,
  },
};

/** How a clip is chosen and its job is run. */
const jobOptions = {
  profile: 'text',
  weights: 'record',
  confirmUsd: 'amount',
  method: ['evidence', 'cookbook'],
  pickBy: ['safe', 'expected'],
  includeUnknown: 'flag',
  incumbent: 'text',
  tag: 'text',
  model: 'text',
  allowedModels: 'names',
  key: 'text',
  output: 'text',
  overwrite: 'flag',
  sidecar: 'flag',
  fallback: 'count',
  allowTwoBills: 'flag',
  watchSeconds: 'amountOfTime',
  onProgress: 'listener',
  signal: 'signal',
} satisfies Readonly<{ [Name in keyof RunOptions]?: Kind }>;

/** Of every call of the library: an option of one name means the same in each. */
export const callOptionKinds: Readonly<Record<string, Kind>> = {
  ...jobOptions,
  ...({ remoteId: 'text', saidBy: 'text' } satisfies Readonly<{ [Name in keyof ResumeOptions]?: Kind }>),
  ...({ concurrency: 'fromOne', failFast: 'flag' } satisfies Readonly<{ [Name in keyof BatchRunOptions]?: Kind }>),
};

/** Of `createShotcaller`. */
export const shotcallerOptionKinds: Readonly<Record<string, Kind>> = {
  apiKey: 'text',
  baseUrl: 'text',
  home: 'text',
  databaseUrl: 'text',
  ledgerFile: 'text',
  filesFolder: 'text',
  billsTeachDays: 'amountOfTime',
  concurrency: 'fromOne',
  submitTimeoutMs: 'amountOfTime',
  leaseMs: 'amountOfTime',
  waiting: ['eager', 'thrifty'],
} satisfies Readonly<{ [Name in keyof ShotcallerOptions]?: Kind }>;

/** Throws TypeError for a value that its option does not take. What `null` means is the option’s to say. */
export function checkKinds(options: unknown, kindsOf: Readonly<Record<string, Kind>>): void {
  for (const [name, value] of Object.entries(options ?? {})) {
    const kind = Object.hasOwn(kindsOf, name) ? kindsOf[name] : undefined;
    if (kind === undefined || value === undefined || value === null) continue;
    const isWord = typeof kind !== 'string';
    if (isWord ? kind.includes(value) : kinds[kind].holds(value)) continue;
    const must = isWord ? `be ${kind.join(' or ')}` : kinds[kind].must;
    throw new TypeError(`${name} must ${must}; ${shown(value)} was given. Nothing was bought.`);
  }
}

function shown(value: unknown): string {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 39)}…` : value);
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
