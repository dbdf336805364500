/** A constant with where it comes from: worked out from the data, or judged. */
export interface Constant {
  readonly value: number;
  readonly origin: 'data' | 'judgement';
}

/** The constants of estimating and scoring, one version of them. Stored with every decision. */
export interface Goalposts {
  readonly version: string;
  readonly asOf: string;
  readonly source: string;
  readonly constants: Readonly<Record<GoalpostName, Constant>>;
}

/** The constants of the score and of the estimates, each a record with source and date. */
export type GoalpostName =
  | 'ratingFloor'
  | 'ratingSpan'
  | 'slowestSeconds'
  | 'fastestSeconds'
  | 'dearestUsd'
  | 'cheapestUsd'
  | 'ratingErrorWithoutInterval'
  | 'linkedErrorWithoutInterval'
  | 'ageingPointsPer30Days'
  | 'resolutionUnknownPoints'
  | 'otherBuildPoints'
  | 'siblingOffsetPoints'
  | 'siblingPoints'
  | 'linkCorrelation'
  | 'priorSeconds'
  | 'speedBetweenModels'
  | 'speedWithinModel'
  | 'speedOtherProvider'
  | 'speedOtherDay'
  | 'speedAgeingPer30Days'
  | 'speedBetweenSiblings'
  | 'clipLengthPower'
  | 'referenceClipSeconds'
  | 'mostClipsCounted'
  | 'ownRunHalfLifeDays'
  | 'ownRunsForOwnSpread'
  | 'successPriorSucceeded'
  | 'successPriorFailed'
  | 'lowerBoundDeviations'
  | 'percentile90Deviations'
  | 'percentile90OfTimesDeviations'
  | 'nearTieProbability'
  | 'nearTieLead'
  | 'targetClipSeconds'
  | 'targetShortSide'
  | 'incumbentMargin';
