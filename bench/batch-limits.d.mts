export interface MeasuredBatch {
  /** Simulated. */
  readonly seconds: number;
  readonly refusals: number;
  readonly submits: number;
  readonly done: number;
  readonly bills: number;
}

/** Runs one batch over real HTTP while the provider’s limit moves. `concurrency` of `undefined`: learnt. */
export function measureBatch(given: {
  readonly clips: number;
  readonly speed: number;
  readonly concurrency: number | undefined;
}): Promise<MeasuredBatch>;
