import { type Flag, modelFlag, waitingFlag } from './flags.ts';

/** What `run` takes beside the requirements. */
export const runFlags: readonly Flag[] = [
  modelFlag,
  {
    name: 'output',
    value: 'FILE|DIR',
    says: 'where the clip goes; default this folder. {model}, {id}, {date} are filled in',
  },
  { name: 'overwrite', says: 'replace a file that is there' },
  { name: 'sidecar', says: 'write requirements, prices, ids and hashes to CLIP.json beside the clip' },
  { name: 'yes', says: 'spend without asking' },
  { name: 'without-inputs', says: 'go on although you mentioned a picture, video or sound and did not give it' },
  { name: 'key', value: 'TEXT', says: 'dedupe key: the same order again returns the first job' },
  {
    name: 'fallback',
    value: 'N',
    says: 'up to N further models when one fails for reasons of its own, each at most as dear as what was confirmed',
  },
  { name: 'allow-two-bills', says: 'fall back although the attempt before may still bill' },
  { name: 'watch-seconds', value: 'N', says: 'how long to watch; default 7200. The job is kept either way' },
  waitingFlag,
  { name: 'callback', value: 'URL', says: 'public https address that webhooks reach' },
];

export const watchFlags: readonly Flag[] = [
  { name: 'watch-seconds', value: 'N', says: 'how long to watch; default 7200' },
  waitingFlag,
  {
    name: 'output',
    value: 'FILE|DIR',
    offers: 'files',
    says: 'another place for the clip of one job; a delivered clip is copied there, or fetched again',
  },
  { name: 'overwrite', says: 'replace a file that is there' },
  {
    name: 'remote-id',
    value: 'ID',
    says: 'the id that you found for one job at openrouter.ai/activity; checked against model and time',
  },
];

export const jobsFlags: readonly Flag[] = [
  { name: 'status', value: 'STATE', repeatable: true, says: 'only jobs in this state' },
  { name: 'limit', value: 'N', says: 'how many; default 20' },
  { name: 'not-bought', says: 'settle: the job is not in your account’s activity' },
  { name: 'billed', value: 'DOLLARS', says: 'settle: what your account’s activity says it cost' },
];

export const ledgerFlags: readonly Flag[] = [
  { name: 'since', value: 'DATE', says: 'from this day on (UTC), for example 2026-10-01' },
  { name: 'csv', says: 'as CSV' },
  {
    name: 'to',
    value: 'URL|FILE',
    says: 'move: the PostgreSQL database, postgres://…; default DATABASE_URL. archive: the new file',
  },
  { name: 'older-than', value: 'DAYS', says: 'archive: jobs that have been over for so long; default 180' },
];
