import type { Effect } from './faults/effects.ts';
import { type Job, statusAt } from './job.ts';
import type { WireUsage } from './wire.ts';

export type BodyBend = Extract<Effect, { at: 'body' }>['bend'];

export interface PollView {
  /** Scheme, host and port of the request that asks. */
  readonly origin: string;
  readonly nowMs: number;
  /** True from the second poll on. */
  readonly polledBefore: boolean;
  readonly bends: readonly BodyBend[];
}

/** A job as a poll shows it: absent fields absent, never null, unless a scenario bends it. */
export function pollBody(job: Job, view: PollView): Record<string, unknown> {
  const status = statusAt(job, view.nowMs);
  const body: Record<string, unknown> = {
    id: job.id,
    generation_id: job.id,
    polling_url: pollingUrl(job, view.origin),
    status,
    ...(job.outcome.status !== 'completed' && status !== 'pending' && { error: job.outcome.error }),
  };
  if (status === 'completed') {
    body.unsigned_urls = contentUrls(job, view.origin);
    const usage = usageOf(job);
    if (usage) body.usage = usage;
  }
  for (const bend of view.bends) bendBody(body, bend, job, view);
  return body;
}

export function pollingUrl(job: Job, origin: string): string {
  return `${origin}/api/v1/videos/${job.id}`;
}

export function contentUrls(job: Job, origin: string): readonly string[] {
  return [`${pollingUrl(job, origin)}/content?index=0`];
}

/** Absent when the job was not billed: nothing is known then, and unknown is never 0. */
export function usageOf(job: Job): WireUsage | undefined {
  return job.billedUsd === undefined ? undefined : { cost: Number(job.billedUsd), is_byok: false };
}

/** A URL for the file on an origin other than the API's, without need of a key. */
export function storageUrl(job: Job, origin: string): string {
  const signature = [...job.id].reduce((sum, character) => (sum * 31 + character.charCodeAt(0)) >>> 0, 7).toString(16);
  return `${foreignOrigin(origin)}/__simulator/storage/${job.id}/0.mp4?signature=${signature}`;
}

/** The same server under another name: 127.0.0.1 and localhost are two origins. */
function foreignOrigin(origin: string): string {
  const url = new URL(origin);
  if (url.hostname === '127.0.0.1' || url.hostname === '[::1]') url.hostname = 'localhost';
  else if (url.hostname === 'localhost') url.hostname = '127.0.0.1';
  else url.hostname = `storage.${url.hostname}`;
  return url.origin;
}

function bendBody(body: Record<string, unknown>, bend: BodyBend, job: Job, view: PollView): void {
  const running = body.status === 'pending' || body.status === 'in_progress';
  const completed = body.status === 'completed';
  switch (bend) {
    case 'in-progress':
      if (running && view.polledBefore) body.status = 'in_progress';
      return;
    case 'unknown-status':
      if (running) body.status = 'queued';
      return;
    case 'nulls':
      for (const field of ['generation_id', 'error', 'usage', 'unsigned_urls']) body[field] ??= null;
      return;
    case 'progress':
      body.progress = running ? progressPercent(job, view.nowMs) : 100;
      return;
    case 'error-object':
      if (typeof body.error === 'string') body.error = { code: 500, message: body.error };
      return;
    case 'no-generation-id':
      delete body.generation_id;
      return;
    case 'relative-urls':
      body.polling_url = pollingUrl(job, '');
      if (completed) body.unsigned_urls = contentUrls(job, '');
      return;
    case 'relative-unsigned-urls':
      if (completed) body.unsigned_urls = contentUrls(job, '');
      return;
    case 'foreign-unsigned-urls':
      if (completed) body.unsigned_urls = [storageUrl(job, view.origin)];
      return;
    case 'signed-urls':
      if (completed) body.urls = [storageUrl(job, view.origin)];
      return;
    case 'empty-unsigned-urls':
      if (completed) body.unsigned_urls = [];
      return;
    case 'no-unsigned-urls':
      delete body.unsigned_urls;
      return;
    case 'cost-null':
      if (completed) body.usage = { cost: null, is_byok: false };
      return;
    case 'cost-missing':
      delete body.usage;
      return;
    case 'cost-string':
      if (completed) body.usage = { cost: job.billedUsd ?? '0.12', is_byok: false };
      return;
    case 'byok':
      if (completed) body.usage = { is_byok: true };
      return;
    case 'urls-in-objects':
      if (completed) body.unsigned_urls = contentUrls(job, view.origin).map((url) => ({ url }));
      return;
    case 'done-word':
      if (!completed) return;
      body.status = 'done';
      delete body.unsigned_urls;
      return;
    case 'failed-word':
      if (completed) Object.assign(body, { status: 'failed', error: 'Provider returned error' });
      return;
    default:
      throw bend satisfies never;
  }
}

function progressPercent(job: Job, nowMs: number): number {
  const share = (nowMs - job.submittedAtMs) / (job.endsAtMs - job.submittedAtMs);
  return Math.max(0, Math.min(99, Math.floor(100 * share)));
}
