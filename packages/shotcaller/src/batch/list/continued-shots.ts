import { nearestWord } from '@shotcaller/core';
import type { RawRow } from './raw-list.ts';
import type { Report } from './read-row.ts';
import type { Shot } from './shot.ts';
import { shotFieldNamed } from './shot-fields.ts';
import { continuedHash } from './shot-hash.ts';

/** Shots with the hashes of those that they continue, and in no ring. */
export function continuedShots(
  shots: readonly Shot[],
  reportOf: (shot: string) => Report,
  rows: readonly RawRow[],
): readonly Shot[] {
  const byId = new Map(shots.map((shot) => [shot.id, shot]));
  const placeOf = (line: number) => {
    const row = rows.find((candidate) => candidate.line === line);
    return (
      [...(row?.cells ?? [])].find(([name]) => shotFieldNamed(name)?.name === 'continues')?.[1] ?? {
        line,
        column: null,
      }
    );
  };
  const done = new Map<string, Shot>();
  const follow = (shot: Shot, path: readonly string[]): Shot => {
    const known = done.get(shot.id);
    if (known || shot.continues === null) return known ?? shot;
    const before = byId.get(shot.continues);
    const ring = path.indexOf(shot.id);
    if (ring !== -1) {
      reportOf(shot.id)(placeOf(shot.line), { code: 'continues_ring', ids: path.slice(ring) }, 'continues');
      return shot;
    }
    if (!before) {
      const nearest = nearestWord(shot.continues, [...byId.keys()]);
      reportOf(shot.id)(placeOf(shot.line), { code: 'continues_unknown', id: shot.continues, nearest }, 'continues');
      return shot;
    }
    const { hash } = follow(before, [...path, shot.id]);
    const whole = { ...shot, hash: continuedHash(shot.hash, hash) };
    done.set(shot.id, whole);
    return whole;
  };
  return shots.map((shot) => follow(shot, []));
}
