import type { Basis } from '../evidence/evidence.ts';

/** Days after which an age is worth a word, and after which it is worth a warning. */
const AGEING_DAYS = 30;
const STALE_DAYS = 90;

/** Where a number comes from, in words: `published LMArena 2026-08-17, 49,058 votes`; a prior says that there is no evidence. */
export function basisText({ level, source, asOf, ageDays, n, nUnit }: Basis): string {
  if (level === 'prior') return `prior: no evidence for this model (${source})`;
  const count = n === null ? '' : `, ${groupThousands(n)} ${n === 1 ? nUnit.slice(0, -1) : nUnit}`;
  const age =
    ageDays === null || ageDays <= AGEING_DAYS
      ? ''
      : ageDays > STALE_DAYS
        ? `, ${ageDays} days old: stale`
        : `, ${ageDays} days old`;
  return `${level}: ${source}${asOf ? ` ${asOf}` : ''}${count}${age}`;
}

/** `49058` → `49,058`. Not by the locale: the first `toLocaleString` of a process takes longer than a whole `pick`. */
function groupThousands(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** A caution beside a number, as a sentence: a mismatch of resolution, build or host. */
export function basisNoteSentence(code: string): string {
  return basisNoteSentences[code] ?? `${code.replaceAll('_', ' ')}.`;
}

const basisNoteSentences: Readonly<Record<string, string>> = {
  resolution_unknown: 'The resolution of the rated clips is not stated.',
  other_resolution: 'Rated at another resolution.',
  version_dated: 'Rated in another dated build.',
  tier_uncertain: 'The tier behind the rating is not stated.',
  interval_not_published: 'The interval was not published.',
  other_board: 'Carried over from another board, with the error of that.',
  superseded_board: 'From a board that is no longer kept.',
  other_task: 'Carried over from the rating for the other task.',
  no_board_for_task: 'No board rates this task.',
  other_provider: 'Timed on another host of the same model.',
  other_build: 'Counted on another build.',
  failures_inside_time: 'The published time may hold quick failures.',
  unfinished_run_seen: 'A run that had not finished was seen; it is not in the time.',
  times_without_clip_length_left_out: 'Times without a clip length are left out.',
  no_times_for_task: 'No times are published for this task.',
};
