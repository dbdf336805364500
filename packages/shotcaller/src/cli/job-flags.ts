import { statusWords } from '../jobs/status-filter.ts';
import { type Flag, modelFlag, waitingFlag } from './flags.ts';

/** What `run` takes beside the requirements. */
export const runFlags: readonly Flag[] = [
  modelFlag,
  {
    name: 'output',
    value: 'FILE|DIR',
    says: 'where the clip goes; default this folder. {model}, {id}, {date} are filled in',
  },
  { name: 'overwrite', says: 'replace an existing file' },
  { name: 'sidecar', says: 'write requirements, prices, ids and hashes to CLIP.json next to the clip' },
  { name: 'yes', says: 'spend without asking' },
  { name: 'without-inputs', says: 'continue even if you mentioned a picture, video or sound but did not add it' },
  {
    name: 'key',
    value: 'TEXT',
    says: 'idempotency key: the same order with the same key returns the first job, wherever its file goes',
  },
  {
    name: 'fallback',
    value: 'N',
    says: 'try up to N other models when one fails; none costs more than you confirmed',
  },
  { name: 'allow-two-bills', says: 'allow a fallback while the earlier attempt may still be billed' },
  {
    name: 'watch-seconds',
    value: 'N',
    says: 'how long to watch the job; default 7200. After that, resume continues it',
  },
  waitingFlag,
  { name: 'callback', value: 'URL', says: 'public https address that receives webhooks from OpenRouter' },
];

export const watchFlags: readonly Flag[] = [
  { name: 'watch-seconds', value: 'N', says: 'how long to watch the jobs; default 7200' },
  waitingFlag,
  {
    name: 'output',
    value: 'FILE|DIR',
    offers: 'files',
    says: 'where to put the clip of one job; a clip that was delivered is copied there, or downloaded again',
  },
  { name: 'overwrite', says: 'replace an existing file' },
  {
    name: 'remote-id',
    value: 'ID',
    says: 'the id that you found for one job at openrouter.ai/activity; it is checked against model and time',
  },
];

export const jobsFlags: readonly Flag[] = [
  {
    name: 'status',
    offers: statusWords,
    value: 'STATE',
    repeatable: true,
    says: 'only jobs in this state, such as running or unknown; open: all that are still under way; ended: all others',
  },
  { name: 'limit', value: 'N', says: 'how many jobs to list; default 20' },
  { name: 'not-bought', says: 'settle: openrouter.ai/activity does not list the job' },
  { name: 'billed', value: 'DOLLARS', says: 'settle: what the job cost according to openrouter.ai/activity' },
];

export const ledgerFlags: readonly Flag[] = [
  { name: 'since', value: 'DATE', says: 'from this day on (UTC), for example 2026-10-01' },
  { name: 'csv', says: 'print as CSV' },
  {
    name: 'to',
    value: 'URL|FILE',
    says: 'move: the PostgreSQL database, postgres://…; default DATABASE_URL. archive: the new file',
  },
  { name: 'older-than', value: 'DAYS', says: 'archive: jobs that ended at least this many days ago; default 180' },
];
