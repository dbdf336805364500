import { modeOf, type RatingTask } from '@shotcaller/core';
import { sha256Of } from '../disk/sha256-of.ts';
import type { Ledger } from './ledger.ts';
import type { JobWithAttempts } from './records/job-records.ts';
import type { StoredVote } from './records/vote-records.ts';

/** Two clips of the same shot, and which of them somebody found better. */
export interface Comparison {
  /** Ids of two jobs that are done, on different models. */
  readonly jobIds: readonly [string, string];
  /** The job with the better clip; `null`: neither. */
  readonly better: string | null;
  /** What the shot was about, for example `talking`: a choice with this tag counts only such votes. */
  readonly tag?: string;
}

/** Two clips cannot be compared; the message says why. Nothing was recorded. */
export class ComparisonError extends Error {
  override readonly name = 'ComparisonError';
}

/** Two jobs whose clips can be compared: which models made them, and which board the vote belongs to. */
export interface Comparable {
  readonly models: readonly [string, string];
  readonly task: RatingTask;
  readonly paths: readonly [string, string];
}

/** @throws ComparisonError when a job is not there or not done, both are of one model, or they are not of the same shot */
export async function comparable(
  ledger: Ledger,
  service: string,
  jobIds: readonly [string, string],
): Promise<Comparable> {
  const [one, other] = [await clipOf(ledger, service, jobIds[0]), await clipOf(ledger, service, jobIds[1])];
  if (one.model === other.model) {
    throw new ComparisonError(
      `Both clips are from ${one.model}, so a vote would not compare two models. Nothing was recorded.`,
    );
  }
  if (one.task !== other.task || one.prompt !== other.prompt) {
    throw new ComparisonError(
      'These two jobs are not the same shot: their prompts or inputs differ. Nothing was recorded.',
    );
  }
  return { models: [one.model, other.model], task: one.task, paths: [one.path, other.path] };
}

/**
 * Records who won. A pair of clips is voted on once by one owner.
 *
 * @returns `undefined` when this pair was voted on before
 * @throws ComparisonError as `comparable`, or when `better` is neither of the two
 */
export async function recordVote(
  ledger: Ledger,
  { jobIds, better, tag }: Comparison,
  { service, owner, votedAt }: { readonly service: string; readonly owner: string; readonly votedAt: string },
): Promise<StoredVote | undefined> {
  if (better !== null && !jobIds.includes(better))
    throw new ComparisonError(`${better} is not one of the two jobs. Nothing was recorded.`);
  const { models, task } = await comparable(ledger, service, jobIds);
  const vote: StoredVote = {
    id: sha256Of(JSON.stringify([service, owner, [...jobIds].sort()])),
    service,
    owner,
    models,
    better: better === null ? null : models[jobIds.indexOf(better)]!,
    task,
    ...(tag !== undefined && { tag }),
    votedAt,
    jobIds,
  };
  return (await ledger.addVote(vote)) ? vote : undefined;
}

interface ComparableClip {
  readonly model: string;
  readonly task: RatingTask;
  readonly prompt: string | undefined;
  readonly path: string;
}

async function clipOf(ledger: Ledger, service: string, id: string): Promise<ComparableClip> {
  const found = await ledger.jobWithAttempts(id);
  if (!found || found.job.service !== service)
    throw new ComparisonError(`There is no job ${id}. shotcaller jobs lists them.`);
  const attempt = delivered(found);
  if (!attempt?.file) throw new ComparisonError(`Job ${id} has no clip yet. Nothing was recorded.`);
  const { requirements } = found.job.brief;
  const task = modeOf(requirements) === 'image' ? 'image-to-video' : 'text-to-video';
  return { model: attempt.model, task, prompt: requirements.prompt, path: attempt.file.path };
}

function delivered({ attempts }: JobWithAttempts) {
  return attempts.find(({ state }) => state === 'done');
}
