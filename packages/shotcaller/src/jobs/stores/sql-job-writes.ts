import { dateOf } from '@shotcaller/core';
import { sql } from 'kysely';
import { isoOf } from '../../iso-time.ts';
import type { JobRecords } from '../records/job-records.ts';
import { firstCompiled, runCompiled } from './compiled-query.ts';
import { locked, type SqlContext } from './sql-context.ts';
import { moveAttempt, ownerOf } from './sql-move-attempt.ts';
import { insertAttempt, openJob } from './sql-open-job.ts';
import { refusalOf } from './sql-refusals.ts';

type JobWrites = Pick<
  JobRecords,
  | 'openJob'
  | 'addAttempt'
  | 'apply'
  | 'renewLease'
  | 'reserve'
  | 'changeJobOptions'
  | 'concludeJob'
  | 'changeReceipt'
  | 'rememberDelivery'
>;

/**
 * How long a delivery of the service is remembered, in milliseconds. One that is signed is refused minutes after its time, and a service that
 * sends one again does so for hours; should it come later still, its job is looked at once more.
 */
const deliveriesRememberedMs = 30 * 86_400_000;

export function sqlJobWrites({ kind, write }: Pick<SqlContext, 'kind' | 'write'>): JobWrites {
  /** The day on which this process last forgot old deliveries: all of them are looked through. */
  let forgottenOn = '';

  return {
    openJob: (opening) => write('create', (transaction) => openJob(transaction, opening), { durable: false }),

    addAttempt: (attempt, body) =>
      write('attempt', async (transaction) => insertAttempt(transaction, attempt, JSON.parse(body))),

    apply: (transition) =>
      write(transition.event?.what ?? 'progress', (transaction) => moveAttempt(transaction, transition), {
        durable: transition.durable ?? true,
      }),

    renewLease: ({ attemptId, worker, until }) =>
      write(
        'lease',
        async (transaction) => {
          const renewed = await runCompiled(transaction, 'renew lease', { until, attemptId, worker }, (values) =>
            transaction
              .updateTable('attempts')
              .set({ lease_until: values.until })
              .where('id', '=', values.attemptId)
              .where('worker', '=', values.worker),
          );
          return renewed.numAffectedRows === 1n;
        },
        { durable: false },
      ),

    reserve: (transition, reservePico, caps) =>
      write('reserve', async (transaction) => {
        const { attemptId } = transition;
        const row = await firstCompiled(transaction, 'attempt to reserve for', { attemptId }, (values) =>
          locked(kind, transaction.selectFrom('attempts').selectAll().where('id', '=', values.attemptId)),
        );
        if (row?.version !== transition.version) return { kind: 'stale' };
        const owner = await ownerOf(transaction, row.job_id);
        const day = transition.change.budgetDay ?? dateOf(transition.at);
        const reason = await refusalOf(transaction, kind, { row, owner, reservePico, caps, day });
        if (reason) return { kind: 'refused', reason };
        const attempt = await moveAttempt(transaction, transition, owner);
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
      write(
        'conclude',
        async (transaction) => {
          await runCompiled(transaction, 'conclude job', { at, jobId }, (values) =>
            transaction.updateTable('jobs').set({ concluded_at: values.at }).where('id', '=', values.jobId),
          );
        },
        { durable: false },
      ),

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
      const isNew = await write(
        'delivery',
        async (transaction) => {
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
        },
        { durable: false },
      );
      forgottenOn = day;
      return isNew;
    },
  };
}
