import type { Constant, Goalposts } from '../evidence/evidence.ts';

/**
 * Every constant of estimating and scoring in one versioned table. Goalposts are fixed: they never move with the list of
 * candidates, so adding or removing a model never changes another one's score. `origin` says whether a constant was worked out
 * from the bundled data (small samples) or judged. A changed constant is a new version.
 */
export const goalposts: Goalposts = {
  version: '2026-11-28.1',
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

    // Ratings, in points. Over 35 days established ratings moved by an RMS of 3.7 points and those with under 5,000 votes by 4.6 (7 models),
    // so a count of votes, or none, makes no difference to how fast a rating ages.
    ratingErrorWithoutInterval: judged(12),
    linkedErrorWithoutInterval: judged(8),
    ageingPointsPer30Days: fromData(4.3),
    resolutionUnknownPoints: judged(20),
    otherBuildPoints: judged(30),
    // 27 pairs of tiers that are not independent.
    siblingOffsetPoints: fromData(-16),
    siblingPoints: fromData(24),
    // The errors of a rating carried over from another board and of one carried over from the other task go together a little.
    linkCorrelation: fromData(0.3),

    // Completion times, in log seconds for a 6 s clip.
    priorSeconds: fromData(115),
    speedBetweenModels: fromData(0.83),
    speedWithinModel: fromData(0.32),
    // 0.20 predicts left-out times better than 0.35 (RMS 0.388 against 0.416); OpenRouter's own times of another day miss by as much.
    speedOtherProvider: fromData(0.2),
    speedOtherDay: fromData(0.2),
    speedAgeingPer30Days: judged(0.08),
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
    // Times left out fit a Student t with 5 degrees of freedom better than a normal (0.05 nats): its 90th percentile, 1.4759, over its
    // standard deviation, sqrt(5/3).
    percentile90OfTimesDeviations: fromData(1.1432),
    nearTieProbability: judged(0.8),
    // Bootstraps of the evidence flip picks that lead by less.
    nearTieLead: judged(0.02),
    incumbentMargin: judged(0.02),

    // The clip that is meant where it is left open. 5 s is the length that most models make (22 of 26) and the one that is billed most; 720p
    // is the one documented default, the class that boards rate at, and the lowest that fills a telephone.
    targetClipSeconds: judged(5),
    targetShortSide: judged(720),
  },
};

function fromData(value: number): Constant {
  return { value, origin: 'data' };
}

function judged(value: number): Constant {
  return { value, origin: 'judgement' };
}
