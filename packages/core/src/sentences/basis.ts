import type { Basis, BasisNote, EvidenceLevel } from '../evidence/evidence.ts';
import { groupThousands } from '../requirements/field.ts';

/** Days after which an age is worth a word, and after which it is worth a warning. */
const ageingDays = 30;
const staleDays = 90;

/** Where a number comes from, in words: `published: LMArena 2026-08-17, 49,058 votes`. */
export function basisText({ level, source, asOf, ageDays, n, nUnit }: Basis): string {
  if (level === 'prior') return `no data for this model: taken from ${source}`;
  const count = n === null ? '' : `, ${groupThousands(n)} ${n === 1 ? nUnit.slice(0, -1) : nUnit}`;
  const age =
    ageDays === null || ageDays <= ageingDays
      ? ''
      : ageDays > staleDays
        ? `, ${ageDays} days old: stale`
        : `, ${ageDays} days old`;
  return `${levelWords[level]} ${source}${asOf ? ` ${asOf}` : ''}${count}${age}`;
}

const levelWords = {
  measured: 'measured by you:',
  live: 'measured live:',
  published: 'published:',
  linked: 'estimated from',
  sibling: 'estimated from',
} as const satisfies Record<Exclude<EvidenceLevel, 'prior'>, string>;

/** A caution beside a number, as a sentence: a mismatch of resolution, build or host. */
export function basisNoteSentence(code: BasisNote): string {
  return basisNoteSentences[code];
}

export const basisNoteSentences = {
  resolution_unknown: 'The source does not state the resolution of the rated clips.',
  other_resolution: 'The rated clips have another resolution.',
  version_dated: 'The rating is for another dated version of the model.',
  tier_uncertain: 'The source does not state which variant of the model was rated.',
  interval_not_published: 'No margin of error published.',
  other_board:
    'The rating comes from another leaderboard and was converted to this scale, which makes it less certain.',
  superseded_board: 'Source discontinued.',
  other_task:
    'The rating is for the other task (text or image to video) and was converted, which makes it less certain.',
  no_board_for_task: 'No leaderboard rates this task.',
  other_provider: 'The time was taken on another host of the same model.',
  failures_inside_time: 'The published time may include quick failures.',
  unfinished_run_seen: 'One run had not finished when it was last seen; the time leaves it out.',
  times_without_clip_length_left_out: 'Times without a clip length are left out.',
  no_times_for_task: 'No times are published for this task.',
  from_predecessor: 'No rating yet: taken from the version before it.',
  own_votes_counted: 'The rating includes your own votes.',
} as const satisfies Record<BasisNote, string>;
