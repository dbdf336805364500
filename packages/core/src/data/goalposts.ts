import type { Constant, Goalposts } from '../evidence/evidence.ts';

/**
 * Every constant of estimating and scoring in one versioned table. Goalposts are fixed: they never move with the list of
 * candidates, so adding or removing a model never changes another one's score. `origin` says whether a constant was worked out
 * from the bundled data (small samples) or judged. A changed constant is a new version.
 */
export const goalposts: Goalposts = {
  version: '2026-10-09.1',
  asOf: '2026-10-09',
  source: 'worked out from the bundled ratings and completion times, or judged, as marked',
  constants: {
    // Utilities are 0 at one end and 1 at the other: ratings 1150 to 1550, 600 s to 10 s for a 6 s clip, 5 to 0.10 dollars.
    ratingFloor: judged(1150),
    ratingSpan: judged(400),
    slowestSeconds: judged(600),
    fastestSeconds: judged(10),
    dearestUsd: judged(5),
    cheapestUsd: judged(0.1),

    // Ratings, in points. An established rating moves by an RMS of 4.2 points in 30 days, a new one by 11.
    ratingErrorWithoutInterval: judged(12),
    linkedErrorWithoutInterval: judged(8),
    ageingPointsPer30Days: fromData(4.3),
    ageingPointsPer30DaysFewVotes: fromData(11),
    fewVotes: judged(5000),
    resolutionUnknownPoints: judged(20),
    otherBuildPoints: judged(30),
    // 27 pairs of tiers that are not independent.
    siblingOffsetPoints: fromData(-16),
    siblingPoints: fromData(24),

    // Completion times, in log seconds for a 6 s clip.
    priorSeconds: fromData(115),
    speedBetweenModels: fromData(0.83),
    speedWithinModel: fromData(0.32),
    speedOtherProvider: judged(0.35),
    // Spread of the members of a line around its mean: 0.33 over the 13 timed models of five lines (8 degrees of freedom), shrunk
    // with the weight of 4 more towards 0.61, the spread between all models without hailuo-3-max:
    // sqrt((8 × 0.327² + 4 × 0.61²) / 12) = 0.44. Timing noise is not taken off (that would leave nothing), so this errs wide.
    // Hailuo is left out: its own spread is above 1, and it does not borrow (`speedsAlike`).
    speedBetweenSiblings: fromData(0.44),
    // Times grow with clip length to the power 0.96 in 8 pairs from one source each.
    clipLengthPower: fromData(0.95),
    referenceClipSeconds: judged(6),
    mostClipsCounted: judged(8),
    ownRunHalfLifeDays: judged(14),
    ownRunsForOwnSpread: judged(5),
    successPriorSucceeded: judged(9.5),
    successPriorFailed: judged(0.5),

    // Putting them together: 1.28 deviations are about a 90 % floor.
    lowerBoundDeviations: judged(1.28),
    percentile90Deviations: judged(1.2816),
    nearTieProbability: judged(0.8),
    incumbentMargin: judged(0.02),
  },
};

function fromData(value: number): Constant {
  return { value, origin: 'data' };
}

function judged(value: number): Constant {
  return { value, origin: 'judgement' };
}
