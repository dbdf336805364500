import { dateOf } from '@shotcaller/core';
import { sql, type Transaction } from 'kysely';
import { isoOf } from '../../iso-time.ts';
import type { JobRecords } from '../records/job-records.ts';
import { firstCompiled, runCompiled } from './compiled-query.ts';
import type { Tables } from './schema.ts';
import { locked, type SqlContext } from './sql-context.ts';
import { heldReservation, moveReservation } from './sql-money.ts';
import { moveAttempt, ownerOf } from './sql-move-attempt.ts';
import { insertAttempt, openJob } from './sql-open-job.ts';
import { refusalOf } from './sql-refusals.ts';

/**
 * How long a delivery of the service is remembered, in milliseconds. One that is signed is refused minutes after its time, and a service that
 * sends one again does so for hours; should it come later still, its job is looked at once more.
 */
const deliveriesRememberedMs = 30 * 86_400_000;

export function sqlJobWrites({ kind, write, writeUnsynced }: Omit<SqlContext, 'reader'>) {
  /** The day on which this process last forgot old deliveries: all of them are looked through. */
  let forgottenOn = '';

  return {
    openJob: (opening) => writeUnsynced('create', (transaction) => openJob(transaction, opening)),

    addAttempt: (attempt, body) =>
      write('attempt', async (transaction) => insertAttempt(transaction, attempt, JSON.parse(body))),

    apply: (transition) =>
      write(
        transition.event?.what ?? 'progress',
        async (transaction) => {
          if (transition.claimsRemoteId) await lockClaims(transaction, kind, transition.change.remoteId ?? '');
          return moveAttempt(transaction, transition);
        },
        { durable: transition.durable ?? true },
      ),

    renewLease: ({ attemptId, worker, until }) =>
      writeUnsynced('lease', async (transaction) => {
        const renewed = await runCompiled(transaction, 'renew lease', { until, attemptId, worker }, (values) =>
          transaction
            .updateTable('attempts')
            .set({ lease_until: values.until })
            .where('id', '=', values.attemptId)
            .where('worker', '=', values.worker),
        );
        return renewed.numAffectedRows === 1n;
      }),

    reserve: (transition, reservePico, caps) =>
      write('reserve', async (transaction) => {
        const { attemptId } = transition;
        const row = await firstCompiled(transaction, 'attempt to reserve for', { attemptId }, (values) =>
          locked(kind, transaction.selectFrom('attempts').selectAll().where('id', '=', values.attemptId)),
        );
        if (row?.version !== transition.version) return { kind: 'stale' };
        const owner = await ownerOf(transaction, row.job_id);
        const day = transition.change.budgetDay ?? dateOf(transition.at);
        const reserved = await heldReservation(transaction, row);
        const reason = await refusalOf(transaction, kind, { row, owner, reservePico, caps, day, reserved });
        if (reason) return { kind: 'refused', reason };
        const attempt = await moveAttempt(transaction, transition, owner);
        if (attempt && reserved) await moveReservation(transaction, { row, owner, reserved, day });
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
      writeUnsynced('conclude', async (transaction) => {
        await runCompiled(transaction, 'conclude job', { at, jobId }, (values) =>
          transaction.updateTable('jobs').set({ concluded_at: values.at }).where('id', '=', values.jobId),
        );
      }),

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

    async rememberDelivery(idempotencyKey, at) {
      const day = dateOf(at);
      const isNew = await writeUnsynced('delivery', async (transaction) => {
        if (day !== forgottenOn) {
          const before = isoOf(Date.parse(at) - deliveriesRememberedMs);
          await transaction.deleteFrom('deliveries').where('at', '<', before).execute();
        }
        const delivery = { idempotency_key: idempotencyKey, at };
        const inserted = await runCompiled(transaction, 'insert delivery', delivery, (values) =>
          transaction
            .insertInto('deliveries')
            .values(values)
            .onConflict((conflict) => conflict.column('idempotency_key').doNothing()),
        );
        return inserted.numAffectedRows === 1n;
      });
      forgottenOn = day;
      return isNew;
    },
  } satisfies Partial<JobRecords>;
}

/** Of two attempts that claim one id of the service at once, the second sees that the first has it. SQLite has one writer at a time. */
async function lockClaims(transaction: Transaction<Tables>, kind: SqlContext['kind'], remoteId: string): Promise<void> {
  if (kind !== 'postgres') return;
  await sql`select pg_advisory_xact_lock(hashtextextended(${remoteId}, 0))`.execute(transaction);
}
