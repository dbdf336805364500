import type { OverBudget, PriceUnknownWithCap } from '@shotcaller/core';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { BatchName } from '../batch-record.ts';
import type { JobReason } from '../job.ts';
import type { Ledger } from '../ledger.ts';
import type { Caps } from '../money/caps.ts';
import { brokenLimit, type SpendLimit } from '../money/caps.ts';
import { correctionOf } from '../money/correction-of.ts';
import type { MoneyEntry } from '../money/money-entry.ts';
import { picoFromText } from '../money/pico.ts';
import type { MoneyRecords } from '../records/money-records.ts';
import { entryOfRow } from './rows.ts';
import type { AttemptRow, ClientKeyRow, Tables } from './schema.ts';
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
import { ledgerLines, ledgerLinesByOwner, spendByOwner } from './sql-spend-lines.ts';

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
    ledgerLinesByOwner: (query) => ledgerLinesByOwner(reader, query),
    spendByOwner: (query) => spendByOwner(reader, query),

    async bookedPico({ service, jobId, owner = '', batch, period = '' }) {
      if (jobId !== undefined) return sumOfJob(reader, jobId);
      if (batch !== undefined) return sumOfBatch(reader, { service, owner, name: batch });
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

async function sumOfBatch(database: Kysely<Tables>, { service, owner, name }: BatchName): Promise<bigint> {
  const row = await database
    .selectFrom('jobs')
    .innerJoin('money', 'money.job_id', 'jobs.id')
    .select([sumOfDollars(sql.ref('money.pico')).as('dollars'), sumBeyondDollars(sql.ref('money.pico')).as('pico')])
    .where('jobs.service', '=', service)
    .where('jobs.owner', '=', owner)
    .where('jobs.batch', '=', name)
    .executeTakeFirst();
  return picoOfParts(row?.dollars, row?.pico);
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
  if (booked.length > 0) await transaction.insertInto('money').values(booked).execute();
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

/** Whose money it is, and of which UTC day. */
interface Account {
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
  const { dollars, pico } = partsOf(sum);
  const beyond = sql`(totals.pico + cast(${pico} as bigint))`;
  await transaction
    .insertInto('totals')
    .values(totalsOf(service, owner, day).map((total) => ({ ...total, dollars, pico })))
    .onConflict((conflict) =>
      conflict.columns(['service', 'owner', 'period']).doUpdateSet({
        dollars: sql<string>`totals.dollars + cast(${dollars} as bigint) + ${beyond} / 1000000000000`,
        pico: sql<string>`${beyond} % 1000000000000`,
      }),
    )
    .execute();
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

  const bookedOfJob = caps.perJobUsd === undefined ? 0n : await sumOfJob(transaction, row.job_id);
  return brokenLimitOf(
    transaction,
    kind,
    { service: row.service, owner, day },
    { key, caps, bookedOfJob, reservePico },
  );
}

/**
 * Why the most that a reading of a sentence may cost must not be reserved. It is no job: of a client key its budgets hold and that it is
 * not revoked, of the caps those of day and month.
 */
export async function readingRefusalOf(
  transaction: Transaction<Tables>,
  kind: Ledger['kind'],
  account: Account,
  { caps, reservePico }: { readonly caps: Caps; readonly reservePico: bigint },
): Promise<OverBudget | PriceUnknownWithCap | KeyRevoked | undefined> {
  const { owner } = account;
  const key = owner === '' ? undefined : await clientKeyOf(transaction, owner);
  if (owner !== '' && (!key || key.revoked_at !== null)) return { code: 'key_revoked' };
  const { perJobUsd: _, perJobSetBy: __, ...spans } = caps;
  return brokenLimitOf(transaction, kind, account, { key, caps: spans, bookedOfJob: 0n, reservePico });
}

type KeyRevoked = Extract<JobReason, { readonly code: 'key_revoked' }>;

/** The first limit that a reservation would break, the narrowest first. */
async function brokenLimitOf(
  transaction: Transaction<Tables>,
  kind: Ledger['kind'],
  { service, owner, day }: Account,
  {
    key,
    caps,
    bookedOfJob,
    reservePico,
  }: {
    readonly key: Pick<ClientKeyRow, 'budget_usd' | 'daily_usd'> | undefined;
    readonly caps: Caps;
    readonly bookedOfJob: bigint;
    readonly reservePico: bigint | null;
  },
): Promise<OverBudget | PriceUnknownWithCap | undefined> {
  const limits: readonly Omit<SpendLimit, 'bookedPico'>[] = [
    { cap: 'key', limitUsd: key?.budget_usd ?? undefined },
    { cap: 'key_day', limitUsd: key?.daily_usd ?? undefined },
    { cap: 'job', limitUsd: caps.perJobUsd, setBy: caps.perJobSetBy },
    { cap: 'batch', limitUsd: caps.batch?.maxUsd },
    { cap: 'day', limitUsd: caps.perDayUsd },
    { cap: 'month', limitUsd: caps.perMonthUsd },
  ];
  const held = limits.filter(({ limitUsd }) => limitUsd !== undefined);
  if (held.length === 0) return undefined;
  const totals = await lockedTotals(transaction, kind, service, owner, day);
  const booked = {
    key: totals(owner, ''),
    key_day: totals(owner, day),
    job: bookedOfJob,
    // After the lock: what another process has reserved for the batch meanwhile is in it.
    batch: caps.batch ? await sumOfBatch(transaction, { service, owner, name: caps.batch.name }) : 0n,
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
