import type { Kysely, Transaction } from 'kysely';
import { isoOf } from '../iso-time.ts';
import type { Attempt, Job } from '../job.ts';
import type { Dedupe, JobOpened, JobOpening, Repeat } from '../records/job-records.ts';
import { repeatedJob } from '../repeated-job.ts';
import { storePictures, takeOutPictures } from './pictures.ts';
import { rowOfAttempt, rowOfJob } from './rows.ts';
import type { Tables } from './schema.ts';
import { lockRate, takeFromRate } from './sql-client-keys.ts';
import { insertEvent } from './sql-events.ts';
import { withAttempts } from './sql-with-attempts.ts';

/** Most equal bodies within the window that the rule looks at. */
const mostEqual = 20;

/** Looks for the job that a submit repeats, counts against the key's rate, and records the job with its first attempt. */
export async function openJob(transaction: Transaction<Tables>, opening: JobOpening): Promise<JobOpened> {
  const { job, attempt, dedupe } = opening;
  const { service, owner } = job;
  const { text, pictures } = takeOutPictures(job.brief);
  // First: of two equal submits of a key that has a rate, the second finds the first, and only that one counts.
  const rate = await lockRate(transaction, owner);
  const name = dedupe && nameOf(dedupe);
  for (;;) {
    // Before the look for a repeat: what another process records after this takes the generation, and is looked at next time round.
    const generation = name === null ? 1 : (await newestGeneration(transaction, service, owner, name)) + 1;
    const repeat = dedupe && (await findRepeat(transaction, { service, owner, dedupe }, job.fingerprint));
    if (repeat) return repeat;
    const receivedAt = isoOf(job.receipt?.receivedAtMs ?? Date.parse(job.createdAt));
    const retryAfterSeconds = rate ? await takeFromRate(transaction, rate, receivedAt) : 0;
    if (retryAfterSeconds > 0) return { kind: 'rate_limited', retryAfterSeconds };
    const inserted = await transaction
      .insertInto('jobs')
      .values(rowOfJob(job, { brief: text, dedupe: name, generation }))
      .onConflict((conflict) => conflict.columns(['service', 'owner', 'dedupe', 'generation']).doNothing())
      .executeTakeFirst();
    // Another process has just opened the same: what it opened is looked at.
    if (inserted.numInsertedOrUpdatedRows === 0n) continue;
    await storePictures(transaction, pictures);
    if (!(await insertAttempt(transaction, attempt, JSON.parse(opening.body), job.findings))) {
      throw new Error(`The ledger has an attempt ${attempt.id} already.`);
    }
    return { kind: 'opened', job };
  }
}

/** By key the newest job of it, by body those of the window, judged by the rule. */
export async function findRepeat(
  database: Kysely<Tables>,
  { service, owner, dedupe }: { readonly service: string; readonly owner: string; readonly dedupe: Dedupe },
  fingerprint?: string,
): Promise<Repeat | undefined> {
  const ofOwner = database.selectFrom('jobs').selectAll().where('service', '=', service).where('owner', '=', owner);
  const query =
    dedupe.by === 'key'
      ? ofOwner.where('dedupe', '=', nameOf(dedupe)).orderBy('generation', 'desc').limit(1)
      : ofOwner
          .where('body_hash', '=', dedupe.hash)
          .where('client_key', 'is', null)
          .where('received_at', '>=', isoOf(dedupe.sinceMs))
          .orderBy('received_at', 'desc')
          .limit(mostEqual);
  const found = await query.execute();
  if (found.length === 0 && dedupe.by === 'key') return archivedKey(database, service, owner, nameOf(dedupe));
  return repeatedJob(await withAttempts(database, found), dedupe, fingerprint);
}

async function archivedKey(
  database: Kysely<Tables>,
  service: string,
  owner: string,
  dedupe: string,
): Promise<Repeat | undefined> {
  const row = await database
    .selectFrom('archived_jobs')
    .select(['id', 'file'])
    .where('service', '=', service)
    .where('owner', '=', owner)
    .where('dedupe', '=', dedupe)
    .executeTakeFirst();
  return row && { kind: 'archived', jobId: row.id, file: row.file };
}

export async function insertAttempt(
  transaction: Transaction<Tables>,
  attempt: Attempt,
  body: unknown,
  findings: Job['findings'] = [],
): Promise<boolean> {
  const row = rowOfAttempt(attempt);
  const inserted = await transaction
    .insertInto('attempts')
    .values(row)
    // Of any constraint: the id follows from job and number, and PostgreSQL may notice either first.
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (inserted.numInsertedOrUpdatedRows === 0n) return false;
  const { text, pictures } = takeOutPictures(body);
  await storePictures(transaction, pictures);
  await transaction.insertInto('requests').values({ attempt_id: attempt.id, body: text }).execute();
  const detail = { model: attempt.model, requestHash: attempt.requestHash, ...(findings.length > 0 && { findings }) };
  await insertEvent(transaction, row, {
    at: attempt.createdAt,
    by: attempt.worker ?? '',
    event: { what: 'planned', detail },
  });
  return true;
}

function nameOf(dedupe: Dedupe): string {
  return dedupe.by === 'key' ? `key:${dedupe.key}` : `body:${dedupe.hash}`;
}

async function newestGeneration(
  transaction: Transaction<Tables>,
  service: string,
  owner: string,
  dedupe: string,
): Promise<number> {
  const row = await transaction
    .selectFrom('jobs')
    .select('generation')
    .where('service', '=', service)
    .where('owner', '=', owner)
    .where('dedupe', '=', dedupe)
    .orderBy('generation', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.generation ?? 0;
}
