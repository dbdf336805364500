import { type Kysely, sql } from 'kysely';
import { type Attempt, isTerminal, terminalStates } from '../job.ts';
import type { JobRecords, Transition } from '../records/job-records.ts';
import type { Checkpoint } from '../steps/checkpoint.ts';
import { attemptOfRow, rowOfChange } from './rows.ts';
import type { AttemptRow, Tables } from './schema.ts';
import type { Transact } from './shared-commits.ts';
import { createTogether } from './together.ts';

/** Rows of one statement. */
const mostTogether = 500;

/**
 * Most steps are looks at a job that has nothing new: one row is read, and the same few columns of it are written. Those of one process
 * are read in one statement and written in one commit, each under its own version, so that ten thousand jobs under way cost a few
 * statements a second and not a thousand transactions.
 */
export function stepsTogether(
  alone: Pick<JobRecords, 'apply'>,
  {
    database,
    transact,
    checkpoint,
  }: {
    readonly database: Kysely<Tables>;
    readonly transact: Transact<Tables>;
    readonly checkpoint: Checkpoint;
  },
): Pick<JobRecords, 'apply' | 'attempt'> {
  const read = createTogether<string, Attempt | undefined>(
    async (ids) => {
      const { rows } = await sql<AttemptRow>`select * from attempts
        where id = any(${[...new Set(ids)]}::text[])`.execute(database);
      const found = new Map(rows.map((row) => [row.id, attemptOfRow(row)]));
      return ids.map((id) => found.get(id));
    },
    { most: mostTogether },
  );

  /** A queue for each set of columns: what is written in one statement changes the same. */
  const queues = new Map<string, (transition: Transition) => Promise<Attempt | undefined>>();

  async function writeAll(transitions: readonly Transition[], columns: readonly string[]) {
    // Of several moves of one attempt each finds what the ones before it left, as it would alone.
    const first = new Map<string, Transition>();
    for (const transition of transitions)
      if (!first.has(transition.attemptId)) first.set(transition.attemptId, transition);
    await checkpoint('ledger:progress:before');
    const rows = await transact(
      async (transaction) => {
        const written = await updated(transaction, [...first.values()], columns);
        await checkpoint('ledger:progress:inside');
        return written;
      },
      { durable: false },
    );
    await checkpoint('ledger:progress:after');
    const moved = new Map(rows.map((row) => [row.id, attemptOfRow(row)]));
    return Promise.all(
      transitions.map((transition) => {
        const row = first.get(transition.attemptId) === transition ? moved.get(transition.attemptId) : undefined;
        // Moved by another process, or it had ended: the way of one alone tells which.
        return row ?? alone.apply(transition);
      }),
    );
  }

  return {
    attempt: read,
    apply(transition) {
      if (!isPlain(transition)) return alone.apply(transition);
      const columns = Object.keys(rowOfChange(transition.change)).sort();
      const name = columns.join(' ');
      const queue =
        queues.get(name) ??
        createTogether((transitions: readonly Transition[]) => writeAll(transitions, columns), { most: mostTogether });
      queues.set(name, queue);
      return queue(transition);
    },
  };
}

/** Only columns of the one row change, and a loss of power may take it back. */
function isPlain({ event, money, claimsRemoteId, durable, change }: Transition): boolean {
  const { state } = change;
  return !event && !money && !claimsRemoteId && durable === false && (state === undefined || !isTerminal(state));
}

async function updated(
  database: Kysely<Tables>,
  transitions: readonly Transition[],
  columns: readonly string[],
): Promise<readonly AttemptRow[]> {
  const rows = transitions.map(({ change }) => rowOfChange(change) as Readonly<Record<string, unknown>>);
  const arrays = columns.map((column) => {
    const values = rows.map((row) => row[column] ?? null);
    return wholeColumns.has(column) ? sql`${values}::integer[]` : sql`${values}::text[]`;
  });
  const ids = transitions.map(({ attemptId }) => attemptId);
  const versions = transitions.map(({ version }) => version);
  const ended = sql.join(terminalStates.map((state) => sql.lit(state)));
  const given = sql.join([sql.ref('id'), sql.ref('version'), ...columns.map((column) => sql.ref(column))]);
  const sets = sql.join(columns.map((column) => sql`${sql.ref(column)} = given.${sql.ref(column)}`));
  const { rows: moved } = await sql<AttemptRow>`update attempts set ${sets}, version = attempts.version + 1
    from unnest(${sql.join([sql`${ids}::text[]`, sql`${versions}::integer[]`, ...arrays])}) as given (${given})
    where attempts.id = given.id and attempts.version = given.version and attempts.state not in (${ended})
    returning attempts.*`.execute(database);
  return moved;
}

/** Columns of an attempt that are numbers; all others that a step changes are text. */
const wholeColumns: ReadonlySet<string> = new Set([
  'submit_tries',
  'polls',
  'poll_errors',
  'download_tries',
  'bill_known',
] satisfies (keyof AttemptRow)[]);
