import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import type { AttemptState, JobReason } from '../job.ts';
import type { Ledger, MoneyRecords, SpendQuery } from '../ledger.ts';
import type { Caps } from '../money/caps.ts';
import { brokenLimit, type SpendLimit } from '../money/caps.ts';
import { correctionOf } from '../money/correction-of.ts';
import type { LedgerLine } from '../money/ledger-report.ts';
import type { MoneyEntry } from '../money/money-entry.ts';
import { picoFromText, usdFromPico } from '../money/pico.ts';
import { entryOfRow } from './rows.ts';
import type { AttemptRow, Tables } from './schema.ts';
import {
  dollarsText,
  locked,
  partsOf,
  picoOfParts,
  picoText,
  type SqlContext,
  sumBeyondDollars,
  sumOfDollars,
} from './sql-context.ts';

export function sqlMoney({ reader }: Pick<SqlContext, 'reader'>): MoneyRecords {
  return {
    async reservedPico(attemptId) {
      const row = await reader
        .selectFrom('money')
        .select(picoText)
        .where('attempt_id', '=', attemptId)
        .where('kind', '=', 'reserve')
        .executeTakeFirst();
      return row ? picoFromText(row.pico) : null;
    },

    async money(query) {
      let rows = reader
        .selectFrom('money')
        .select(['attempt_id', 'kind', 'job_id', 'budget_day', 'at', 'note', picoText]);
      if ('jobId' in query) rows = rows.where('job_id', '=', query.jobId);
      else {
        const { service, owner, since, until, limit = 10_000 } = query;
        rows = rows.where('service', '=', service).limit(limit);
        if (owner !== undefined) rows = rows.where('owner', '=', owner);
        if (since !== undefined) rows = rows.where('at', '>=', since);
        if (until !== undefined) rows = rows.where('at', '<', `${until}T24`);
      }
      return (await rows.orderBy('at').orderBy('attempt_id').orderBy('kind').execute()).map(entryOfRow);
    },

    ledgerLines: (query) => ledgerLines(reader, query),

    async bookedPico({ service, jobId, owner = '', period = '' }) {
      if (jobId !== undefined) return sumOfJob(reader, jobId);
      const row = await reader
        .selectFrom('totals')
        .select([dollarsText, picoText])
        .where('service', '=', service)
        .where('owner', '=', owner)
        .where('period', '=', period)
        .executeTakeFirst();
      return picoOfParts(row?.dollars, row?.pico);
    },
  };
}

async function sumOfJob(database: Kysely<Tables>, jobId: string): Promise<bigint> {
  const row = await database
    .selectFrom('money')
    .select([sumOfDollars(sql.ref('pico')).as('dollars'), sumBeyondDollars(sql.ref('pico')).as('pico')])
    .where('job_id', '=', jobId)
    .executeTakeFirst();
  return picoOfParts(row?.dollars, row?.pico);
}

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

/** Spend of a service by day, model and state, added up by the database. */
async function ledgerLines(
  database: Kysely<Tables>,
  { service, owner, since, until }: SpendQuery,
): Promise<readonly LedgerLine[]> {
  const day = sql<string>`coalesce(a.budget_day, substr(a.created_at, 1, 10))`;
  const ofOwner = owner === undefined ? sql`` : sql`and j.owner = ${owner}`;
  const from = since === undefined ? sql`` : sql`and ${day} >= ${since}`;
  const to = until === undefined ? sql`` : sql`and ${day} <= ${until}`;
  const sums = ['quoted', 'billed', 'assumed', 'reserved'] as const;
  const columns = sums.map((name) => {
    const amount = name === 'quoted' ? sql.ref('a.quoted_pico') : sql.ref(`m.${name}`);
    return sql`${sumOfDollars(amount)} as ${sql.ref(`${name}_dollars`)}, ${sumBeyondDollars(amount)} as ${sql.ref(`${name}_pico`)}`;
  });
  type Sums = { readonly [Part in `${(typeof sums)[number]}_${'dollars' | 'pico'}`]: string | null };
  interface Line extends Sums {
    readonly day: string;
    readonly model: string;
    readonly state: AttemptState;
    readonly jobs: number | string;
    readonly unknown: number | string;
    readonly disputed: number | string;
  }
  const { rows } = await sql<Line>`select ${day} as day, a.model as model, a.state as state, count(*) as jobs,
      ${sql.join(columns)},
      sum(case when a.bill_known = 0 or a.state = 'unknown' then 1 else 0 end) as unknown,
      sum(case when a.bill_doubt is null then 0 else 1 end) as disputed
    from attempts a join jobs j on j.id = a.job_id
    left join (select m.attempt_id,
        ${columnOf('reserved', sql`kind in ('reserve', 'refund')`)},
        ${columnOf('billed', sql`kind = 'settle' and note is null`)},
        ${columnOf('assumed', sql`kind = 'settle' and note is not null`)}
      from money m join attempts a on a.id = m.attempt_id
      where m.service = ${service} group by m.attempt_id, a.bill_known) m on m.attempt_id = a.id
    where a.service = ${service} ${ofOwner} ${from} ${to}
    group by 1, 2, 3 order by 1, 2, 3`.execute(database);
  return rows.map((row) => {
    const usd = (name: (typeof sums)[number]) => usdFromPico(picoOfParts(row[`${name}_dollars`], row[`${name}_pico`]));
    return {
      day: row.day,
      model: row.model,
      status: row.state,
      jobs: Number(row.jobs),
      quotedUsd: usd('quoted'),
      billedUsd: usd('billed'),
      assumedUsd: usd('assumed'),
      reservedUsd: usd('reserved'),
      unknownBills: Number(row.unknown),
      disputedBills: Number(row.disputed),
    };
  });
}

/** What to book for entries of an attempt that may have been settled before. */
export async function correctedEntries(
  transaction: Transaction<Tables>,
  attemptId: string,
  proposed: readonly MoneyEntry[],
): Promise<readonly MoneyEntry[]> {
  const rows = await transaction
    .selectFrom('money')
    .select(['kind', 'note', picoText])
    .where('attempt_id', '=', attemptId)
    .execute();
  // In the order of booking: a settlement comes after its reservation, a correction after that.
  const order = ['reserve', 'refund', 'settle', 'correct'];
  const booked = rows
    .map(
      ({ kind, note, pico }): MoneyEntry => ({
        kind,
        pico: picoFromText(pico),
        ...(note !== null && { note: note as NonNullable<MoneyEntry['note']> }),
      }),
    )
    .sort((one, other) => order.indexOf(one.kind) - order.indexOf(other.kind));
  return correctionOf(booked, proposed) ?? proposed;
}

/** Books the entries of a move, and keeps the totals with them. */
export async function book(
  transaction: Transaction<Tables>,
  row: AttemptRow,
  owner: string,
  entries: readonly MoneyEntry[],
  at: string,
): Promise<void> {
  const day = row.budget_day ?? at.slice(0, 10);
  for (const { kind, pico, note } of entries) {
    await transaction
      .insertInto('money')
      .values({
        attempt_id: row.id,
        kind,
        job_id: row.job_id,
        service: row.service,
        owner,
        pico: pico.toString(),
        budget_day: day,
        at,
        note: note ?? null,
      })
      // Anything else is booked once; a correction may be corrected.
      .$if(kind === 'correct', (insert) =>
        insert.onConflict((conflict) =>
          conflict.columns(['attempt_id', 'kind']).doUpdateSet({
            pico: sql<string>`money.pico + cast(${pico.toString()} as bigint)`,
            at,
            note: note ?? null,
          }),
        ),
      )
      .execute();
  }
  const sum = entries.reduce((total, { pico }) => total + pico, 0n);
  if (sum === 0n) return;
  const { dollars, pico } = partsOf(sum);
  const beyond = sql`(totals.pico + cast(${pico} as bigint))`;
  for (const total of totalsOf(row.service, owner, day)) {
    await transaction
      .insertInto('totals')
      .values({ ...total, dollars, pico })
      .onConflict((conflict) =>
        conflict.columns(['service', 'owner', 'period']).doUpdateSet({
          dollars: sql<string>`totals.dollars + cast(${dollars} as bigint) + ${beyond} / 1000000000000`,
          pico: sql<string>`${beyond} % 1000000000000`,
        }),
      )
      .execute();
  }
}

/** The totals that money of a day counts for, always in the same order, so that two writers wait for each other and never in a ring. */
function totalsOf(service: string, owner: string, day: string) {
  const periods = ['', day.slice(0, 7), day];
  return [...new Set(['', owner])].flatMap((who) => periods.map((period) => ({ service, owner: who, period })));
}

/**
 * Why a reservation must not be made: what the owner's client key allows, then the caps. The totals stay locked until the transaction
 * ends, so two reservations cannot share the last dollar.
 */
export async function refusalOf(
  transaction: Transaction<Tables>,
  kind: Ledger['kind'],
  {
    row,
    owner,
    reservePico,
    caps,
    day,
  }: {
    readonly row: AttemptRow;
    readonly owner: string;
    readonly reservePico: bigint | null;
    readonly caps: Caps;
    readonly day: string;
  },
): Promise<JobReason | undefined> {
  const key = owner === '' ? undefined : await clientKeyOf(transaction, owner);
  if (owner !== '' && (!key || key.revoked_at !== null)) return { code: 'key_revoked' };
  const models = key?.models ? (JSON.parse(key.models) as readonly string[]) : undefined;
  if (models && !models.includes(row.model)) return { code: 'model_not_allowed', model: row.model, allowed: models };

  const limits: readonly Omit<SpendLimit, 'bookedPico'>[] = [
    { cap: 'key', limitUsd: key?.budget_usd ?? undefined },
    { cap: 'key_day', limitUsd: key?.daily_usd ?? undefined },
    { cap: 'job', limitUsd: caps.perJobUsd, setBy: caps.perJobSetBy },
    { cap: 'day', limitUsd: caps.perDayUsd },
    { cap: 'month', limitUsd: caps.perMonthUsd },
  ];
  const held = limits.filter(({ limitUsd }) => limitUsd !== undefined);
  if (held.length === 0) return undefined;
  const totals = await lockedTotals(transaction, kind, row.service, owner, day);
  const booked = {
    key: totals(owner, ''),
    key_day: totals(owner, day),
    job: caps.perJobUsd === undefined ? 0n : await sumOfJob(transaction, row.job_id),
    day: totals('', day),
    month: totals('', day.slice(0, 7)),
  };
  for (const limit of held) {
    const reason = brokenLimit({ ...limit, bookedPico: booked[limit.cap] }, reservePico, day);
    if (reason) return reason;
  }
  return undefined;
}

async function clientKeyOf(transaction: Transaction<Tables>, owner: string) {
  return transaction.selectFrom('client_keys').selectAll().where('owner', '=', owner).executeTakeFirst();
}

/**
 * The totals that money of a day counts for, locked in the order in which it is booked, whichever of them a limit asks for: two that
 * took them in different orders would wait for each other in a ring.
 */
async function lockedTotals(
  transaction: Transaction<Tables>,
  kind: Ledger['kind'],
  service: string,
  owner: string,
  day: string,
): Promise<(owner: string, period: string) => bigint> {
  const totals = totalsOf(service, owner, day);
  if (kind === 'postgres') {
    // There must be rows to lock.
    await transaction
      .insertInto('totals')
      .values(totals.map((total) => ({ ...total, dollars: '0', pico: '0' })))
      .onConflict((conflict) => conflict.columns(['service', 'owner', 'period']).doNothing())
      .execute();
  }
  const query = transaction
    .selectFrom('totals')
    .select(['owner', 'period', dollarsText, picoText])
    .where('service', '=', service)
    .where('owner', 'in', [...new Set(totals.map((total) => total.owner))])
    .where('period', 'in', [...new Set(totals.map((total) => total.period))])
    .orderBy('owner')
    .orderBy('period');
  const rows = await locked(kind, query).execute();
  const sums = new Map(rows.map((row) => [`${row.owner}\n${row.period}`, picoOfParts(row.dollars, row.pico)]));
  return (who, period) => sums.get(`${who}\n${period}`) ?? 0n;
}
