import { nearestWord } from '@shotcaller/core';
import type { RawRow } from './raw-list.ts';
import type { Report } from './read-row.ts';
import type { Shot } from './shot.ts';
import { shotFieldNamed } from './shot-fields.ts';
import { continuedHash } from './shot-hash.ts';

/** The likely word is looked for among all ids, which takes long for thousands of them. */
const mostNearest = 25;

/** Shots with the hashes of those that they continue, and in no ring. */
export function continuedShots(
  shots: readonly Shot[],
  reportOf: (shot: string) => Report,
  rows: readonly RawRow[],
): readonly Shot[] {
  const byId = new Map(shots.map((shot) => [shot.id, shot]));
  const rowOfLine = new Map(rows.toReversed().map((row) => [row.line, row]));
  const placeOf = (line: number) =>
    [...(rowOfLine.get(line)?.cells ?? [])].find(([name]) => shotFieldNamed(name)?.name === 'continues')?.[1] ?? {
      line,
      column: null,
    };
  let looked = 0;
  const nearestOf = (id: string) => {
    looked += 1;
    return looked > mostNearest ? null : nearestWord(id, [...byId.keys()]);
  };
  const done = new Map<string, Shot>();
  // Thousands of shots may continue each other, so the way back is walked in a loop.
  for (const shot of shots) {
    const path = new Map<string, Shot>();
    let from = shot;
    while (from.continues !== null && !done.has(from.id)) {
      if (path.has(from.id)) {
        const ids = [...path.keys()];
        const ring = ids.slice(ids.indexOf(from.id));
        reportOf(from.id)(placeOf(from.line), { code: 'continues_ring', ids: ring }, 'continues');
        break;
      }
      const before = byId.get(from.continues);
      if (!before) {
        const fault = { code: 'continues_unknown', id: from.continues, nearest: nearestOf(from.continues) } as const;
        reportOf(from.id)(placeOf(from.line), fault, 'continues');
        done.set(from.id, from);
        break;
      }
      path.set(from.id, from);
      from = before;
    }
    let { hash, otherHashes } = done.get(from.id) ?? from;
    for (const [id, own] of [...path].reverse()) {
      const [before, others] = [hash, otherHashes];
      otherHashes = Array.from({ length: Math.max(own.otherHashes.length, others.length) }, (_, way) =>
        continuedHash(own.otherHashes[way] ?? own.hash, others[way] ?? before),
      );
      hash = continuedHash(own.hash, hash);
      done.set(id, { ...own, hash, otherHashes });
    }
  }
  return shots.map((shot) => done.get(shot.id) ?? shot);
}
