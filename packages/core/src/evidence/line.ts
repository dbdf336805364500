import type { ModelLine } from './evidence.ts';

/** The parts of an id such as `alibaba/wan-3.0-prime`. */
interface ModelName {
  /** Author and name before the version: `alibaba/wan`. */
  readonly make: string;
  /** Major version and hundredths for the minor one, so that 1.10 is after 1.9. */
  readonly version: number;
  /** What follows the version, for example `prime`; empty for the plain model. */
  readonly tier: string;
}

/** Reads `AUTHOR/NAME-VERSION[-TIER]`, the version as `3`, `3.0`, `v3.0` or `1-5`; without a version it is the first. */
function modelName(id: string): ModelName {
  const match = /^([^/]+\/[a-z][a-z-]*?)-v?(\d{1,2})(?:[.-](\d{1,2}))?(?:-([a-z][a-z-]*))?$/i.exec(id);
  if (!match) return { make: id.toLowerCase(), version: 1, tier: '' };
  const [, make = '', major = '', minor = '0', tier = ''] = match;
  return { make: make.toLowerCase(), version: Number(major) + Number(minor) / 100, tier: tier.toLowerCase() };
}

interface NamedModel extends ModelName {
  readonly id: string;
}

/** Models by make, each with its parts: read once, for what is newer than the tables is looked up for every model of a catalogue. */
export type Makes = ReadonlyMap<string, readonly NamedModel[]>;

export function makesOf(ids: Iterable<string>): Makes {
  const makes = new Map<string, NamedModel[]>();
  for (const id of ids) {
    const named = { ...modelName(id), id };
    const others = makes.get(named.make);
    if (others) others.push(named);
    else makes.set(named.make, [named]);
  }
  return makes;
}

/** The line that a model belongs to: the one that lists it, else the one whose members have its make. */
export function lineOf(
  model: string,
  { lines, lineMakes }: { readonly lines: ReadonlyMap<string, ModelLine>; readonly lineMakes: Makes },
): ModelLine | undefined {
  const listed = lines.get(model);
  if (listed) return listed;
  const [relative] = lineMakes.get(modelName(model).make) ?? [];
  return relative && lines.get(relative.id);
}

/** The newest version of the same make before this one, of the same tier where there is one. */
export function predecessorIn(makes: Makes, model: string): string | undefined {
  const own = modelName(model);
  let best: { readonly id: string; readonly rank: number } | undefined;
  for (const { id, version, tier } of makes.get(own.make) ?? []) {
    if (version >= own.version) continue;
    // A version counts before a tier: 3.0 plain tells more about 4.0 prime than 2.0 prime does.
    const rank = version * 1000 + (tier === own.tier ? 2 : tier === '' ? 1 : 0);
    if (!best || rank > best.rank || (rank === best.rank && id < best.id)) best = { id, rank };
  }
  return best?.id;
}

/** The same among `models`. */
export function predecessorOf(model: string, models: Iterable<string>): string | undefined {
  return predecessorIn(makesOf(models), model);
}
