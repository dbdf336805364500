import { type Kysely, sql, type Transaction } from 'kysely';
import { terminalStates } from '../job.ts';
import { runCompiled } from './compiled-query.ts';
import type { Tables } from './schema.ts';
import {
  addedUp,
  amountColumns,
  everybody,
  type Line,
  type LineTable,
  linesOf,
  type Parts,
  picoOf,
  type SumName,
  sums,
} from './spend-line.ts';
import { addedToParts, partsOf } from './sql-context.ts';

const ended = sql.join(terminalStates.map((state) => sql`${state}`));

/** What attempts that have ended count for. */
export async function linesOfJobs(
  transaction: Transaction<Tables>,
  jobIds: readonly string[],
): Promise<readonly Line[]> {
  const which = sql`a.job_id in (${sql.join(jobIds)}) and a.state in (${ended})`;
  return (await addedUp(which, sql.ref('j.owner')).execute(transaction)).rows;
}

/** What is booked for attempts in the archive, by owner and day. */
export async function archivedMoney(database: Kysely<Tables>): Promise<readonly ArchivedMoney[]> {
  const { rows } = await sql<Line>`${linesOf('archived_lines')} where owner <> ${everybody}`.execute(database);
  return rows.map((line) => ({
    service: line.service,
    owner: line.owner,
    day: line.day,
    pico: picoOf(line, 'billed') + picoOf(line, 'assumed') + picoOf(line, 'reserved'),
  }));
}

export interface ArchivedMoney {
  readonly service: string;
  readonly owner: string;
  readonly day: string;
  readonly pico: bigint;
}

/** What one attempt of this version counts for; empty while it is under way. */
export async function endedLines(
  transaction: Transaction<Tables>,
  attemptId: string,
  version: number,
): Promise<readonly Line[]> {
  const { rows } = await runCompiled(transaction, 'lines of attempt', { attemptId, version }, (values) => {
    const which = sql`a.id = ${values.attemptId} and a.version = ${values.version} and a.state in (${ended})`;
    return addedUp(which, sql.ref('j.owner')).compile(transaction);
  });
  return rows;
}

/** Takes an attempt off the line that it stood on, and puts it on the one that it belongs to now. */
export async function moveLines(
  transaction: Transaction<Tables>,
  before: readonly Line[],
  after: readonly Line[],
  table: LineTable = 'spend_lines',
): Promise<void> {
  const changes = new Map<string, Change>();
  const note = (lines: readonly Line[], sign: 1n | -1n) => {
    for (const line of lines) {
      for (const owner of [...new Set([everybody, line.owner])]) {
        const name = JSON.stringify([owner, line.service, line.day, line.model, line.state]);
        const known = changes.get(name);
        changes.set(name, changed(known ?? { ...keyOf(line, owner), ...nothing }, line, sign));
      }
    }
  };
  note(before, -1n);
  note(after, 1n);
  // Always in the same order, and after every other lock, so that two writers wait for each other and never in a ring.
  for (const [, change] of [...changes].sort(([one], [other]) => (one < other ? -1 : 1))) {
    if (!isNothing(change)) await add(transaction, table, change);
  }
}

/** Makes all lines anew from the attempts and their entries. */
export async function rebuildLines(database: Kysely<Tables>): Promise<void> {
  await database.deleteFrom('spend_lines').execute();
  const which = sql`a.state in (${ended})`;
  for (const owner of [sql`cast(${everybody} as text)`, sql`j.owner`]) {
    const zero = amountColumns.map((name) => sql`cast(coalesce(${sql.ref(name)}, '0') as bigint)`);
    await sql`insert into spend_lines (service, owner, day, model, state, jobs, ${sql.join(amountColumns.map((name) => sql.ref(name)))}, unknown, disputed)
      select service, owner, day, model, state, jobs, ${sql.join(zero)}, unknown, disputed
      from (${addedUp(which, owner)}) as ended`.execute(database);
  }
}

/** The lines that are not the sum of their attempts, in words. */
export async function wrongLines(database: Kysely<Tables>): Promise<readonly string[]> {
  const which = sql`a.state in (${ended})`;
  const summed = new Map<string, Counts>();
  for (const owner of [sql`cast(${everybody} as text)`, sql`j.owner`]) {
    for (const line of (await addedUp(which, owner).execute(database)).rows) summed.set(nameOf(line), countsOf(line));
  }
  for (const line of (await sql<Line>`${linesOf('archived_lines')} where jobs <> 0`.execute(database)).rows) {
    const known = summed.get(nameOf(line));
    summed.set(nameOf(line), known ? changed(known, line, 1n) : countsOf(line));
  }
  const { rows } = await sql<Line>`${linesOf('spend_lines')} where jobs <> 0`.execute(database);
  const kept = new Map(rows.map((row) => [nameOf(row), countsOf(row)]));
  return [...new Set([...summed.keys(), ...kept.keys()])].flatMap((name) =>
    contentOf(summed.get(name)) === contentOf(kept.get(name))
      ? []
      : [`The line of ${name} is not the sum of its attempts.`],
  );
}

type Change = Pick<Line, 'service' | 'owner' | 'day' | 'model' | 'state'> & Counts;
interface Counts {
  readonly jobs: bigint;
  readonly unknown: bigint;
  readonly disputed: bigint;
  readonly pico: Readonly<Record<SumName, bigint>>;
}

const nothing: Counts = {
  jobs: 0n,
  unknown: 0n,
  disputed: 0n,
  pico: { quoted: 0n, billed: 0n, assumed: 0n, reserved: 0n },
};

function keyOf({ service, day: date, model, state }: Line, owner: string) {
  return { service, owner, day: date, model, state };
}

function changed<Known extends Counts>(change: Known, line: Line, sign: 1n | -1n): Known {
  const amount = (name: SumName) => change.pico[name] + sign * picoOf(line, name);
  return {
    ...change,
    jobs: change.jobs + sign * BigInt(line.jobs),
    unknown: change.unknown + sign * BigInt(line.unknown),
    disputed: change.disputed + sign * BigInt(line.disputed),
    pico: {
      quoted: amount('quoted'),
      billed: amount('billed'),
      assumed: amount('assumed'),
      reserved: amount('reserved'),
    },
  };
}

function isNothing({ jobs, unknown, disputed, pico }: Counts): boolean {
  return jobs === 0n && unknown === 0n && disputed === 0n && sums.every((name) => pico[name] === 0n);
}

type AmountColumn = keyof Parts;

async function add(
  transaction: Transaction<Tables>,
  table: LineTable,
  { service, owner, day: date, model, state, jobs, unknown, disputed, pico }: Change,
): Promise<void> {
  const amounts = sums.flatMap((name) => {
    const { dollars, pico: beyond } = partsOf(pico[name]);
    return [
      [`${name}_dollars`, dollars],
      [`${name}_pico`, beyond],
    ];
  });
  const given = {
    ...{ service, owner, day: date, model, state },
    ...{ jobs: Number(jobs), unknown: Number(unknown), disputed: Number(disputed) },
    ...(Object.fromEntries(amounts) as Readonly<Record<AmountColumn, string>>),
  };
  await runCompiled(transaction, `add to ${table}`, given, (values) => {
    const sets = sums.flatMap((name) => {
      const [dollars, pico] = [`${name}_dollars`, `${name}_pico`] as const;
      const sum = addedToParts(
        { dollars: `${table}.${dollars}`, pico: `${table}.${pico}` },
        { dollars: values[dollars], pico: values[pico] },
      );
      return [sql`${sql.ref(dollars)} = ${sum.dollars}`, sql`${sql.ref(pico)} = ${sum.pico}`];
    });
    const countSets = (['jobs', 'unknown', 'disputed'] as const).map(
      (name) => sql`${sql.ref(name)} = ${sql.ref(`${table}.${name}`)} + ${values[name]}`,
    );
    // The archive's lines are read by nobody who remembers them.
    const isCounted = table === 'spend_lines';
    const counting = isCounted ? [sql`changes = spend_lines.changes + 1`] : [];
    return sql<never>`insert into ${sql.table(table)} (${isCounted ? sql`changes, ` : sql``}service, owner, day, model, state, jobs, unknown, disputed, ${sql.join(
      amountColumns.map((column) => sql.ref(column)),
    )})
      values (${isCounted ? sql`1, ` : sql``}${values.service}, ${values.owner}, ${values.day}, ${values.model}, ${values.state}, ${values.jobs}, ${values.unknown}, ${values.disputed}, ${sql.join(
        amountColumns.map((column) => sql`cast(${values[column]} as bigint)`),
      )})
      on conflict (service, owner, day, model, state) do update set ${sql.join([...sets, ...countSets, ...counting])}`.compile(
      transaction,
    );
  });
}

function nameOf({ service, owner, day: date, model, state }: Line): string {
  return [service, owner === everybody ? 'everybody' : owner, date, model, state].join(', ');
}

function countsOf(line: Line): Counts {
  return changed(nothing, line, 1n);
}

function contentOf({ jobs, unknown, disputed, pico }: Counts = nothing): string {
  return [jobs, unknown, disputed, ...sums.map((name) => pico[name])].join(' ');
}
