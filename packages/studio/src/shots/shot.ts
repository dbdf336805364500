import { randomId } from '../api/random-id.ts';
import type { Choice } from '../brief/choice.ts';
import { requirementsOf } from '../brief/choice.ts';
import { queryOf } from '../brief/choice-link.ts';

/** One clip of a shot on one model: one order, one bill. */
export interface Take {
  /** The idempotency key of its order. It names shot and take, so that the ledger knows which jobs belong together. */
  readonly key: string;
  readonly model: string;
  readonly orderedAtMs: number;
  /** The upper price that was confirmed; `null`: it was not known. A repeated order confirms the same. */
  readonly confirmUsd: string | null;
  /** `null`: the answer to the order has not come. */
  readonly jobId: string | null;
  /** The seed of this take; absent: that of the shot, or none. */
  readonly seed?: number;
  /** Another take on the same model may be ordered. */
  readonly isReleased: boolean;
  /** The gateway has refused its order: nothing was bought, and it can be taken away. Absent: it has not. */
  readonly isRefused?: boolean;
}

/** A clip that was described once, and its takes. */
export interface Shot {
  readonly id: string;
  /** The link of the choice that it was ordered with. */
  readonly query: string;
  /** Stands for the clip: equal for equal clips. */
  readonly clipHash: string;
  readonly createdAtMs: number;
  readonly takes: readonly Take[];
  /** Key of the take that was chosen; `null`: none. */
  readonly starred: string | null;
  /** As a shot list calls it; absent: it is known by its prompt. */
  readonly name?: string;
  /** What is to be shot; absent once it was. */
  readonly plan?: ShotPlan;
}

export interface ShotPlan {
  /** How many takes. */
  readonly takes: number;
  /** `null`: the best by the priorities of the shot. */
  readonly models: readonly string[] | null;
}

const prefix = 'shot:';

export function newShot(choice: Choice, nowMs: number, id = randomId()): Shot {
  return { id, ...clipOf(choice), createdAtMs: nowMs, takes: [], starred: null };
}

/** A shot as it is about to be shot: its clip is fixed, and nothing is planned any more. */
export function fixedShot({ plan: _, ...shot }: Shot, choice: Choice): Shot {
  return { ...shot, ...clipOf(choice) };
}

function clipOf(choice: Choice): Pick<Shot, 'query' | 'clipHash'> {
  return { query: clipQueryOf(choice), clipHash: clipHashOf(choice) };
}

/** The next take of a shot on a model. */
export function nextTake(
  shot: Shot,
  { model, confirmUsd, seed }: Pick<Take, 'model' | 'confirmUsd' | 'seed'>,
  nowMs: number,
): Take {
  // One that was taken away leaves a gap: a number is never used twice.
  const number = Math.max(0, ...shot.takes.map((take) => numberOfKey(take.key))) + 1;
  const key = `${prefix}${shot.id}:${number}:${model.replace(/[^\x21-\x7e]/g, '').slice(0, 120)}`;
  const fixed = seed === undefined ? {} : { seed };
  return { key, model, orderedAtMs: nowMs, confirmUsd, jobId: null, isReleased: false, ...fixed };
}

/** A seed that no take of the shot has: the next after the highest, or one by chance. */
export function freshSeed({ takes }: Shot, ofShot: number | undefined): number {
  const known = takes.flatMap(({ seed }) => seed ?? []).concat(ofShot ?? []);
  if (known.length > 0 && Math.max(...known) < mostSeed) return Math.max(...known) + 1;
  return crypto.getRandomValues(new Uint32Array(1))[0]! % mostSeed;
}

/** What every service takes: 31 bits. */
const mostSeed = 2 ** 31 - 1;

/** Which shot the key of a job belongs to; `null`: none. */
export function shotIdOf(key: string | null): string | null {
  return /^shot:([0-9a-f-]{13}):\d+:/.exec(key ?? '')?.[1] ?? null;
}

/** The number of a take by its key. */
export function numberOfKey(key: string): number {
  return Number(/^shot:[^:]*:(\d+):/.exec(key)?.[1] ?? 0);
}

/** Without the takes whose orders were refused. A shot that none is left of can be shot later, on the same models. */
export function withoutRefusedTakes(shot: Shot, keys: ReadonlySet<string>): Shot {
  const gone = shot.takes.filter(({ key, isRefused }) => isRefused && keys.has(key));
  const takes = shot.takes.filter((take) => !gone.includes(take));
  if (gone.length === 0 || takes.length > 0) return { ...shot, takes };
  return { ...shot, takes, plan: { takes: gone.length, models: [...new Set(gone.map(({ model }) => model))] } };
}

/** The choice without what is open on the page: the clip and its weights. */
function clipQueryOf(choice: Choice): string {
  return queryOf({ ...choice, model: null, tab: 'why', why: false, ticked: null, project: null, shot: null });
}

/** Equal for clips with equal requirements, whoever said them and in whatever order. */
export function clipHashOf(choice: Choice): string {
  const fields = Object.entries(requirementsOf(choice)).sort(([one], [other]) => (one < other ? -1 : 1));
  return hashOf(
    JSON.stringify(fields.map(([field, value]) => [field, typeof value === 'object' ? value : String(value)])),
  );
}

/** An id for a shot that is the same for the same text. */
export function shotIdFrom(text: string): string {
  const hex = bitsOf(text).toString(16).padStart(12, '0').slice(-12);
  return `${hex.slice(0, 8)}-${hex.slice(8)}`;
}

function hashOf(text: string): string {
  return bitsOf(text).toString(36);
}

/** 53 bits of a text: enough to tell the few hundred clips of a browser apart. */
function bitsOf(text: string): number {
  let [one, other] = [0xdeadbeef, 0x41c6ce57];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    one = Math.imul(one ^ code, 2654435761);
    other = Math.imul(other ^ code, 1597334677);
  }
  one = Math.imul(one ^ (one >>> 16), 2246822507) ^ Math.imul(other ^ (other >>> 13), 3266489909);
  other = Math.imul(other ^ (other >>> 16), 2246822507) ^ Math.imul(one ^ (one >>> 13), 3266489909);
  return 4294967296 * (2097151 & other) + (one >>> 0);
}
