import type { Job, Progress, ServerEvent } from './wire.ts';

/** A job as last heard of. `heardAtMs` is this page's own clock, so that seconds can be counted on from there. */
export interface HeardJob {
  readonly job: Job;
  readonly heardAtMs: number;
  /** When the job as a whole was last told; a list that was asked for before that is older. */
  readonly toldAtMs: number;
  /** Seconds of the job a second here: the simulator's time runs faster. */
  readonly pace: number;
  /** The last trouble that goes away by itself. */
  readonly trouble: Extract<ServerEvent, { kind: 'trouble' }> | null;
}

export type Book = ReadonlyMap<string, HeardJob>;

/** A job of which nothing was known before. */
export function heardNow(job: Job, nowMs: number): HeardJob {
  return { job, heardAtMs: nowMs, toldAtMs: nowMs, pace: 1, trouble: null };
}

/** Lists leave out the longer parts of a job; what is known of them is kept. */
export function withJob(book: Book, job: Job, nowMs: number, toldAtMs = nowMs): Book {
  const before = book.get(job.id) ?? heardNow(job, nowMs);
  return new Map(book).set(job.id, {
    ...before,
    job: { ...before.job, ...job },
    heardAtMs: nowMs,
    toldAtMs,
    trouble: job.ended ? null : before.trouble,
  });
}

/** With a list that was asked for at a time: what was told of a job after that is newer than the list. */
export function withList(book: Book, jobs: readonly Job[], askedAtMs: number, nowMs: number): Book {
  const isNewer = ({ id }: Job) => (book.get(id)?.toldAtMs ?? Number.NEGATIVE_INFINITY) < askedAtMs;
  return jobs.filter(isNewer).reduce((known, job) => withJob(known, job, nowMs, askedAtMs), book);
}

export function withProgress(book: Book, id: string, progress: Progress, heardAtMs: number): Book {
  const before = book.get(id);
  if (!before) return book;
  const passedMs = heardAtMs - before.heardAtMs;
  const moved = progress.elapsedSeconds - (before.job.progress?.elapsedSeconds ?? progress.elapsedSeconds);
  const pace = passedMs > 500 && moved > 0 ? Math.max(1, Math.round((moved * 1000) / passedMs)) : before.pace;
  return new Map(book).set(id, { ...before, job: { ...before.job, progress }, heardAtMs, pace });
}

export function withTrouble(book: Book, trouble: Extract<ServerEvent, { kind: 'trouble' }>): Book {
  const before = book.get(trouble.id);
  return before ? new Map(book).set(trouble.id, { ...before, trouble }) : book;
}
