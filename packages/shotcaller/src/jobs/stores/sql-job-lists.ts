import { type Kysely, type SelectQueryBuilder, sql } from 'kysely';
import { movingStates, terminalStates, unfinishedStates } from '../job.ts';
import type { JobRecords } from '../records/job-records.ts';
import { endedAttemptOfRow, endedColumns } from './rows.ts';
import type { JobRow, Tables } from './schema.ts';
import type { SqlContext } from './sql-context.ts';
import { hasWord } from './sql-job-words.ts';
import { withAttempts } from './sql-with-attempts.ts';

/** Jobs and attempts by page and index: none of these reads all rows. */
export function sqlJobLists({ kind, reader }: Pick<SqlContext, 'kind' | 'reader'>) {
  return {
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

    async movedJobIds({ service, owner, since, limit }) {
      const ofOwner = owner === undefined ? sql`` : sql`and jobs.owner = ${owner}`;
      const { rows } = await sql<{ id: string }>`select events.job_id as id, max(events.at) as last_at
        from events join jobs on jobs.id = events.job_id
        where events.at >= ${since} and jobs.service = ${service} ${ofOwner}
        group by events.job_id order by last_at, id limit ${limit}`.execute(reader);
      return rows.map(({ id }) => id);
    },
  } satisfies Partial<JobRecords>;
}

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
