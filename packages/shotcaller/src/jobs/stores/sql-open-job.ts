import type { Kysely, Transaction } from 'kysely';
import { isoOf } from '../../iso-time.ts';
import type { Attempt, Job } from '../job.ts';
import type { Dedupe, JobOpened, JobOpening, Repeat } from '../records/job-records.ts';
import { isArchivedPurchase, repeatedJob } from '../repeated-job.ts';
import { firstCompiled, runCompiled } from './compiled-query.ts';
import { storePictures, takeOutPictures } from './pictures.ts';
import { archivedJobOf, rowOfAttempt, rowOfJob } from './rows.ts';
import type { Tables } from './schema.ts';
import { lockRate, takeFromRate } from './sql-client-keys.ts';
import { dollarsText, picoText } from './sql-context.ts';
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
    const row = rowOfJob(job, { brief: text, dedupe: name, generation });
    const inserted = await runCompiled(transaction, 'insert job', { ...row }, (values) =>
      transaction
        .insertInto('jobs')
        .values(values)
        .onConflict((conflict) => conflict.columns(['service', 'owner', 'dedupe', 'generation']).doNothing()),
    );
    // Another process has just opened the same: what it opened is looked at.
    if (inserted.numAffectedRows === 0n) continue;
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
  const ofOwner = (values: { readonly service: string; readonly owner: string }) =>
    database.selectFrom('jobs').selectAll().where('service', '=', values.service).where('owner', '=', values.owner);
  if (dedupe.by === 'key') {
    const name = nameOf(dedupe);
    const { rows } = await runCompiled(database, 'job of key', { service, owner, name }, (values) =>
      ofOwner(values).where('dedupe', '=', values.name).orderBy('generation', 'desc').limit(1),
    );
    if (rows.length === 0) return archivedKey(database, service, owner, name);
    return repeatedJob(await withAttempts(database, rows), dedupe, fingerprint);
  }
  const given = { service, owner, hash: dedupe.hash, since: isoOf(dedupe.sinceMs) };
  const { rows: found } = await runCompiled(database, 'jobs of body', given, (values) =>
    ofOwner(values)
      .where('body_hash', '=', values.hash)
      .where('client_key', 'is', null)
      .where('received_at', '>=', values.since)
      .orderBy('received_at', 'desc')
      .limit(mostEqual),
  );
  return repeatedJob(await withAttempts(database, found), dedupe, fingerprint);
}

async function archivedKey(
  database: Kysely<Tables>,
  service: string,
  owner: string,
  dedupe: string,
): Promise<Repeat | undefined> {
  const { rows } = await runCompiled(database, 'archived jobs of key', { service, owner, dedupe }, (values) =>
    database
      .selectFrom('archived_jobs')
      .select(['id', 'file', 'state', 'model', 'delivered', dollarsText, picoText])
      .where(({ and }) => and(values))
      .orderBy('id'),
  );
  const jobs = rows.map(archivedJobOf);
  // Of several all but one bought nothing.
  const job = jobs.find(isArchivedPurchase) ?? jobs[0];
  return job && { kind: 'archived', ...job };
}

export async function insertAttempt(
  transaction: Transaction<Tables>,
  attempt: Attempt,
  body: unknown,
  findings: Job['findings'] = [],
): Promise<boolean> {
  const row = rowOfAttempt(attempt);
  const inserted = await runCompiled(transaction, 'insert attempt', { ...row }, (values) =>
    // Of any constraint: the id follows from job and number, and PostgreSQL may notice either first.
    transaction
      .insertInto('attempts')
      .values(values)
      .onConflict((conflict) => conflict.doNothing()),
  );
  if (inserted.numAffectedRows === 0n) return false;
  const { text, pictures } = takeOutPictures(body);
  await storePictures(transaction, pictures);
  await runCompiled(transaction, 'insert request', { attempt_id: attempt.id, body: text }, (values) =>
    transaction.insertInto('requests').values(values),
  );
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
  const row = await firstCompiled(transaction, 'newest generation', { service, owner, dedupe }, (values) =>
    transaction
      .selectFrom('jobs')
      .select('generation')
      .where(({ and }) => and(values))
      .orderBy('generation', 'desc')
      .limit(1),
  );
  return row?.generation ?? 0;
}
