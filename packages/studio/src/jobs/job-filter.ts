import type { Job } from '../api/wire.ts';
import { isLetGo } from './job-sentences.ts';

/** Which jobs are listed. Empty: no such condition. The address of the page holds all of it. */
export interface JobFilter {
  readonly status: JobGroup;
  readonly model: string;
  /** Owner of a client key; `null`: of everybody. */
  readonly owner: string | null;
  readonly words: string;
  /** A day of the reader's calendar, `2026-11-28`. */
  readonly from: string;
  readonly to: string;
}

export type JobGroup = '' | 'open' | 'done' | 'bad' | 'you';

const groups: readonly string[] = ['open', 'done', 'bad', 'you'] satisfies readonly JobGroup[];

export function filterOf(query: string): JobFilter {
  const given = new URLSearchParams(query);
  const status = given.get('status') ?? '';
  return {
    status: groups.includes(status) ? (status as JobGroup) : '',
    model: given.get('model') ?? '',
    owner: given.get('key'),
    words: given.get('find') ?? '',
    from: dayIn(given.get('from')),
    to: dayIn(given.get('to')),
  };
}

export function queryOfFilter({ status, model, owner, words, from, to }: JobFilter): string {
  const query = new URLSearchParams();
  const given = { status, model, find: words, from, to };
  for (const [name, value] of Object.entries(given)) if (value !== '') query.set(name, value);
  if (owner !== null) query.set('key', owner);
  return query.toString();
}

/** What the server is asked for; it may answer a little more than the group, such as jobs with one attempt of several in a state. */
export function serverQueryOf({ status, model, owner, words, from, to }: JobFilter): Readonly<Record<string, string>> {
  const states = { '': '', open: 'open', you: 'open', done: 'done', bad: 'failed,refused,expired,cancelled' }[status];
  const given = {
    status: states,
    model,
    find: words.trim(),
    since: from && new Date(`${from}T00:00:00`).toISOString(),
    until: to && new Date(new Date(`${to}T00:00:00`).setHours(24, 0, 0, -1)).toISOString(),
  };
  return {
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== '')),
    ...(owner !== null && { key: owner }),
  };
}

/** Whether a job belongs to what is listed, as it stands now. */
export function isListed(job: Job, { status, model, owner, words, from, to }: JobFilter): boolean {
  if (!isOfGroup(job, status)) return false;
  if (model !== '' && job.attempts.every((attempt) => attempt.model !== model)) return false;
  if (owner !== null && (job.owner ?? '') !== owner) return false;
  const created = new Date(job.createdAt);
  if (from !== '' && created < new Date(`${from}T00:00:00`)) return false;
  if (to !== '' && created.getTime() >= new Date(`${to}T00:00:00`).setHours(24, 0, 0, 0)) return false;
  const text = [job.id, job.key, job.clip.prompt, ...job.attempts.map((attempt) => attempt.model)]
    .join(' ')
    .toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** It goes no further until somebody says something. */
export function waitsForYou(job: Job): boolean {
  return isLetGo(job) || ['unknown', 'gave_up_watching', 'not_fetched'].includes(job.status);
}

function isOfGroup(job: Job, group: JobGroup): boolean {
  switch (group) {
    case '':
      return true;
    case 'open':
      return !job.ended && !waitsForYou(job);
    case 'done':
      return job.status === 'done';
    case 'bad':
      return job.ended && job.status !== 'done';
    case 'you':
      return waitsForYou(job);
    default:
      return group satisfies never;
  }
}

function dayIn(text: string | null): string {
  return text !== null && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : '';
}
