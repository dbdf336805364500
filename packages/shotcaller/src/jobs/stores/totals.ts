import { type Kysely, sql } from 'kysely';
import type { Tables } from './schema.ts';
import { sumBeyondDollars, sumOfDollars } from './sql-context.ts';

/** Makes all totals anew from the entries. */
export async function rebuildTotals(database: Kysely<Tables>): Promise<void> {
  await database.deleteFrom('totals').execute();
  const periods = [sql<string>`''`, sql<string>`substr(budget_day, 1, 7)`, sql<string>`budget_day`];
  const pico = sql.ref('pico');
  for (const period of periods) {
    for (const owner of [sql<string>`''`, sql<string>`owner`]) {
      await sql`insert into totals (service, owner, period, dollars, pico)
        select service, ${owner} as o, ${period} as p, cast(${sumOfDollars(pico)} as bigint), cast(${sumBeyondDollars(pico)} as bigint)
        from money
        group by 1, 2, 3
        on conflict (service, owner, period) do nothing`.execute(database);
    }
  }
}
