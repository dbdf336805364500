import type { Kysely, Transaction } from 'kysely';
import { sha256Of } from '../../disk/sha256-of.ts';
import type { Tables } from './schema.ts';

/** A picture that is sent as data is stored once, by its hash; shorter ones are cheaper where they are. In characters. */
const shortestStored = 1000;

const reference = '$picture';
const literal = '$literal';

export interface WithoutPictures {
  /** JSON in which `{"$picture": <sha256>}` stands for a `data:` URL. */
  readonly text: string;
  readonly pictures: ReadonlyMap<string, string>;
}

/** Takes the pictures out of a JSON value. An object of the caller's own that looks like a reference is kept as a literal. */
export function takeOutPictures(value: unknown): WithoutPictures {
  const pictures = new Map<string, string>();
  const visit = (inner: unknown): unknown => {
    if (typeof inner === 'string') {
      if (inner.length < shortestStored || !inner.startsWith('data:')) return inner;
      const sha256 = sha256Of(inner);
      pictures.set(sha256, inner);
      return { [reference]: sha256 };
    }
    if (Array.isArray(inner)) return inner.map(visit);
    if (inner === null || typeof inner !== 'object') return inner;
    const kept = Object.fromEntries(Object.entries(inner).map(([name, one]) => [name, visit(one)]));
    return Object.hasOwn(inner, reference) || Object.hasOwn(inner, literal) ? { [literal]: kept } : kept;
  };
  const text = JSON.stringify(visit(value));
  return { text, pictures };
}

/** The value with its pictures back in their places. */
function putInPictures(text: string, pictures: ReadonlyMap<string, string>): unknown {
  const visit = (inner: unknown): unknown => {
    if (Array.isArray(inner)) return inner.map(visit);
    if (inner === null || typeof inner !== 'object') return inner;
    const record = inner as Record<string, unknown>;
    if (Object.hasOwn(record, literal)) return fields(record[literal] as object);
    if (typeof record[reference] === 'string') return pictures.get(record[reference]) ?? '';
    return fields(record);
  };
  const fields = (record: object) =>
    Object.fromEntries(Object.entries(record).map(([name, inner]) => [name, visit(inner)]));
  return visit(JSON.parse(text));
}

export async function storePictures(
  transaction: Transaction<Tables>,
  pictures: ReadonlyMap<string, string>,
): Promise<void> {
  for (const [sha256, url] of pictures) {
    await transaction
      .insertInto('pictures')
      .values({ sha256, url })
      .onConflict((conflict) => conflict.column('sha256').doNothing())
      .execute();
  }
}

/** Reads JSON as it was stored; most of it holds no picture. */
export async function readWithPictures(database: Kysely<Tables>, text: string): Promise<unknown> {
  if (!text.includes(`"${reference}"`) && !text.includes(`"${literal}"`)) return JSON.parse(text);
  const hashes = [...text.matchAll(/"\$picture":"([0-9a-f]{64})"/g)].map(([, sha256]) => sha256!);
  const rows =
    hashes.length === 0
      ? []
      : await database
          .selectFrom('pictures')
          .selectAll()
          .where('sha256', 'in', [...new Set(hashes)])
          .execute();
  return putInPictures(text, new Map(rows.map(({ sha256, url }) => [sha256, url])));
}
