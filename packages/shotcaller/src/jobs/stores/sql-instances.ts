import { sql } from 'kysely';
import { movingStates } from '../job.ts';
import type { Instance, InstanceRecords } from '../records/instance-records.ts';
import type { InstanceRow } from './schema.ts';
import type { SqlContext } from './sql-context.ts';

export function sqlInstances({ reader, writeUnsynced }: SqlContext): InstanceRecords {
  return {
    noteInstance: (instance) =>
      writeUnsynced('instance', async (transaction) => {
        const row = rowOfInstance(instance);
        await transaction
          .insertInto('instances')
          .values(row)
          .onConflict((conflict) => conflict.column('worker').doUpdateSet({ seen_at: row.seen_at, url: row.url }))
          .execute();
      }),

    forgetInstance: (worker) =>
      writeUnsynced('instance', async (transaction) => {
        await transaction.deleteFrom('instances').where('worker', '=', worker).execute();
      }),

    async instances({ service, since }) {
      const rows = await reader
        .selectFrom('instances')
        .selectAll()
        .where('service', '=', service)
        .orderBy('started_at')
        .orderBy('worker')
        .execute();
      const gone = rows.filter(({ seen_at }) => seen_at < since).map(({ worker }) => worker);
      if (gone.length > 0) {
        await writeUnsynced('instance', async (transaction) => {
          await transaction.deleteFrom('instances').where('worker', 'in', gone).where('seen_at', '<', since).execute();
        });
      }
      return rows.filter(({ seen_at }) => seen_at >= since).map(instanceOfRow);
    },

    async heldJobs({ service, at }) {
      const moving = sql.join(movingStates.map((state) => sql`${state}`));
      const isDue = sql`attempts.next_at is null or attempts.next_at <= ${at}`;
      const { rows } = await sql<{
        readonly worker: string | null;
        readonly jobs: number | string;
        readonly due: number | string;
        readonly due_since: string | null;
        readonly lease_until: string | null;
      }>`select worker, count(*) as jobs, sum(case when ${isDue} then 1 else 0 end) as due,
          min(case when ${isDue} then coalesce(next_at, last_pending_at, submitted_at, created_at) end) as due_since,
          min(lease_until) as lease_until
        from attempts where service = ${service} and state in (${moving})
        group by worker order by worker`.execute(reader);
      return rows.map((row) => ({
        worker: row.worker,
        jobs: Number(row.jobs),
        due: Number(row.due),
        dueSince: row.due_since,
        leaseUntil: row.lease_until,
      }));
    },
  };
}

function rowOfInstance({ startedAt, seenAt, ...instance }: Instance): InstanceRow {
  return { ...instance, started_at: startedAt, seen_at: seenAt };
}

function instanceOfRow({ started_at, seen_at, ...row }: InstanceRow): Instance {
  return { ...row, startedAt: started_at, seenAt: seen_at };
}
