import type { Transaction } from 'kysely';
import { type Attempt, isTerminal, terminalStates } from '../job.ts';
import type { Transition } from '../records/job-records.ts';
import { firstCompiled } from './compiled-query.ts';
import { attemptOfRow, rowOfChange } from './rows.ts';
import type { Tables } from './schema.ts';
import { insertEvent } from './sql-events.ts';
import { book, correctedEntries } from './sql-money.ts';
import { endedLines, moveLines } from './sql-spend-lines.ts';

/**
 * Compare and set: the one way in which an attempt's row changes.
 *
 * @param knownOwner of its job, where it was read already
 */
export async function moveAttempt(
  transaction: Transaction<Tables>,
  transition: Transition,
  knownOwner?: string,
): Promise<Attempt | undefined> {
  const { attemptId, version, change, at, by, event, money = [] } = transition;
  if (transition.claimsRemoteId && (await isTaken(transaction, attemptId, change.remoteId ?? ''))) return undefined;
  const written = { ...rowOfChange(change), version: version + 1, movedId: attemptId, movedVersion: version };
  const moved = ({ movedId, movedVersion, ...row }: typeof written) =>
    transaction
      .updateTable('attempts')
      .set(row)
      .where(({ and }) => and({ id: movedId, version: movedVersion }))
      .returningAll();
  // Only what has ended stands on a line. For anything else the money is not read: what the service has just answered must be written.
  let before: Awaited<ReturnType<typeof endedLines>> = [];
  let row = await firstCompiled(transaction, 'move attempt', written, (values) =>
    moved(values).where('state', 'not in', terminalStates),
  );
  if (!row) {
    before = await endedLines(transaction, attemptId, version);
    row = await firstCompiled(transaction, 'move ended attempt', written, moved);
  }
  if (!row) return undefined;
  if (event) await insertEvent(transaction, row, { at, by, event });
  if (money.length > 0) {
    const owner = knownOwner ?? (await ownerOf(transaction, row.job_id));
    const entries = transition.corrects ? await correctedEntries(transaction, row.id, money) : money;
    await book(transaction, row, owner, entries, at);
  }
  if (before.length > 0 || isTerminal(row.state)) {
    await moveLines(transaction, before, await endedLines(transaction, row.id, row.version));
  }
  return attemptOfRow(row);
}

/** The client key that ordered; empty: nobody’s. */
export async function ownerOf(transaction: Transaction<Tables>, jobId: string): Promise<string> {
  const row = await firstCompiled(transaction, 'owner of job', { jobId }, (values) =>
    transaction.selectFrom('jobs').select('owner').where('id', '=', values.jobId),
  );
  return row?.owner ?? '';
}

/** Whether another attempt on the same service has this id of the service. */
async function isTaken(transaction: Transaction<Tables>, attemptId: string, remoteId: string): Promise<boolean> {
  const other = await firstCompiled(transaction, 'taken id', { attemptId, remoteId }, (values) =>
    transaction
      .selectFrom('attempts')
      .select('id')
      .where('service', '=', (build) =>
        build.selectFrom('attempts').select('service').where('id', '=', values.attemptId),
      )
      .where('remote_id', '=', values.remoteId)
      .where('id', '!=', values.attemptId),
  );
  return other !== undefined;
}
