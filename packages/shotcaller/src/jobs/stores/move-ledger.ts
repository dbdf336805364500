import { existsSync, renameSync } from 'node:fs';
import { type Kysely, sql, type Transaction } from 'kysely';
import { sha256Of } from '../../disk/sha256-of.ts';
import { ledgerTables } from './ledger-tables.ts';
import { freeMovedName, movedTo } from './moved-file.ts';
import { openPostgresLedger } from './postgres.ts';
import type { Tables } from './schema.ts';
import type { OpenDatabase } from './sql-ledger.ts';
import { fileNumber, openSqliteLedger } from './sqlite.ts';

export interface MoveLedgerOptions {
  /** The SQLite file. It gets another name once its content is proved to be in the other database. */
  readonly file: string;
  /** `postgres://…` of a database that holds no ledger, or an empty one. */
  readonly databaseUrl: string;
  /** ISO 8601. */
  readonly now: string;
}

export interface MovedTable {
  readonly table: string;
  readonly rows: number;
  /** Of all rows, whatever their order: the sum of their SHA-256 modulo 2^256, in hexadecimal digits. Equal on both sides. */
  readonly rowsHash: string;
}

export interface MovedLedger {
  readonly tables: readonly MovedTable[];
  /** What the SQLite file is called now. */
  readonly keptAs: string;
}

/** The ledger was not moved: both databases are as they were. */
export class LedgerNotMoved extends Error {
  override readonly name = 'LedgerNotMoved';
  readonly why: 'no_such_file' | 'not_empty' | 'not_equal' | 'moved_meanwhile';

  constructor(why: LedgerNotMoved['why'], message: string) {
    super(message);
    this.why = why;
  }
}

/**
 * Copies a ledger from its SQLite file into PostgreSQL, in one transaction on either side: nobody writes to the file meanwhile, and the
 * database gets all or nothing. Every table is read again from both and must have as many rows and the same hash before anything is
 * committed. Then the file is renamed, so that no process goes on in it. A move that was interrupted between the two is finished by
 * another one: the database holds exactly what the file does.
 */
export async function moveLedger({ file, databaseUrl, now }: MoveLedgerOptions): Promise<MovedLedger> {
  if (!existsSync(file)) {
    const before = movedTo(file);
    const said = before
      ? `${file} was moved before: ${before} is what is left of it, and the database has the ledger. Nothing was lost. Set DATABASE_URL to that database.`
      : `There is no ledger at ${file}.`;
    throw new LedgerNotMoved('no_such_file', said);
  }
  const moving = fileNumber(file);
  const mustBeThere = () => {
    if (fileNumber(file) === moving) return;
    throw new LedgerNotMoved(
      'moved_meanwhile',
      `Another process has moved ${file} meanwhile. This one moved nothing, and nothing was lost: the database or a file ${file}.moved has the ledger.`,
    );
  };
  let isRenamed = false;
  let source: OpenDatabase | undefined;
  let target: OpenDatabase | undefined;
  try {
    source = await openSqliteLedger({ path: file, now });
    target = await openPostgresLedger({ url: databaseUrl, now });
    const { transact } = target;
    const keptAs = freeMovedName(file);
    const tables = await source.transact(async (from) => {
      // Another move held the file until it had given it its other name.
      mustBeThere();
      const moved = await transact(async (to) => {
        const filled = await filledTable(to);
        if (filled !== undefined) return sameTables(filled, from, to);
        const done: MovedTable[] = [];
        for (const table of ledgerTables) done.push(await moveTable(table, from, to));
        return done;
      });
      // While nobody can write to it. A process that has it open notices at its next write, and says so.
      rename(file, keptAs);
      isRenamed = true;
      return moved;
    });
    return { tables, keptAs };
  } catch (error) {
    // Whatever came of it in a file that went away under it.
    if (!isRenamed) mustBeThere();
    throw error;
  } finally {
    await target?.ledger.close();
    await source?.ledger.close();
  }
}

async function filledTable(to: Transaction<Tables>): Promise<string | undefined> {
  for (const table of ledgerTables) {
    const row = await to.selectFrom(table).select(sql<number>`1`.as('one')).limit(1).executeTakeFirst();
    if (row !== undefined) return table;
  }
  return undefined;
}

/** What an interrupted move has left. Throws when the database holds anything else. */
async function sameTables(
  filled: string,
  from: Transaction<Tables>,
  to: Transaction<Tables>,
): Promise<readonly MovedTable[]> {
  const same: MovedTable[] = [];
  for (const table of ledgerTables) {
    const columns = await columnsOf(from, table);
    const read = await readOnce(table, columns, from);
    const there = await readBack(table, columns, to);
    if (there.rows !== read.rows || there.rowsHash !== read.rowsHash) {
      throw new LedgerNotMoved(
        'not_empty',
        `The database has ${filled} already. Name an empty one; nothing was moved.`,
      );
    }
    same.push({ table, ...there });
  }
  return same;
}

/** Rows of the file, by pages. */
async function* pagesOf(table: string, columns: readonly Column[], from: Transaction<Tables>) {
  for (let after = 0; ; ) {
    const page = await sql<Row & { readonly row_number: number }>`select rowid as row_number, ${asText(columns)}
      from ${sql.table(table)} where rowid > ${after} order by rowid limit ${rowsAtOnce}`.execute(from);
    if (page.rows.length === 0) return;
    after = page.rows.at(-1)?.row_number ?? after;
    yield page.rows.map((row) => columns.map(({ name }) => row[name] ?? null));
  }
}

/** Counts and hashes the rows of the file; `take` gets each page on the way. */
async function readOnce(
  table: string,
  columns: readonly Column[],
  from: Transaction<Tables>,
  take: (values: readonly (readonly (string | null)[])[]) => Promise<void> = async () => undefined,
): Promise<Omit<MovedTable, 'table'>> {
  const hash = createRowsHash();
  let rows = 0;
  for await (const values of pagesOf(table, columns, from)) {
    for (const row of values) hash.add(row);
    rows += values.length;
    await take(values);
  }
  return { rows, rowsHash: hash.read() };
}

async function moveTable(
  table: (typeof ledgerTables)[number],
  from: Transaction<Tables>,
  to: Transaction<Tables>,
): Promise<MovedTable> {
  const columns = await columnsOf(from, table);
  const names = sql.join(columns.map(({ name }) => sql.ref(name)));
  const read = await readOnce(table, columns, from, async (values) => {
    const tuples = sql.join(
      values.map((row) => sql`(${sql.join(row.map((value, at) => asColumn(value, columns[at]?.isWhole ?? false)))})`),
    );
    await sql`insert into ${sql.table(table)} (${names}) values ${tuples}`.execute(to);
  });
  const there = await readBack(table, columns, to);
  if (there.rows !== read.rows || there.rowsHash !== read.rowsHash) {
    throw new LedgerNotMoved('not_equal', `${table} is not the same after it was copied. Nothing was moved.`);
  }
  return { table, ...read };
}

async function readBack(
  table: string,
  columns: readonly Column[],
  to: Transaction<Tables>,
): Promise<Omit<MovedTable, 'table'>> {
  const received = createRowsHash();
  let rows = 0;
  await sql`declare moved no scroll cursor for select ${asText(columns)} from ${sql.table(table)}`.execute(to);
  for (;;) {
    const page = await sql.raw<Row>(`fetch ${rowsAtOnce} from moved`).execute(to);
    if (page.rows.length === 0) break;
    rows += page.rows.length;
    for (const row of page.rows) received.add(columns.map(({ name }) => row[name] ?? null));
  }
  await sql`close moved`.execute(to);
  return { rows, rowsHash: received.read() };
}

/** With its log, which may hold what the file does not yet. */
function rename(file: string, keptAs: string): void {
  renameSync(file, keptAs);
  for (const part of ['-wal', '-shm'])
    if (existsSync(`${file}${part}`)) renameSync(`${file}${part}`, `${keptAs}${part}`);
}

/** Every value as text, for a JavaScript number does not hold all amounts. */
type Row = Readonly<Record<string, string | null>>;

/** PostgreSQL takes 65,535 parameters in a statement; the widest table has some 40 columns. */
const rowsAtOnce = 500;

interface Column {
  readonly name: string;
  /** `integer` or `bigint`; else text. */
  readonly isWhole: boolean;
}

async function columnsOf(database: Kysely<Tables>, table: string): Promise<readonly Column[]> {
  const { rows } = await sql<{ readonly name: string; readonly type: string }>`select name, type
    from pragma_table_info(${table})`.execute(database);
  return rows.map(({ name, type }) => ({ name, isWhole: type.toLowerCase() !== 'text' }));
}

function asText(columns: readonly Column[]) {
  return sql.join(columns.map(({ name }) => sql`cast(${sql.ref(name)} as text) as ${sql.ref(name)}`));
}

function asColumn(value: string | null, isWhole: boolean) {
  return isWhole ? sql`cast(${value} as bigint)` : sql`${value}`;
}

/** A hash of rows that does not depend on their order: the databases sort texts differently. */
function createRowsHash() {
  let sum = 0n;
  return {
    add(row: readonly (string | null)[]): void {
      sum = BigInt.asUintN(256, sum + BigInt(`0x${sha256Of(JSON.stringify(row))}`));
    },
    read: () => sum.toString(16).padStart(64, '0'),
  };
}
