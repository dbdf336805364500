import { type Kysely, sql } from 'kysely';
import { ledgerTables } from './ledger-tables.ts';
import type { Tables, TotalRow } from './schema.ts';
import { dollarsText, picoOfParts, picoText, sumBeyondDollars, sumOfDollars } from './sql-context.ts';
import { archivedMoney, wrongLines } from './sql-spend-lines.ts';

/**
 * What is wrong with a ledger, in words; empty: nothing. Every table is read, and every sum is added up anew.
 *
 * @param statement lists what is damaged, or `ok`
 */
export async function checkIntegrity(database: Kysely<Tables>, statement?: string): Promise<string[]> {
  const problems = statement === undefined ? [] : await damages(database, statement);
  for (const table of ledgerTables) await database.selectFrom(table).select(sql<string>`count(*)`.as('rows')).execute();
  return [...problems, ...(await wrongTotals(database)), ...(await wrongLines(database))];
}

async function damages(database: Kysely<Tables>, statement: string): Promise<string[]> {
  const { rows } = await sql.raw<Record<string, unknown>>(statement).execute(database);
  return rows.flatMap((row) => Object.values(row).map(String)).filter((text) => text !== 'ok');
}

/** Every total must be the sum of its entries, and every sum must have its total. */
async function wrongTotals(database: Kysely<Tables>): Promise<string[]> {
  const owners = [sql`''`, sql`owner`];
  const periods = [sql`''`, sql`substr(budget_day, 1, 7)`, sql`budget_day`];
  const summed = new Map<string, bigint>();
  for (const owner of owners) {
    for (const period of periods) {
      const { rows } = await sql<TotalRow>`select service, ${owner} as owner, ${period} as period,
          ${sumOfDollars(sql.ref('pico'))} as dollars, ${sumBeyondDollars(sql.ref('pico'))} as pico
        from (select service, owner, budget_day, pico from money union all select service, owner, budget_day, pico from readings) as booked
        group by 1, 2, 3`.execute(database);
      for (const row of rows) {
        const name = totalName(row);
        // What nobody owns is in the sum of everybody already.
        if (!summed.has(name)) summed.set(name, picoOfParts(row.dollars, row.pico));
      }
    }
  }
  for (const { service, owner, day, pico } of await archivedMoney(database)) {
    for (const who of new Set(['', owner])) {
      for (const period of ['', day.slice(0, 7), day]) {
        const name = totalName({ service, owner: who, period });
        summed.set(name, (summed.get(name) ?? 0n) + pico);
      }
    }
  }
  const totals = await database
    .selectFrom('totals')
    .select(['service', 'owner', 'period', dollarsText, picoText])
    .execute();
  const kept = new Map(totals.map((total) => [totalName(total), picoOfParts(total.dollars, total.pico)]));
  return [...new Set([...summed.keys(), ...kept.keys()])].flatMap((name) => {
    const [total, sum] = [kept.get(name) ?? 0n, summed.get(name) ?? 0n];
    return total === sum ? [] : [`The total of ${name} is ${total} pico-dollars, its entries add up to ${sum}.`];
  });
}

function totalName({ service, owner, period }: Pick<TotalRow, 'service' | 'owner' | 'period'>): string {
  return [service, ...(owner === '' ? [] : [`key ${owner}`]), ...(period === '' ? [] : [period])].join(', ');
}
