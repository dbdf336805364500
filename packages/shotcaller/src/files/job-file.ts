import type { DeliveryDifference, Price } from '@shotcaller/core';

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

/** How a clip came about, as the file beside it says. */
export interface Sidecar {
  readonly id: string;
  /** 1, 2, … */
  readonly attempt: number;
  readonly model: string;
  readonly remoteId: string | null;
  readonly requirements: unknown;
  readonly requestSha256: string;
  readonly price: Price;
  readonly billedUsd: string | null;
  readonly submittedAt: string | null;
  readonly completedAt: string | null;
  readonly file: JobFile;
}
