import { type RawBuilder, sql } from 'kysely';
import type { AttemptState } from '../job.ts';
import { picoOfParts, sumBeyondDollars, sumOfDollars } from './sql-context.ts';

/**
 * Spend by day, model and state. What has ended is kept added up in `spend_lines`, in the transaction that ends it, so that a ledger of a
 * million jobs is read as fast as one of a hundred; what is under way is little, and added up when somebody asks.
 */

/** Amounts of a line. */
export const sums = ['quoted', 'billed', 'assumed', 'reserved'] as const;
export type SumName = (typeof sums)[number];
export type Parts = { readonly [Part in `${SumName}_${'dollars' | 'pico'}`]: string | null };

export interface Line extends Parts {
  readonly service: string;
  readonly owner: string;
  readonly day: string;
  readonly model: string;
  readonly state: AttemptState;
  readonly jobs: number | string;
  readonly unknown: number | string;
  readonly disputed: number | string;
}

/** Columns of the sums. */
export const amountColumns = sums.flatMap((name) => [`${name}_dollars`, `${name}_pico`] as const);

/** Columns of a line, in the order in which they are read. */
export const lineColumns = [
  ...['service', 'owner', 'day', 'model', 'state', 'jobs'],
  ...amountColumns,
  ...['unknown', 'disputed'],
] as const;

/** In `owner`: of everybody. No name of an owner is a star. */
export const everybody = '*';

/** What counts, and the part of it whose attempts are in the archive. */
export type LineTable = 'spend_lines' | 'archived_lines';

/** What a corrected attempt's entries are together, by what is known of its bill. */
const correctedAs = {
  reserved: sql`a.bill_known is null`,
  billed: sql`a.bill_known = 1`,
  assumed: sql`a.bill_known = 0`,
};

/** The sum of an attempt's entries that count for a column; once corrected, all of them count for one. */
function columnOf(name: keyof typeof correctedAs, counts: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`cast(case when sum(case when kind = 'correct' then 1 else 0 end) = 0
      then sum(case when ${counts} then pico else 0 end)
      else case when ${correctedAs[name]} then sum(pico) else 0 end end as bigint) as ${sql.ref(name)}`;
}

/** Day that an attempt `a` counts for. */
export const dayOfAttempt = sql<string>`coalesce(a.budget_day, substr(a.created_at, 1, 10))`;

/** Adds up attempts from their rows and their entries. `which` speaks of an attempt as `a`, `owner` of its job as `j`. */
export function addedUp(which: RawBuilder<unknown>, owner: RawBuilder<unknown>, ofJob = sql``): RawBuilder<Line> {
  const columns = sums.map((name) => {
    const amount = name === 'quoted' ? sql.ref('a.quoted_pico') : sql.ref(`m.${name}`);
    return sql`${sumOfDollars(amount)} as ${sql.ref(`${name}_dollars`)}, ${sumBeyondDollars(amount)} as ${sql.ref(`${name}_pico`)}`;
  });
  return sql<Line>`select a.service as service, ${owner} as owner, ${dayOfAttempt} as day, a.model as model, a.state as state,
      count(*) as jobs, ${sql.join(columns)},
      sum(case when a.bill_known = 0 or a.state = 'unknown' then 1 else 0 end) as unknown,
      sum(case when a.bill_doubt is null then 0 else 1 end) as disputed
    from attempts a join jobs j on j.id = a.job_id
    left join (select m.attempt_id,
        ${columnOf('reserved', sql`kind in ('reserve', 'refund')`)},
        ${columnOf('billed', sql`kind = 'settle' and note is null`)},
        ${columnOf('assumed', sql`kind = 'settle' and note is not null`)}
      from money m join attempts a on a.id = m.attempt_id
      where ${which} group by m.attempt_id, a.bill_known) m on m.attempt_id = a.id
    where ${which} ${ofJob}
    group by 1, 2, 3, 4, 5`;
}

const keptSums = amountColumns.map((name) => sql`cast(${sql.ref(name)} as text) as ${sql.ref(name)}`);
export const linesOf = (table: LineTable) =>
  sql`select service, owner, day, model, state, jobs, ${sql.join(keptSums)}, unknown, disputed from ${sql.table(table)}`;

export function picoOf(line: Parts, name: SumName): bigint {
  return picoOfParts(line[`${name}_dollars`], line[`${name}_pico`]);
}
