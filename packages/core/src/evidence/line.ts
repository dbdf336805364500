import type { ModelLine } from './evidence.ts';

/** The parts of an id such as `alibaba/wan-3.0-prime`. */
interface ModelName {
  /** Author and name before the version: `alibaba/wan`. */
  readonly make: string;
  readonly version: number;
  /** What follows the version, for example `prime`; empty for the plain model. */
  readonly tier: string;
}

/** Reads `AUTHOR/NAME-VERSION[-TIER]`, the version as `3`, `3.0`, `v3.0` or `1-5`; without a version it is the first. */
function modelName(id: string): ModelName {
  const match = /^([^/]+\/[a-z][a-z-]*?)-v?(\d{1,2})(?:[.-](\d{1,2}))?(?:-([a-z][a-z-]*))?$/i.exec(id);
  if (!match) return { make: id.toLowerCase(), version: 1, tier: '' };
  const [, make = '', major = '', minor = '0', tier = ''] = match;
  return { make: make.toLowerCase(), version: Number(`${major}.${minor}`), tier: tier.toLowerCase() };
}

/** The line that a model belongs to: the one that lists it, else the one whose members have its make. */
export function lineOf(model: string, lines: ReadonlyMap<string, ModelLine>): ModelLine | undefined {
  const listed = lines.get(model);
  if (listed) return listed;
  const { make } = modelName(model);
  for (const [member, line] of lines) if (modelName(member).make === make) return line;
  return undefined;
}

/** Of `models` the newest version of the same make before this one, of the same tier where there is one. */
export function predecessorOf(model: string, models: Iterable<string>): string | undefined {
  const name = modelName(model);
  let best: { readonly id: string; readonly rank: number } | undefined;
  for (const id of models) {
    const other = modelName(id);
    if (other.make !== name.make || other.version >= name.version) continue;
    // A version counts before a tier: 3.0 plain tells more about 4.0 prime than 2.0 prime does.
    const rank = other.version * 10 + (other.tier === name.tier ? 2 : other.tier === '' ? 1 : 0);
    if (!best || rank > best.rank || (rank === best.rank && id < best.id)) best = { id, rank };
  }
  return best?.id;
}
