import type { DeliveryDifference } from '@shotcaller/core';

/** A file that is whole and in its place. */
export interface JobFile {
  /** Absolute path. */
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly durationSeconds: number | null;
  readonly width: number | null;
  readonly height: number | null;
  readonly hasAudio: boolean | null;
  /** What differs from what was asked for; empty: as asked. */
  readonly differences: readonly DeliveryDifference[];
}
