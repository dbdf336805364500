// How well the evidence predicts what it has not seen: every time and every rating left out once and estimated from the rest.
import { bundledEvidence, estimateQuality, estimateSpeed, predecessorOf } from '@shotcaller/core';

const now = '2026-11-28';
const { latencies, ratings, goalposts } = bundledEvidence;
const constants = goalposts.constants;

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** `error` is observed less expected; `inside`: within the 80 % interval that is shown. */
function summary(name, results) {
  const errors = results.map(({ error }) => error);
  return {
    name,
    n: results.length,
    inside: mean(results.map(({ inside }) => (inside ? 1 : 0))),
    bias: mean(errors),
    error: mean(errors.map(Math.abs)),
    rms: Math.sqrt(mean(errors.map((error) => error ** 2))),
  };
}

// Times: errors in natural logarithms, so 0.30 is about a third too short or too long.
const timed = latencies.latencies.filter(({ durationSeconds, lowerBound }) => durationSeconds !== null && !lowerBound);
const secondsOf = ({ seconds, intervalLowSeconds }) =>
  intervalLowSeconds === null ? seconds : (intervalLowSeconds + seconds) / 2;

function leaveTimesOut(isLeftOut) {
  return timed.map((row) => {
    const kept = latencies.latencies.filter((other) => !isLeftOut(row, other));
    const { p50Seconds, p90Seconds, basis } = estimateSpeed(
      { id: row.model },
      { mode: 'text', task: 'generate', resolution: null, durationSeconds: row.durationSeconds, now },
      { ...bundledEvidence, latencies: { ...latencies, latencies: kept } },
    );
    const error = Math.log(secondsOf(row) / p50Seconds);
    return { row, level: basis.level, error, inside: Math.abs(error) <= Math.log(p90Seconds / p50Seconds) };
  });
}

const byRow = leaveTimesOut((row, other) => other === row);
const byProvider = leaveTimesOut((row, other) => other.model === row.model && other.provider === row.provider);
const byModel = leaveTimesOut((row, other) => other.model === row.model);
/** Errors in natural logarithms, so 0.30 is about a third too short or too long. */
export const timesLeftOut = [
  summary('one row', byRow),
  summary(
    '  with published times of OpenRouter left',
    byRow.filter(({ level }) => level === 'published'),
  ),
  summary(
    '  with times of other hosts left',
    byRow.filter(({ level }) => level === 'linked'),
  ),
  summary(
    '  rows of OpenRouter itself',
    byRow.filter(({ row }) => row.viaOpenRouter),
  ),
  summary('a provider of a model', byProvider),
  summary('a model', byModel),
];

// Ratings: errors in points. What is predicted is the published rating on the main board.
const boardOf = ({ board }) => ratings.boards[board];
const published = ratings.ratings.filter((row) => boardOf(row).scale === 'lmarena' && row.use === 'primary');
/** The newest rating of each model and task. */
const newest = published.filter(
  (row) => !published.some((other) => other.model === row.model && other.task === row.task && other.asOf > row.asOf),
);

function leaveRatingsOut(isLeftOut, levels) {
  return newest.flatMap((row) => {
    const kept = ratings.ratings.filter((other) => !isLeftOut(row, other));
    const { rating, low, high, standardDeviation, basis } = estimateQuality(
      { id: row.model },
      {
        mode: row.task === 'image-to-video' ? 'image' : 'text',
        task: 'generate',
        resolution: row.resolution,
        durationSeconds: 5,
        now,
      },
      { ...bundledEvidence, ratings: { ...ratings, ratings: kept } },
    );
    if (!levels(basis)) return [];
    // The published rating has an error of its own, which the interval of the true rating need not hold.
    const sampling = row.low === null ? constants.ratingErrorWithoutInterval.value : (row.high - row.low) / 3.92;
    const half = ((high - low) / 2) * Math.sqrt(1 + (sampling / standardDeviation) ** 2);
    return [{ row, error: row.score - rating, inside: Math.abs(row.score - rating) <= half }];
  });
}

const ownTask = (row, other) =>
  other.model === row.model && other.task === row.task && boardOf(other).scale === 'lmarena';
const whole = (row, other) => other.model === row.model;
/** Errors in points. */
export const ratingsLeftOut = [
  summary(
    'on the main board, for the task',
    leaveRatingsOut(ownTask, ({ level }) => level === 'linked'),
  ),
  summary(
    '  another board only',
    leaveRatingsOut(
      (row, other) => other.model === row.model && boardOf(other).scale === 'lmarena',
      ({ level }) => level === 'linked',
    ),
  ),
  summary(
    '  the other task only',
    leaveRatingsOut(
      (row, other) => other.model === row.model && (other.task === row.task || boardOf(other).scale !== 'lmarena'),
      ({ level }) => level === 'linked',
    ),
  ),
  summary(
    'all of a model: from the version before it',
    leaveRatingsOut(whole, ({ notes }) => notes.includes('from_predecessor')),
  ),
  summary(
    'all of a model: the mean of all models',
    leaveRatingsOut(whole, ({ level }) => level === 'prior'),
  ),
];

// What `successionLink` of the ratings was worked out from.
const pairs = newest.flatMap((row) => {
  const others = newest.filter((other) => other.task === row.task && other.model !== row.model);
  const before = predecessorOf(
    row.model,
    others.map(({ model }) => model),
  );
  const predecessor = others.find(({ model }) => model === before);
  return predecessor ? [{ from: predecessor.score, to: row.score }] : [];
});
const fromMean = mean(pairs.map(({ from }) => from));
const toMean = mean(pairs.map(({ to }) => to));
const slope =
  pairs.reduce((sum, { from, to }) => sum + (from - fromMean) * (to - toMean), 0) /
  pairs.reduce((sum, { from }) => sum + (from - fromMean) ** 2, 0);
const residual = Math.sqrt(
  pairs.reduce((sum, { from, to }) => sum + (to - toMean - slope * (from - fromMean)) ** 2, 0) / (pairs.length - 2),
);
/** Rating of a new version = `toMean` + `slope` × (rating of the one before it − `fromMean`), of `pairs` pairs. */
export const succession = { pairs: pairs.length, fromMean, toMean, slope, standardDeviation: residual };
