import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import { groupBy } from '../../choice/group-by.ts';
import { terminalStates } from '../job.ts';
import { decisiveAttempt } from '../job-result.ts';
import type { Ledger } from '../ledger.ts';
import type { ArchivedRecord, ArchiveQuery, ArchiveRecords } from '../records/archive-records.ts';
import { attemptOfRow } from './rows.ts';
import type { AttemptRow, Tables } from './schema.ts';
import { partsOf, picoOfParts, type SqlContext, sumBeyondDollars, sumOfDollars } from './sql-context.ts';
import { linesOfJobs, moveLines } from './sql-spend-lines.ts';

export function sqlArchive({ kind, reader, write }: SqlContext): ArchiveRecords {
  return {
    async archiveJobs(query, keep) {
      const found = await archivable(reader, query);
      if (found.length === 0) return { archived: [], next: null };
      const last = found.at(-1);
      const records = await recordsOf(reader, found);
      await keep(records);
      const archived = await write('archive', (transaction) => takeOut(transaction, kind, query, records));
      const next = found.length < query.limit || !last ? null : { createdAt: last.created_at, id: last.id };
      return { archived, next };
    },

    async archiveOf(jobId) {
      return reader.selectFrom('archived_jobs').select(['file', 'owner']).where('id', '=', jobId).executeTakeFirst();
    },
  };
}

interface Place {
  readonly id: string;
  readonly created_at: string;
}

/** Jobs that are over in every way, the oldest first. `lock`: what keeps them as they are until the transaction ends. */
async function archivable(
  database: Kysely<Tables>,
  { service, before, after, limit }: ArchiveQuery,
  lock: RawBuilder<unknown> = sql``,
): Promise<readonly Place[]> {
  const ended = sql.join(terminalStates.map((state) => sql`${state}`));
  const beyond = after ? sql`and (created_at, id) > (${after.createdAt}, ${after.id})` : sql``;
  const attempts = sql`select 1 from attempts a where a.job_id = jobs.id`;
  const batch = sql`select 1 from batches b where b.service = jobs.service and b.owner = jobs.owner and b.name = jobs.batch`;
  const { rows } = await sql<Place>`select id, created_at from jobs
    where service = ${service} and created_at < ${before} ${beyond}
      and concluded_at < ${before} and callback_owed = 0
      and not exists (${attempts} and (a.state not in (${ended}) or a.bill_known = 0 or a.ended_at >= ${before}))
      and not exists (select 1 from webhooks w where w.job_id = jobs.id and w.state = 'waiting')
      and (handed_over = 1 or not exists (${attempts} and a.state = 'done')
        or (received_at is null and not exists (${batch} and b.carried_by = 'gateway')))
      and not exists (${batch} and b.state <> 'ended')
      and not exists (select 1 from attempts a join money m on m.attempt_id = a.id
        where a.job_id = jobs.id and m.budget_day <> coalesce(a.budget_day, substr(a.created_at, 1, 10)))
    order by created_at, id limit ${limit} ${lock}`.execute(database);
  return rows;
}

async function recordsOf(database: Kysely<Tables>, found: readonly Place[]): Promise<readonly ArchivedRecord[]> {
  const ids = found.map(({ id }) => id);
  const jobs = await database.selectFrom('jobs').selectAll().where('id', 'in', ids).execute();
  const attempts = await database
    .selectFrom('attempts')
    .selectAll()
    .select(sql<string>`cast(quoted_pico as text)`.as('quoted_pico'))
    .where('job_id', 'in', ids)
    .orderBy('number')
    .execute();
  const jobOf = new Map(attempts.map((attempt) => [attempt.id, attempt.job_id]));
  const requests = await database
    .selectFrom('requests')
    .selectAll()
    .where('attempt_id', 'in', [...jobOf.keys()])
    .execute();
  const events = await database
    .selectFrom('events')
    .selectAll()
    .where('job_id', 'in', ids)
    .orderBy('at')
    .orderBy('attempt_id')
    .orderBy('version')
    .execute();
  const money = await database
    .selectFrom('money')
    .selectAll()
    .select(sql<string>`cast(pico as text)`.as('pico'))
    .where('job_id', 'in', ids)
    .orderBy('at')
    .execute();
  const webhooks = await database.selectFrom('webhooks').selectAll().where('job_id', 'in', ids).execute();
  const ofJob = ({ job_id }: { readonly job_id: string }) => job_id;
  const parts = {
    attempts: groupBy(attempts, ofJob),
    requests: groupBy(requests, ({ attempt_id }) => jobOf.get(attempt_id)!),
    events: groupBy(events, ofJob),
    money: groupBy(money, ofJob),
    webhooks: groupBy(webhooks, ofJob),
  };
  return jobs.map((job) => ({
    id: job.id,
    job,
    attempts: parts.attempts.get(job.id) ?? [],
    requests: parts.requests.get(job.id) ?? [],
    events: parts.events.get(job.id) ?? [],
    money: parts.money.get(job.id) ?? [],
    webhooks: parts.webhooks.get(job.id) ?? [],
  }));
}

/** Those of the kept jobs that are still as they were kept. */
async function takeOut(
  transaction: Transaction<Tables>,
  kind: Ledger['kind'],
  query: ArchiveQuery,
  records: readonly ArchivedRecord[],
): Promise<readonly string[]> {
  const lock = kind === 'postgres' ? sql`for update` : sql``;
  const found = new Set((await archivable(transaction, query, lock)).map(({ id }) => id));
  const candidates = records.filter(({ id }) => found.has(id));
  if (candidates.length === 0) return [];
  const versions = await transaction
    .selectFrom('attempts')
    .select(['id', 'version'])
    .where(
      'job_id',
      'in',
      candidates.map(({ id }) => id),
    )
    .execute();
  const now = new Map(versions.map(({ id, version }) => [id, version]));
  const kept = candidates.filter(({ attempts }) =>
    attempts.every(({ id, version }) => now.get(String(id)) === version),
  );
  const ids = kept.map(({ id }) => id);
  if (ids.length === 0) return [];
  // The sums stay as they are: this is the part of them that no attempt shows any more.
  await moveLines(transaction, [], await linesOfJobs(transaction, ids), 'archived_lines');
  const costs = await costsOf(transaction, ids);
  const attemptIds = kept.flatMap(({ attempts }) => attempts.map(({ id }) => String(id)));
  for (const table of ['events', 'money', 'webhooks'] as const) {
    await transaction.deleteFrom(table).where('job_id', 'in', ids).execute();
  }
  await transaction.deleteFrom('requests').where('attempt_id', 'in', attemptIds).execute();
  await transaction.deleteFrom('attempts').where('id', 'in', attemptIds).execute();
  await transaction.deleteFrom('jobs').where('id', 'in', ids).execute();
  await transaction
    .insertInto('archived_jobs')
    .values(
      kept.map(({ id, job, attempts }) => ({
        id,
        service: String(job.service),
        owner: String(job.owner),
        dedupe: job.dedupe === null ? null : String(job.dedupe),
        archived_at: query.at,
        file: query.file,
        batch: job.batch === null ? null : String(job.batch),
        fingerprint: String(job.fingerprint),
        ...endOf(attempts),
        ...partsOf(costs.get(id) ?? 0n),
      })),
    )
    .execute();
  return ids;
}

async function costsOf(transaction: Transaction<Tables>, ids: readonly string[]): Promise<ReadonlyMap<string, bigint>> {
  const rows = await transaction
    .selectFrom('money')
    .select(['job_id', sumOfDollars(sql.ref('pico')).as('dollars'), sumBeyondDollars(sql.ref('pico')).as('pico')])
    .where('job_id', 'in', ids)
    .groupBy('job_id')
    .execute();
  return new Map(rows.map(({ job_id, dollars, pico }) => [job_id, picoOfParts(dollars, pico)]));
}

/** What decided over a job that is over. */
function endOf(attempts: ArchivedRecord['attempts']) {
  const rows = attempts as unknown as readonly AttemptRow[];
  const decisive = rows.length === 0 ? undefined : rowOfDecisive(rows);
  const delivered = decisive?.state === 'done' ? decisive.file : null;
  return { state: decisive?.state ?? null, model: decisive?.model ?? null, delivered };
}

function rowOfDecisive(rows: readonly AttemptRow[]): AttemptRow | undefined {
  const { id } = decisiveAttempt(rows.map(attemptOfRow));
  return rows.find((row) => row.id === id);
}
