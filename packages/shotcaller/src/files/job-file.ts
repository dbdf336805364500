import type { DeliveryDifference, Price } from '@shotcaller/core';

/** A file that is whole and in its place. */
export interface JobFile {
  /** Absolute path. */
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  /** Media type of the bytes, whatever their label said, for example `video/mp4`. Absent in rows of older versions: `video/mp4`. */
  readonly contentType?: string;
  readonly durationSeconds: number | null;
  readonly width: number | null;
  readonly height: number | null;
  readonly hasAudio: boolean | null;
  /** What differs from what was asked for; empty: as asked. */
  readonly differences: readonly DeliveryDifference[];
  /** Which of the outputs it is, from 0, where one before it is not here yet. Absent: its place among the files. */
  readonly output?: number;
  /** Another job has put its clip under this name since. Found out when a job is shown; in no row of the ledger. Absent: none has. */
  readonly replaced?: ReplacedFile;
}

/** Whose clip stands under a name now. */
export interface ReplacedFile {
  /** The job whose clip has the name now; `null`: it is somebody else's, and not for the one who asks. */
  readonly jobId: string | null;
  /** ISO 8601. */
  readonly at: string;
}

/** The files of one attempt: the first, and what came beside it. */
export interface AttemptFile extends JobFile {
  /** Absent: nothing. */
  readonly further?: readonly JobFile[];
}

/** In order; `null`: none yet. */
export function filesOf(file: AttemptFile | null): readonly JobFile[] {
  if (file === null) return [];
  const { further = [], ...first } = file;
  return [first, ...further];
}

/** Each file with its output, from 0: those between may not be here yet. */
export function outputsOf(file: AttemptFile | null): readonly (readonly [output: number, file: JobFile])[] {
  return filesOf(file).map((one, place) => [one.output ?? place, one]);
}

/** The file of an output; `undefined`: it is not here. */
export function fileOf(file: AttemptFile | null, output: number): JobFile | undefined {
  return outputsOf(file).find(([one]) => one === output)?.[1];
}

/** With the file of that output. */
export function withFile(known: AttemptFile | null, output: number, file: JobFile): AttemptFile {
  const others = outputsOf(known).filter(([one]) => one !== output);
  const all = [...others, [output, file] as const].sort(([one], [other]) => one - other);
  const [first = file, ...further] = all.map(([at, one], place) => {
    const { output: _, ...plain } = one;
    return at === place ? plain : { ...plain, output: at };
  });
  return further.length === 0 ? first : { ...first, further };
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
