import { dateOf } from '@shotcaller/core';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { BatchName } from '../batch-record.ts';
import { correctionOf } from '../money/correction-of.ts';
import type { MoneyEntry } from '../money/money-entry.ts';
import { picoFromText } from '../money/pico.ts';
import type { MoneyRecords } from '../records/money-records.ts';
import { firstCompiled, runCompiled } from './compiled-query.ts';
import { createSpendLinesReader } from './read-spend-lines.ts';
import { entryOfRow } from './rows.ts';
import type { AttemptRow, Tables } from './schema.ts';
import {
  addedToParts,
  dollarsText,
  partsOf,
  picoOfParts,
  picoText,
  type SqlContext,
  sumBeyondDollars,
  sumOfDollars,
} from './sql-context.ts';

export function sqlMoney(context: Pick<SqlContext, 'kind' | 'reader'>): MoneyRecords {
  const { reader } = context;
  return {
    async reservedPico(attemptId) {
      const row = await firstCompiled(reader, 'reserved', { attemptId }, (values) =>
        reader
          .selectFrom('money')
          .select(picoText)
          .where('attempt_id', '=', values.attemptId)
          .where('kind', '=', 'reserve'),
      );
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

    ...createSpendLinesReader(context),

    async bookedPico({ service, jobId, owner = '', batch, period = '' }) {
      if (jobId !== undefined) return sumOfJob(reader, jobId);
      if (batch !== undefined) return sumOfBatch(reader, { service, owner, name: batch });
      const row = await reader
        .selectFrom('totals')
        .select([dollarsText, picoText])
        .where(({ and }) => and({ service, owner, period }))
        .executeTakeFirst();
      return picoOfParts(row?.dollars, row?.pico);
    },
  };
}

export async function sumOfJob(database: Kysely<Tables>, jobId: string): Promise<bigint> {
  const row = await firstCompiled(database, 'sum of job', { jobId }, (values) =>
    database
      .selectFrom('money')
      .select([sumOfDollars(sql.ref('pico')).as('dollars'), sumBeyondDollars(sql.ref('pico')).as('pico')])
      .where('job_id', '=', values.jobId),
  );
  return picoOfParts(row?.dollars, row?.pico);
}

/** Of all its clips: those in the archive were paid for as well. */
export async function sumOfBatch(database: Kysely<Tables>, { service, owner, name }: BatchName): Promise<bigint> {
  const row = await database
    .selectFrom('jobs')
    .innerJoin('money', 'money.job_id', 'jobs.id')
    .select([sumOfDollars(sql.ref('money.pico')).as('dollars'), sumBeyondDollars(sql.ref('money.pico')).as('pico')])
    .where(({ and }) => and({ 'jobs.service': service, 'jobs.owner': owner, 'jobs.batch': name }))
    .executeTakeFirst();
  const archived = await database
    .selectFrom('archived_jobs')
    .select([
      sql<string | null>`cast(sum(dollars) as text)`.as('dollars'),
      sql<string | null>`cast(sum(pico) as text)`.as('pico'),
    ])
    .where(({ and }) => and({ service, owner, batch: name }))
    .executeTakeFirst();
  return picoOfParts(row?.dollars, row?.pico) + picoOfParts(archived?.dollars, archived?.pico);
}

/** What to book for entries of an attempt that may have been settled before. */
export async function correctedEntries(
  transaction: Transaction<Tables>,
  attemptId: string,
  proposed: readonly MoneyEntry[],
): Promise<readonly MoneyEntry[]> {
  const { rows } = await runCompiled(transaction, 'entries of attempt', { attemptId }, (values) =>
    transaction.selectFrom('money').select(['kind', 'note', picoText]).where('attempt_id', '=', values.attemptId),
  );
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
  const day = row.budget_day ?? dateOf(at);
  const rows = entries.map(({ kind, pico, note }) => ({
    attempt_id: row.id,
    kind,
    job_id: row.job_id,
    service: row.service,
    owner,
    pico: pico.toString(),
    budget_day: day,
    at,
    note: note ?? null,
  }));
  const [corrections, booked] = [
    rows.filter(({ kind }) => kind === 'correct'),
    rows.filter(({ kind }) => kind !== 'correct'),
  ];
  for (const entry of booked) {
    await runCompiled(transaction, 'book', entry, (values) => transaction.insertInto('money').values(values));
  }
  // Anything else is booked once; a correction may be corrected.
  for (const correction of corrections) {
    const { pico, note } = correction;
    await transaction
      .insertInto('money')
      .values(correction)
      .onConflict((conflict) =>
        conflict
          .columns(['attempt_id', 'kind'])
          .doUpdateSet({ pico: sql<string>`money.pico + cast(${pico} as bigint)`, at, note }),
      )
      .execute();
  }
  await addToTotals(
    transaction,
    { service: row.service, owner, day },
    entries.reduce((total, { pico }) => total + pico, 0n),
  );
}

/** What is set aside for an attempt, and for which UTC day. */
export interface HeldReservation {
  readonly pico: bigint;
  readonly day: string;
}

/** What an earlier try has set aside for an attempt; `undefined`: nothing was. */
export async function heldReservation(
  transaction: Transaction<Tables>,
  { id, budget_day: day }: Pick<AttemptRow, 'id' | 'budget_day'>,
): Promise<HeldReservation | undefined> {
  if (day === null) return undefined;
  const row = await transaction
    .selectFrom('money')
    .select(picoText)
    .where(({ and }) => and({ attempt_id: id, kind: 'reserve' }))
    .executeTakeFirst();
  return row && { pico: picoFromText(row.pico), day };
}

/** Counts what is set aside for the day on which the attempt is sent. After the limits of that day were looked at, and locked. */
export async function moveReservation(
  transaction: Transaction<Tables>,
  {
    row: { id, service },
    owner,
    reserved,
    day,
  }: {
    readonly row: Pick<AttemptRow, 'id' | 'service'>;
    readonly owner: string;
    readonly reserved: HeldReservation;
    readonly day: string;
  },
): Promise<void> {
  await transaction
    .updateTable('money')
    .set({ budget_day: day })
    .where(({ and }) => and({ attempt_id: id, kind: 'reserve' }))
    .execute();
  await addToTotals(transaction, { service, owner, day: reserved.day }, -reserved.pico);
  await addToTotals(transaction, { service, owner, day }, reserved.pico);
}

/** Whose money it is, and of which UTC day. */
export interface Account {
  readonly service: string;
  readonly owner: string;
  readonly day: string;
}

/** Adds an amount to every total that it counts for. */
export async function addToTotals(
  transaction: Transaction<Tables>,
  { service, owner, day }: Account,
  sum: bigint,
): Promise<void> {
  if (sum === 0n) return;
  const amount = {
    service,
    ...(owner !== '' && { owner }),
    month: day.slice(0, 7),
    day,
    ...partsOf(sum),
  };
  await runCompiled(transaction, 'add to totals', amount, ({ dollars, pico, month, ...account }) =>
    transaction
      .insertInto('totals')
      .values(totalsOf({ owner: '', ...account }, month).map((total) => ({ ...total, dollars, pico })))
      .onConflict((conflict) =>
        conflict
          .columns(['service', 'owner', 'period'])
          .doUpdateSet(addedToParts({ dollars: 'totals.dollars', pico: 'totals.pico' }, { dollars, pico })),
      ),
  );
}

/** The totals that money of a day counts for, always in the same order, so that two writers wait for each other and never in a ring. */
export function totalsOf({ service, owner, day }: Account, month = day.slice(0, 7)) {
  const periods = ['', month, day];
  return [...new Set(['', owner])].flatMap((who) => periods.map((period) => ({ service, owner: who, period })));
}
