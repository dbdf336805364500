import type { Task } from '../requirements/requirements.ts';
import { daysBetween } from './days.ts';
import type { BasisNote, Evidence, Goalposts, Latency, OwnRun } from './evidence.ts';
import { lookupOf } from './lookup.ts';

/** What one model's own times say: the log of the seconds for a 6 s clip, with its doubts in the variance. */
export interface TimingObservation {
  readonly mean: number;
  readonly variance: number;
  /** Spread of single runs around the model's median, in log seconds. */
  readonly runSpread: number;
  readonly level: 'measured' | 'published' | 'linked';
  readonly source: string;
  readonly asOf: string;
  readonly clips: number;
  readonly notes: readonly BasisNote[];
}

/**
 * The timing of a model itself: own runs, and published times grouped by provider, so that a hundred runs on one host do not
 * drown the rest. Times without a clip length cannot be scaled and lower bounds are not times: neither enters the mean.
 */
export function ownTiming(model: string, task: Task, date: string, evidence: Evidence): TimingObservation | undefined {
  const { goalposts } = evidence;
  const lookup = lookupOf(evidence);
  // Published times are of generated clips.
  const rows = isGeneration(task) ? (lookup.latencies.get(model) ?? []) : [];
  const usable = rows.filter((row) => row.durationSeconds !== null && !row.lowerBound);
  const own = ownRunTiming(lookup.runs.get(model) ?? [], task, date, goalposts);
  const groups = [...groupByProvider(usable).values()].map((group) => providerTiming(group, date, goalposts));
  const parts = own ? [own, ...groups] : groups;
  if (parts.length === 0) return undefined;
  const precision = parts.reduce((sum, part) => sum + 1 / part.variance, 0);
  const isDirect = usable.some((row) => row.viaOpenRouter);
  return {
    mean: parts.reduce((sum, part) => sum + part.mean / part.variance, 0) / precision,
    variance: 1 / precision,
    runSpread: own?.runSpread ?? goalposts.constants.speedWithinModel.value,
    level: own ? 'measured' : isDirect ? 'published' : 'linked',
    source: own ? 'own runs' : sourcesOf(usable),
    asOf: own ? own.asOf : newest(usable.map((row) => row.asOf)),
    clips: own ? own.clips : groups.reduce((sum, group) => sum + group.clips, 0),
    notes: notesOf(rows, isDirect || own !== undefined),
  };
}

/** Whether the task makes a new clip, which is what published times and ratings are of. */
export function isGeneration(task: Task): boolean {
  return task === 'generate' || task === 'continue';
}

/** Log of the seconds that a 6 s clip would have taken. */
function logSecondsForSixSecondClip(seconds: number, durationSeconds: number, goalposts: Goalposts): number {
  const { clipLengthPower, referenceClipSeconds } = goalposts.constants;
  return Math.log(seconds) + clipLengthPower.value * Math.log(referenceClipSeconds.value / durationSeconds);
}

/** Own runs fade with a half-life. From six on their spread is estimated, with the published 0.32 counting as five more. */
function ownRunTiming(runs: readonly OwnRun[], task: Task, date: string, goalposts: Goalposts) {
  const { ownRunHalfLifeDays, ownRunsForOwnSpread, speedWithinModel } = goalposts.constants;
  const usable = runs.filter(
    (run) => isGeneration(run.task ?? 'generate') === isGeneration(task) && run.seconds > 0 && run.durationSeconds > 0,
  );
  if (usable.length === 0) return undefined;
  const timed = usable.map((run) => ({
    x: logSecondsForSixSecondClip(run.seconds, run.durationSeconds, goalposts),
    weight: 2 ** (-daysBetween(run.endedAt, date) / ownRunHalfLifeDays.value),
  }));
  const effectiveRuns = timed.reduce((sum, { weight }) => sum + weight, 0);
  if (effectiveRuns === 0) return undefined;
  const mean = timed.reduce((sum, { x, weight }) => sum + x * weight, 0) / effectiveRuns;
  const most = ownRunsForOwnSpread.value;
  const squares = timed.reduce((sum, { x }) => sum + (x - mean) ** 2, 0);
  const runSpread =
    usable.length > most
      ? Math.sqrt((squares + most * speedWithinModel.value ** 2) / (usable.length - 1 + most))
      : speedWithinModel.value;
  return {
    mean,
    variance: runSpread ** 2 / effectiveRuns,
    runSpread,
    clips: usable.length,
    asOf: newest(usable.map((run) => run.endedAt)),
  };
}

function groupByProvider(rows: readonly Latency[]): ReadonlyMap<string, readonly Latency[]> {
  const groups = new Map<string, Latency[]>();
  for (const row of rows) groups.set(row.provider, [...(groups.get(row.provider) ?? []), row]);
  return groups;
}

function providerTiming(rows: readonly Latency[], date: string, goalposts: Goalposts) {
  const { mostClipsCounted, speedOtherProvider, speedOtherDay, speedAgeingPer30Days, speedWithinModel } =
    goalposts.constants;
  let clips = 0;
  let sum = 0;
  for (const row of rows) {
    // A figure with no count is one clip; refusals among the clips took no time worth counting.
    const count = Math.max(1, (row.clips ?? 1) - row.failuresInside);
    clips += count;
    sum += count * logSecondsForSixSecondClip(middleOf(row), row.durationSeconds ?? Number.NaN, goalposts);
  }
  const otherHostOrDay = rows[0]?.viaOpenRouter ? speedOtherDay.value : speedOtherProvider.value;
  const ageDays = daysBetween(newest(rows.map((row) => row.asOf)), date);
  return {
    mean: sum / clips,
    variance:
      speedWithinModel.value ** 2 / Math.min(clips, mostClipsCounted.value) +
      otherHostOrDay ** 2 +
      (speedAgeingPer30Days.value ** 2 * ageDays) / 30,
    clips,
  };
}

/** Polling makes a time too long by up to one gap: its middle is the best guess. */
function middleOf(row: Latency): number {
  return row.intervalLowSeconds === null ? row.seconds : (row.intervalLowSeconds + row.seconds) / 2;
}

function sourcesOf(rows: readonly Latency[]): string {
  return [...new Set(rows.map((row) => `${row.provider} (${row.source})`))].join(', ');
}

/** Newest of ISO dates that may be months or spans. */
function newest(dates: readonly string[]): string {
  return dates.reduce((latest, date) => (daysBetween(latest, date) > 0 ? date : latest));
}

function notesOf(rows: readonly Latency[], isDirect: boolean): readonly BasisNote[] {
  const notes: BasisNote[] = [];
  if (!isDirect) notes.push('other_provider');
  if (rows.some((row) => row.failuresInside > 0)) notes.push('failures_inside_time');
  if (rows.some((row) => row.lowerBound)) notes.push('unfinished_run_seen');
  if (rows.some((row) => row.durationSeconds === null && !row.lowerBound))
    notes.push('times_without_clip_length_left_out');
  return notes;
}
