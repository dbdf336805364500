import type { Evidence } from '../evidence/evidence.ts';
import { goalposts } from './goalposts.ts';
import { latencyData } from './latencies.ts';
import { ratingData } from './ratings.ts';
import { siblingData } from './siblings.ts';

/** What ships with the library: public ratings and times as of 2026-10-09. Add own runs with `{...bundledEvidence, runs}`. */
export const bundledEvidence: Evidence = {
  ratings: ratingData,
  latencies: latencyData,
  siblings: siblingData,
  goalposts,
};
