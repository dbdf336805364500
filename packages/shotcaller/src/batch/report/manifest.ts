import { deliveryDifferenceSentence, type JobReason, jobReasonSentence, type Price } from '@shotcaller/core';
import { withoutData } from '../../files/without-data.ts';
import { csvText } from '../../jobs/money/csv-text.ts';
import type { BatchPlan, PlannedClip } from '../plan/batch-plan.ts';
import { type ClipResult, type ClipState, whyNotSentence } from '../run/clip-result.ts';

/** What a batch was, clip by clip. Written beside the clips as `manifest.json` and `manifest.csv`. */
export interface Manifest {
  readonly name: string;
  readonly service: string;
  readonly plannedAt: string;
  readonly writtenAt: string;
  readonly clips: readonly ManifestClip[];
}

/** A clip of the batch, as the manifest has it. Amounts are exact decimal dollars. */
export interface ManifestClip {
  readonly shot: string;
  readonly take: number;
  readonly state: ClipState;
  readonly prompt: string | null;
  /** As asked; pictures that travel as data by their length alone. */
  readonly requirements: unknown;
  readonly note: string | null;
  readonly model: string | null;
  readonly jobId: string | null;
  readonly remoteId: string | null;
  readonly requestSha256: string | null;
  readonly price: Pick<Price, 'lowUsd' | 'expectedUsd' | 'highUsd'> | null;
  readonly billedUsd: string | null;
  readonly attempts: number;
  readonly file: string | null;
  readonly sha256: string | null;
  readonly bytes: number | null;
  readonly durationSeconds: number | null;
  readonly width: number | null;
  readonly height: number | null;
  readonly hasAudio: boolean | null;
  readonly differences: readonly string[];
  /** Why it is not there; `null`: it is. */
  readonly problem: string | null;
}

export function manifestOf(plan: BatchPlan, clips: readonly ClipResult[], writtenAt: string): Manifest {
  const planned = new Map(plan.clips.map((clip) => [`${clip.shot}/${clip.take}`, clip]));
  return {
    name: plan.name,
    service: plan.service,
    plannedAt: plan.plannedAt,
    writtenAt,
    clips: clips.map((clip) => manifestClip(planned.get(`${clip.shot}/${clip.take}`)!, clip)),
  };
}

function manifestClip(planned: PlannedClip, { job, ordered, file, ...clip }: ClipResult): ManifestClip {
  const { brief, note, outcome } = planned;
  const toBuy = outcome.kind === 'to_buy' ? outcome : null;
  const price = ordered?.price ?? toBuy?.price ?? null;
  return {
    shot: clip.shot,
    take: clip.take,
    state: clip.state,
    prompt: brief.requirements.prompt ?? null,
    requirements: withoutData(brief.requirements),
    note,
    model: clip.model,
    jobId: job?.id ?? (clip.whyNot?.code === 'archived' ? clip.whyNot.jobId : null),
    remoteId: job?.remoteId ?? null,
    requestSha256: ordered?.requestSha256 ?? toBuy?.requestSha256 ?? null,
    price: price && { lowUsd: price.lowUsd, expectedUsd: price.expectedUsd, highUsd: price.highUsd },
    billedUsd: job?.billedUsd ?? null,
    attempts: job?.attempts.length ?? 0,
    file: file?.path ?? null,
    sha256: file?.sha256 ?? null,
    bytes: file?.bytes ?? null,
    durationSeconds: file?.durationSeconds ?? null,
    width: file?.width ?? null,
    height: file?.height ?? null,
    hasAudio: file?.hasAudio ?? null,
    differences: file?.differences.map(deliveryDifferenceSentence) ?? [],
    problem: clipProblem({ ...clip, job, file }),
  };
}

/** Why a clip is not there, as a sentence; `null`: it is, or nothing is known yet. */
export function clipProblem({ whyNot, job, file }: Pick<ClipResult, 'whyNot' | 'job' | 'file'>): string | null {
  const sentence = (reason: JobReason) => jobReasonSentence(reason);
  if (whyNot?.code === 'archived' && file !== null) return null;
  if (whyNot) return whyNotSentence(whyNot, sentence);
  return job?.reason ? sentence(job.reason) : null;
}

/** The manifest as CSV (RFC 4180). What a spreadsheet would take for a formula is kept from that. */
export function manifestCsv({ clips }: Manifest): string {
  return csvText(columns, clips, cell);
}

const columns = [
  'shot',
  'take',
  'state',
  'prompt',
  'note',
  'model',
  'quotedLowUsd',
  'quotedHighUsd',
  'billedUsd',
  'file',
  'durationSeconds',
  'width',
  'height',
  'hasAudio',
  'bytes',
  'sha256',
  'jobId',
  'remoteId',
  'requestSha256',
  'attempts',
  'differences',
  'problem',
] as const;

function cell(clip: ManifestClip, column: (typeof columns)[number]): string {
  if (column === 'quotedLowUsd') return clip.price?.lowUsd ?? '';
  if (column === 'quotedHighUsd') return clip.price?.highUsd ?? '';
  if (column === 'differences') return clip.differences.join(' ');
  return String(clip[column] ?? '');
}
