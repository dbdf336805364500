import { type Kysely, type SelectQueryBuilder, sql } from 'kysely';
import { isoOf } from '../iso-time.ts';
import { type Attempt, movingStates, terminalStates, unfinishedStates } from '../job.ts';
import type { JobRecords, JobWithAttempts } from '../records/job-records.ts';
import { firstCompiled, runCompiled } from './compiled-query.ts';
import { beginOfPath, beginOfTarget } from './create-tables.ts';
import { readWithPictures } from './pictures.ts';
import { attemptOfRow, endedAttemptOfRow, endedColumns, eventOfRow, jobOfRow } from './rows.ts';
import type { JobRow, Tables } from './schema.ts';
import { locked, type SqlContext } from './sql-context.ts';
import { hasWord } from './sql-job-words.ts';
import { moveAttempt, ownerOf } from './sql-move-attempt.ts';
import { findRepeat, insertAttempt, openJob } from './sql-open-job.ts';
import { refusalOf } from './sql-refusals.ts';
import { attemptRowsOfJob, withAttempts } from './sql-with-attempts.ts';

export function sqlJobs({ kind, reader, write }: SqlContext): JobRecords {
  async function attemptBy(column: 'id' | 'correlation_token', value: string): Promise<Attempt | undefined> {
    const row = await firstCompiled(reader, `attempt by ${column}`, { value }, (values) =>
      reader.selectFrom('attempts').selectAll().where(column, '=', values.value),
    );
    return row && attemptOfRow(row);
  }

  function jobRow(id: string): Promise<JobRow | undefined> {
    return firstCompiled(reader, 'job', { id }, (values) =>
      reader.selectFrom('jobs').selectAll().where('id', '=', values.id),
    );
  }

  return {
    openJob: (opening) => write('create', (transaction) => openJob(transaction, opening), { durable: false }),
    findRepeat: (service, owner, dedupe) => findRepeat(reader, { service, owner, dedupe }),
    addAttempt: (attempt, body) =>
      write('attempt', async (transaction) => insertAttempt(transaction, attempt, JSON.parse(body))),

    apply: (transition) =>
      write(transition.event?.what ?? 'progress', (transaction) => moveAttempt(transaction, transition), {
        durable: transition.durable ?? true,
      }),

    renewLease: ({ attemptId, worker, until }) =>
      write(
        'lease',
        async (transaction) => {
          const renewed = await runCompiled(transaction, 'renew lease', { until, attemptId, worker }, (values) =>
            transaction
              .updateTable('attempts')
              .set({ lease_until: values.until })
              .where('id', '=', values.attemptId)
              .where('worker', '=', values.worker),
          );
          return renewed.numAffectedRows === 1n;
        },
        { durable: false },
      ),

    reserve: (transition, reservePico, caps) =>
      write('reserve', async (transaction) => {
        const { attemptId } = transition;
        const row = await firstCompiled(transaction, 'attempt to reserve for', { attemptId }, (values) =>
          locked(kind, transaction.selectFrom('attempts').selectAll().where('id', '=', values.attemptId)),
        );
        if (row?.version !== transition.version) return { kind: 'stale' };
        const owner = await ownerOf(transaction, row.job_id);
        const day = transition.change.budgetDay ?? transition.at.slice(0, 10);
        const reason = await refusalOf(transaction, kind, { row, owner, reservePico, caps, day });
        if (reason) return { kind: 'refused', reason };
        const attempt = await moveAttempt(transaction, transition, owner);
        return attempt ? { kind: 'reserved', attempt } : { kind: 'stale' };
      }),

    changeJobOptions: (jobId, options) =>
      write('options', async (transaction) => {
        await transaction
          .updateTable('jobs')
          .set({ options: JSON.stringify(options) })
          .where('id', '=', jobId)
          .execute();
      }),

    concludeJob: (jobId, at) =>
      write(
        'conclude',
        async (transaction) => {
          await runCompiled(transaction, 'conclude job', { at, jobId }, (values) =>
            transaction.updateTable('jobs').set({ concluded_at: values.at }).where('id', '=', values.jobId),
          );
        },
        { durable: false },
      ),

    changeReceipt: (jobId, { answer, answeredAtMs, handedOver, letGo, countRepeat = false, durable = false }) =>
      write(
        'receipt',
        async (transaction) => {
          const change = {
            ...(answer !== undefined && { answer }),
            ...(answeredAtMs !== undefined && answeredAtMs !== null && { answered_at: isoOf(answeredAtMs) }),
            ...(handedOver !== undefined && { handed_over: Number(handedOver) }),
            ...(letGo !== undefined && { let_go: Number(letGo) }),
          };
          const written = { ...change, jobId, repeats: Number(countRepeat) };
          await runCompiled(transaction, 'change receipt', written, ({ jobId: id, repeats, ...row }) =>
            transaction
              .updateTable('jobs')
              .set({ ...row, repeats: sql<number>`repeats + ${repeats}` })
              .where('id', '=', id),
          );
        },
        { durable },
      ),

    async job(id) {
      const row = await jobRow(id);
      return row && jobOfRow(reader, row);
    },

    async jobWithAttempts(id) {
      const row = await jobRow(id);
      return row && (await withAttempts(reader, [row]))[0];
    },

    async jobsWithAttempts(ids) {
      const found = new Map<string, JobWithAttempts>();
      for (let start = 0; start < ids.length; start += mostTogether) {
        const rows = await reader
          .selectFrom('jobs')
          .selectAll()
          .where('id', 'in', ids.slice(start, start + mostTogether))
          .execute();
        for (const one of await withAttempts(reader, rows)) found.set(one.job.id, one);
      }
      return ids.map((id) => found.get(id)).filter((one) => one !== undefined);
    },

    attempt: (id) => attemptBy('id', id),
    attemptByToken: (token) => attemptBy('correlation_token', token),
    async attemptByRemoteId(service, remoteId) {
      const row = await reader
        .selectFrom('attempts')
        .selectAll()
        .where('service', '=', service)
        .where('remote_id', '=', remoteId)
        .orderBy('created_at', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row && attemptOfRow(row);
    },

    attemptsOfJob: async (jobId) => (await attemptRowsOfJob(reader, jobId)).map(attemptOfRow),

    async jobs({ service, owner, states, model, since, before, words = [], mostSearched = 20_000, after, limit = 50 }) {
      if (states?.length === 0) return { jobs: [], next: null };
      let query = reader.selectFrom('jobs').selectAll('jobs').where('jobs.service', '=', service);
      if (owner !== undefined) query = query.where('jobs.owner', '=', owner);
      if (since !== undefined) query = query.where('jobs.created_at', '>=', since);
      if (before !== undefined) query = query.where('jobs.created_at', '<', before);
      if (after !== undefined) {
        const last = await placeOf(reader, after);
        if (last) query = query.where(isBehind({ ...last, id: after }));
      }
      // Every prompt has to be read: the last one that is.
      const lastSearched =
        words.length === 0
          ? undefined
          : await newestFirst(query)
              .offset(mostSearched - 1)
              .limit(1)
              .executeTakeFirst();
      if (lastSearched) query = query.where(sql<boolean>`not ${isBehind(lastSearched)}`);
      for (const word of words) query = query.where(hasWord(kind, word));
      if (states || model !== undefined) {
        query = query.where(({ exists, selectFrom }) => {
          let attempts = selectFrom('attempts').select('attempts.id').whereRef('attempts.job_id', '=', 'jobs.id');
          if (states) attempts = attempts.where('attempts.state', 'in', [...states]);
          if (model !== undefined) attempts = attempts.where('attempts.model', '=', model);
          return exists(attempts);
        });
        // A few open jobs among many that ended are found by their states.
        if (states?.every((state) => (unfinishedStates as readonly string[]).includes(state))) {
          query = query.where('jobs.id', 'in', (build) =>
            build
              .selectFrom('attempts')
              .select('attempts.job_id')
              .where('attempts.service', '=', service)
              .where('attempts.state', 'in', [...states]),
          );
        }
      }
      const rows = await newestFirst(query)
        .limit(limit + 1)
        .execute();
      const page = rows.slice(0, limit);
      const next = rows.length > limit ? page.at(-1) : lastSearched;
      return { jobs: await withAttempts(reader, page), next: next?.id ?? null };
    },

    async openJobIds({ service, after, limit = 1000 }) {
      const last = after === undefined ? undefined : await placeOf(reader, after);
      const from = last ? sql`and (created_at, id) > (${last.created_at}, ${after})` : sql``;
      const states = sql.join(unfinishedStates.map((state) => sql`${state}`));
      const { rows } = await sql<{ id: string }>`select id from (
          select id, created_at from jobs where service = ${service} and concluded_at is null ${from}
          union
          select id, created_at from jobs where id in
            (select job_id from attempts where service = ${service} and state in (${states})) ${from}
        ) as open order by created_at, id limit ${limit}`.execute(reader);
      return rows.map(({ id }) => id);
    },

    async abandonedJobIds({ service, at, endedBefore, limit }) {
      const moving = sql.join(movingStates.map((state) => sql`${state}`));
      const terminal = sql.join(terminalStates.map((state) => sql`${state}`));
      const { rows } = await sql<{ id: string }>`select id from (
          select jobs.id, jobs.created_at from attempts join jobs on jobs.id = attempts.job_id
            where attempts.service = ${service} and attempts.state in (${moving}) and jobs.received_at is not null and jobs.let_go = 0
              and (attempts.worker is null or attempts.lease_until <= ${at})
              and (attempts.next_at is null or attempts.next_at <= ${at})
          union
          select id, created_at from jobs
            where service = ${service} and concluded_at is null and received_at is not null and let_go = 0 and not exists
              (select 1 from attempts where attempts.job_id = jobs.id
                and (attempts.state not in (${terminal}) or attempts.ended_at > ${endedBefore}))
        ) as abandoned order by created_at, id limit ${limit}`.execute(reader);
      return rows.map(({ id }) => id);
    },

    async openAttempts({ service }) {
      const rows = await reader
        .selectFrom('attempts')
        .select(({ fn }) => ['state', fn.countAll<number | string>().as('attempts'), fn.min('next_at').as('due')])
        .where('service', '=', service)
        .where('state', 'in', [...unfinishedStates])
        .groupBy('state')
        .execute();
      return rows
        .map(({ state, attempts, due }) => ({ state, attempts: Number(attempts), earliestDueAt: due }))
        .sort(
          (one, other) => unfinishedStates.indexOf(one.state as never) - unfinishedStates.indexOf(other.state as never),
        );
    },

    async endedAttempts({ service, limit }) {
      const rows = await reader
        .selectFrom('attempts')
        .select(endedColumns)
        .where('service', '=', service)
        .where((build) => build.or([build('completed_at', 'is not', null), build('ended_at', 'is not', null)]))
        .orderBy('created_at', 'desc')
        .limit(limit)
        .execute();
      return rows.map(endedAttemptOfRow);
    },

    async requestBody(attemptId) {
      const row = await firstCompiled(reader, 'request body', { attemptId }, (values) =>
        reader.selectFrom('requests').select('body').where('attempt_id', '=', values.attemptId),
      );
      return row && JSON.stringify(await readWithPictures(reader, row.body));
    },

    async lastPutAt(paths) {
      if (paths.length === 0) return [];
      if (paths.length > mostPaths) {
        const rest = await this.lastPutAt(paths.slice(mostPaths));
        return [...(await this.lastPutAt(paths.slice(0, mostPaths))), ...rest];
      }
      const begins = paths.map(beginOfPath);
      const newest = await reader
        .selectFrom('attempts')
        .select(({ fn }) => ['target', fn.max('ended_at').as('at')])
        .where('state', '=', 'done')
        .where(beginOfTarget, 'in', begins)
        .where('target', 'in', paths)
        .groupBy('target')
        .execute();
      if (newest.length === 0) return [];
      const rows = await reader
        .selectFrom('attempts')
        .innerJoin('jobs', 'jobs.id', 'attempts.job_id')
        .select(['attempts.id', 'attempts.target', 'attempts.job_id', 'attempts.ended_at', 'jobs.owner'])
        .where('attempts.state', '=', 'done')
        .where(beginOfTarget, 'in', begins)
        .where('attempts.target', 'in', paths)
        .where('attempts.ended_at', 'in', [...new Set(newest.map(({ at }) => at))])
        .execute();
      // Ordered here: to have them in the order of their ids, SQLite would read the whole table.
      const byId = rows.toSorted((one, other) => (one.id < other.id ? -1 : 1));
      return newest.flatMap(({ target, at }) => {
        const row = byId.find((one) => one.target === target && one.ended_at === at);
        return row ? [{ path: String(row.target), jobId: row.job_id, owner: row.owner, at: String(row.ended_at) }] : [];
      });
    },

    async events({ jobId, limit = 10_000 }) {
      const rows = await reader
        .selectFrom('events')
        .selectAll()
        .where('job_id', '=', jobId)
        .orderBy('at')
        .orderBy('attempt_id')
        .orderBy('version')
        .limit(limit)
        .execute();
      return rows.map(eventOfRow);
    },

    async movedJobIds({ service, owner, since, limit }) {
      const ofOwner = owner === undefined ? sql`` : sql`and jobs.owner = ${owner}`;
      const { rows } = await sql<{ id: string }>`select events.job_id as id, max(events.at) as last_at
        from events join jobs on jobs.id = events.job_id
        where events.at >= ${since} and jobs.service = ${service} ${ofOwner}
        group by events.job_id order by last_at, id limit ${limit}`.execute(reader);
      return rows.map(({ id }) => id);
    },

    rememberDelivery: (idempotencyKey, at) =>
      write(
        'delivery',
        async (transaction) => {
          const delivery = { idempotency_key: idempotencyKey, at };
          const inserted = await runCompiled(transaction, 'insert delivery', delivery, (values) =>
            transaction
              .insertInto('deliveries')
              .values(values)
              .onConflict((conflict) => conflict.column('idempotency_key').doNothing()),
          );
          return inserted.numAffectedRows === 1n;
        },
        { durable: false },
      ),
  };
}

/** Looked up at once; each takes up to three parameters of a statement. */
const mostPaths = 500;

/** Jobs of one statement; each is a parameter of it. */
const mostTogether = 500;

/** Comes after a job in a list, newest first. */
function isBehind({ id, created_at }: Pick<JobRow, 'id' | 'created_at'>) {
  return sql<boolean>`(jobs.created_at < ${created_at} or (jobs.created_at = ${created_at} and jobs.id < ${id}))`;
}

function newestFirst<Row>(query: SelectQueryBuilder<Tables, 'jobs', Row>) {
  return query.orderBy('jobs.created_at', 'desc').orderBy('jobs.id', 'desc');
}

async function placeOf(database: Kysely<Tables>, id: string) {
  return database.selectFrom('jobs').select('created_at').where('id', '=', id).executeTakeFirst();
}
