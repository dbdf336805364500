import type { OverBudget, PriceUnknownWithCap } from '@shotcaller/core';
import type { Transaction } from 'kysely';
import type { JobReason } from '../job.ts';
import type { Ledger } from '../ledger.ts';
import type { Caps } from '../money/caps.ts';
import { brokenLimit, type SpendLimit } from '../money/caps.ts';
import { runCompiled } from './compiled-query.ts';
import type { AttemptRow, ClientKeyRow, Tables } from './schema.ts';
import { dollarsText, locked, picoOfParts, picoText } from './sql-context.ts';
import { type Account, type HeldReservation, sumOfBatch, sumOfJob, totalsOf } from './sql-money.ts';

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
    reserved,
  }: {
    readonly row: AttemptRow;
    readonly owner: string;
    readonly reservePico: bigint | null;
    readonly caps: Caps;
    readonly day: string;
    /** What is set aside for the attempt already, for an earlier day: it is in every sum but those of the day. */
    readonly reserved?: HeldReservation | undefined;
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
    { key, caps, bookedOfJob, reservePico, reserved },
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
    reserved,
  }: {
    readonly key: Pick<ClientKeyRow, 'budget_usd' | 'daily_usd'> | undefined;
    readonly caps: Caps;
    readonly bookedOfJob: bigint;
    readonly reservePico: bigint | null;
    readonly reserved?: HeldReservation | undefined;
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
  const totals = await lockedTotals(transaction, kind, { service, owner, day });
  const own = reserved?.pico ?? 0n;
  const booked = {
    key: totals(owner, '') - own,
    key_day: totals(owner, day),
    job: bookedOfJob - own,
    // After the lock: what another process has reserved for the batch meanwhile is in it.
    batch: caps.batch ? (await sumOfBatch(transaction, { service, owner, name: caps.batch.name })) - own : 0n,
    day: totals('', day),
    month: totals('', day.slice(0, 7)) - (reserved?.day.slice(0, 7) === day.slice(0, 7) ? own : 0n),
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
  account: Account,
): Promise<(owner: string, period: string) => bigint> {
  const totals = totalsOf(account);
  if (kind === 'postgres') {
    // There must be rows to lock.
    await transaction
      .insertInto('totals')
      .values(totals.map((total) => ({ ...total, dollars: '0', pico: '0' })))
      .onConflict((conflict) => conflict.columns(['service', 'owner', 'period']).doNothing())
      .execute();
  }
  const asked = { ...account, month: account.day.slice(0, 7) };
  const { rows } = await runCompiled(transaction, 'totals to hold', asked, (values) =>
    locked(
      kind,
      transaction
        .selectFrom('totals')
        .select(['owner', 'period', dollarsText, picoText])
        .where('service', '=', values.service)
        .where('owner', 'in', ['', values.owner])
        .where('period', 'in', ['', values.month, values.day])
        .orderBy('owner')
        .orderBy('period'),
    ),
  );
  const sums = new Map(rows.map((row) => [`${row.owner}\n${row.period}`, picoOfParts(row.dollars, row.pico)]));
  return (who, period) => sums.get(`${who}\n${period}`) ?? 0n;
}
