import { combined, type RatingObservation } from './combine-ratings.ts';
import { daysBetween } from './days.ts';
import type { BasisNote, Evidence, Goalposts, Rating, RatingTask } from './evidence.ts';
import { lookupOf } from './lookup.ts';

const mainScale = 'lmarena';

/**
 * The rating of a model itself: the newest published one for the task, at the resolution asked for where there is a choice; else those
 * carried over from other boards and from the other task together; else those of boards that are no longer kept.
 */
export function ownRating(
  model: string,
  task: RatingTask,
  resolution: string | null,
  date: string,
  evidence: Evidence,
): RatingObservation | undefined {
  const rows = lookupOf(evidence).ratings.get(model) ?? [];
  const onMainScale = rows.filter((row) => evidence.ratings.boards[row.board]?.scale === mainScale);
  const published = bestMatch(onMainScale, task, resolution, evidence.goalposts);
  if (published) return publishedRating(published, resolution, date, evidence);
  const otherTask: RatingTask = task === 'text-to-video' ? 'image-to-video' : 'text-to-video';
  const ofOtherTask = bestMatch(onMainScale, otherTask, resolution, evidence.goalposts);
  const current = [
    ...rows
      .filter((row) => row.task === task && row.use === 'linked')
      .map((row) => fromOtherBoard(row, resolution, date, evidence)),
    ...(ofOtherTask ? [fromOtherTask(ofOtherTask, resolution, date, evidence)] : []),
  ];
  const { linkCorrelation } = evidence.goalposts.constants;
  return (
    combined(current, linkCorrelation.value) ??
    combined(superseded(rows, task, resolution, date, evidence), linkCorrelation.value)
  );
}

function superseded(
  rows: readonly Rating[],
  task: RatingTask,
  resolution: string | null,
  date: string,
  evidence: Evidence,
) {
  return rows
    .filter((row) => row.task === task && row.use === 'superseded')
    .map((row) => fromOtherBoard(row, resolution, date, evidence));
}

/**
 * The least mismatch wins, then a run at the very resolution asked for, then the row that the board leads with, then the newest: a later
 * rating of a board counts the votes of the earlier one too.
 */
function bestMatch(rows: readonly Rating[], task: RatingTask, resolution: string | null, goalposts: Goalposts) {
  let best: Rating | undefined;
  let bestDoubt = Number.POSITIVE_INFINITY;
  for (const row of rows) {
    if (row.task !== task) continue;
    const isGiven = row.use === 'given';
    const isPinned = resolution !== null && (row.resolution === resolution || (isGiven && row.resolution === null));
    const doubt =
      4 * mismatchPoints(row, resolution, goalposts) + (isPinned ? 0 : 2) + (isGiven || row.use === 'primary' ? 0 : 1);
    if (doubt < bestDoubt || (doubt === bestDoubt && best && daysBetween(best.asOf, row.asOf) > 0)) {
      best = row;
      bestDoubt = doubt;
    }
  }
  return best;
}

function publishedRating(row: Rating, resolution: string | null, date: string, evidence: Evidence): RatingObservation {
  const { ratingErrorWithoutInterval } = evidence.goalposts.constants;
  return {
    score: row.score,
    variance: rowVariance(row, resolution, date, ratingErrorWithoutInterval.value, evidence),
    level: 'published',
    source: evidence.ratings.boards[row.board]?.name ?? row.board,
    asOf: row.asOf,
    votes: row.votes,
    notes: notesOf(row, resolution, evidence),
  };
}

function fromOtherBoard(
  row: Rating,
  resolution: string | null,
  date: string,
  evidence: Evidence,
): RatingObservation | undefined {
  const link = evidence.ratings.scaleLinks.find(({ board, task }) => board === row.board && task === row.task);
  if (!link) return undefined;
  return {
    ...linked(row, link, resolution, date, evidence),
    score: row.score + link.offset,
    notes: [row.use === 'superseded' ? 'superseded_board' : 'other_board', ...notesOf(row, resolution, evidence)],
  };
}

function fromOtherTask(
  row: Rating,
  resolution: string | null,
  date: string,
  evidence: Evidence,
): RatingObservation | undefined {
  const link = evidence.ratings.taskLinks.find(({ from }) => from === row.task);
  if (!link) return undefined;
  return {
    ...linked(row, link, resolution, date, evidence),
    score: link.toMean + link.slope * (row.score - link.fromMean),
    notes: ['other_task', ...notesOf(row, resolution, evidence)],
  };
}

function linked(
  row: Rating,
  link: { readonly residualStandardDeviation: number; readonly n: number },
  resolution: string | null,
  date: string,
  evidence: Evidence,
): Omit<RatingObservation, 'score' | 'notes'> {
  const error = evidence.goalposts.constants.linkedErrorWithoutInterval.value;
  return {
    variance:
      link.residualStandardDeviation ** 2 * (1 + 1 / link.n) + rowVariance(row, resolution, date, error, evidence),
    level: 'linked',
    source: evidence.ratings.boards[row.board]?.name ?? row.board,
    asOf: row.asOf,
    votes: row.votes,
  };
}

/** Sampling error, ageing and mismatch of one row, in points squared. */
function rowVariance(
  row: Rating,
  resolution: string | null,
  date: string,
  errorWithoutInterval: number,
  evidence: Evidence,
): number {
  const { ageingPointsPer30Days } = evidence.goalposts.constants;
  // A 95 % interval is 2 × 1.96 standard errors wide.
  const error = row.low === null || row.high === null ? errorWithoutInterval : (row.high - row.low) / 3.92;
  const mismatch = mismatchPoints(row, resolution, evidence.goalposts);
  return error ** 2 + (ageingPointsPer30Days.value ** 2 * daysBetween(row.asOf, date)) / 30 + mismatch ** 2;
}

/** Standard deviation, in points, for what was rated not being what is asked for. */
function mismatchPoints(row: Rating, resolution: string | null, goalposts: Goalposts): number {
  const { resolutionUnknownPoints, otherBuildPoints } = goalposts.constants;
  switch (row.match) {
    case 'version_dated':
    case 'tier_uncertain':
      return otherBuildPoints.value;
    case 'resolution_unknown':
      return resolutionUnknownPoints.value;
    case 'exact':
      return row.resolution === null || resolution === null || row.resolution === resolution
        ? 0
        : otherBuildPoints.value;
    case 'resolution_pinned':
      if (resolution === null) return resolutionUnknownPoints.value;
      return row.resolution === resolution ? 0 : otherBuildPoints.value;
    case 'resolution_mismatch':
      return row.resolution !== null && row.resolution === resolution ? 0 : otherBuildPoints.value;
    default:
      return row.match satisfies never;
  }
}

function notesOf(row: Rating, resolution: string | null, evidence: Evidence): readonly BasisNote[] {
  const notes: BasisNote[] = [];
  if (mismatchPoints(row, resolution, evidence.goalposts) !== 0) notes.push(mismatchNote(row, resolution));
  if (row.low === null || row.high === null) notes.push('interval_not_published');
  return notes;
}

function mismatchNote({ match }: Rating, resolution: string | null): BasisNote {
  if (match === 'version_dated' || match === 'tier_uncertain') return match;
  return resolution === null || match === 'resolution_unknown' ? 'resolution_unknown' : 'other_resolution';
}
