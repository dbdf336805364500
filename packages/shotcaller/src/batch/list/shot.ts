import type { Brief } from '@shotcaller/core';

/** One shot of a list: a clip to make, or several takes of it. */
export interface Shot {
  /** Unique in the list, whatever the case of its letters; names the file. */
  readonly id: string;
  readonly brief: Brief;
  /** Further models that may be tried when one fails for reasons of its own. */
  readonly fallback: number;
  /** How many clips of it to make, 1 to 10. */
  readonly takes: number;
  /** The shot whose clip this one goes on from; `null`: it stands alone. */
  readonly continues: string | null;
  /** For people; sent nowhere. */
  readonly note: string | null;
  /** Where it begins in the list. */
  readonly line: number;
  /** SHA-256 of what makes it this shot, that of the shot that it continues included: another one is another clip. */
  readonly hash: string;
  /** Those of the same shot written otherwise, in line breaks and blanks around its prompt; empty: there is no other way. */
  readonly otherHashes: readonly string[];
}

/** A batch as it is written down: what to shoot. */
export interface ShotList {
  /** Stands in the dedupe keys: the same name and the same shots are the same purchases. */
  readonly name: string;
  readonly shots: readonly Shot[];
}

/** Most shots of one list. */
export const mostShots = 10_000;

export const mostTakes = 10;
