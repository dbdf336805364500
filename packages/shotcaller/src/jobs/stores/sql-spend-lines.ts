import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import { type AttemptState, terminalStates, unfinishedStates } from '../job.ts';
import { type LedgerLine, type OwnerLine, reportOf } from '../money/ledger-report.ts';
import { usdFromPico } from '../money/pico.ts';
import type { MoneyRecords, SpendQuery } from '../records/money-records.ts';
import { runCompiled } from './compiled-query.ts';
import { createRememberedLines, type ReadLines, type RememberedLines } from './remembered-lines.ts';
import type { Tables } from './schema.ts';
import { partsOf, picoOfParts, type SqlContext, sumBeyondDollars, sumOfDollars } from './sql-context.ts';

/**
 * Spend by day, model and state. What has ended is kept added up in `spend_lines`, in the transaction that ends it, so that a ledger of a
 * million jobs is read as fast as one of a hundred; what is under way is little, and added up when somebody asks.
 */

const sums = ['quoted', 'billed', 'assumed', 'reserved'] as const;
type SumName = (typeof sums)[number];
type Parts = { readonly [Part in `${SumName}_${'dollars' | 'pico'}`]: string | null };

interface Line extends Parts {
  readonly service: string;
  readonly owner: string;
  readonly day: string;
  readonly model: string;
  readonly state: AttemptState;
  readonly jobs: number | string;
  readonly unknown: number | string;
  readonly disputed: number | string;
}

/** Columns of the sums. */
const amountColumns = sums.flatMap((name) => [`${name}_dollars`, `${name}_pico`] as const);

/** Columns of a line, in the order in which they are read. */
const lineColumns = [
  ...['service', 'owner', 'day', 'model', 'state', 'jobs'],
  ...amountColumns,
  ...['unknown', 'disputed'],
] as const;

type LinesReader = Pick<SqlContext, 'kind' | 'reader'>;

/** In `owner`: of everybody. No name of an owner is a star. */
const everybody = '*';

/** What counts, and the part of it whose attempts are in the archive. */
type LineTable = 'spend_lines' | 'archived_lines';

const ended = sql.join(terminalStates.map((state) => sql`${state}`));
const unfinished = sql.join(unfinishedStates.map((state) => sql`${state}`));

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

const day = sql<string>`coalesce(a.budget_day, substr(a.created_at, 1, 10))`;

/** Adds up attempts from their rows and their entries. `which` speaks of an attempt as `a`, `owner` of its job as `j`. */
function addedUp(which: RawBuilder<unknown>, owner: RawBuilder<unknown>, ofJob = sql``): RawBuilder<Line> {
  const columns = sums.map((name) => {
    const amount = name === 'quoted' ? sql.ref('a.quoted_pico') : sql.ref(`m.${name}`);
    return sql`${sumOfDollars(amount)} as ${sql.ref(`${name}_dollars`)}, ${sumBeyondDollars(amount)} as ${sql.ref(`${name}_pico`)}`;
  });
  return sql<Line>`select a.service as service, ${owner} as owner, ${day} as day, a.model as model, a.state as state,
      count(*) as jobs, ${sql.join(columns)},
      sum(case when a.bill_known = 0 or a.state = 'unknown' then 1 else 0 end) as unknown,
      sum(case when a.bill_doubt is null then 0 else 1 end) as disputed
    from attempts a join jobs j on j.id = a.job_id
    left join (select m.attempt_id,
        ${columnOf('reserved', sql`kind in ('reserve', 'refund')`)},
        ${columnOf('billed', sql`kind = 'settle' and note is null`)},
        ${columnOf('assumed', sql`kind = 'settle' and note is not null`)}
      from money m join attempts a on a.id = m.attempt_id
      where ${which} group by m.attempt_id, a.bill_known) m on m.attempt_id = a.id
    where ${which} ${ofJob}
    group by 1, 2, 3, 4, 5`;
}

const keptSums = sums.flatMap((name) =>
  (['dollars', 'pico'] as const).map((part) => {
    const column = sql.ref(`${name}_${part}`);
    return sql`cast(${column} as text) as ${column}`;
  }),
);
const linesOf = (table: LineTable) =>
  sql`select service, owner, day, model, state, jobs, ${sql.join(keptSums)}, unknown, disputed from ${sql.table(table)}`;

/** What is read of the ledger's lines. */
export type SpendLines = Pick<MoneyRecords, 'ledgerLines' | 'ledgerLinesByOwner' | 'spendByOwner'>;

export function createSpendLinesReader(database: LinesReader): SpendLines {
  const rememberedLines = createRememberedLines<readonly LedgerLine[], Line>();
  const rememberedByOwner = createRememberedLines<readonly OwnerLine[], Line>();
  const rememberedSums = createRememberedLines<readonly OwnerLine[], Line>();
  const ownerLineOf = (row: Line): OwnerLine => ({ owner: row.owner, ...lineOf(row) });

  return {
    async ledgerLines({ owner, ...query }) {
      const who = sql`cast(${owner ?? everybody} as text)`;
      const ofOwner = owner === undefined ? sql`` : sql`and j.owner = ${owner}`;
      const { kept, underWay } = await linesWhere(database, rememberedLines, {
        query: { ...query, ...(owner !== undefined && { owner }) },
        whose: sql`owner = ${who}`,
        read: linesOf('spend_lines'),
        underWayBy: (which) => addedUp(which, who, ofOwner),
        content: (rows) => rows.map(lineOf).sort(byDayModelState),
      });
      return underWay.length === 0 ? kept : [...kept, ...underWay.map(lineOf)].sort(byDayModelState);
    },

    async ledgerLinesByOwner(query) {
      const { kept, underWay } = await linesWhere(database, rememberedByOwner, {
        query,
        whose: sql`owner <> ${everybody}`,
        read: linesOf('spend_lines'),
        underWayBy: (which) => addedUp(which, sql.ref('j.owner')),
        content: (rows) => rows.map(ownerLineOf).sort(byOwnerDayModelState),
      });
      return underWay.length === 0 ? kept : [...kept, ...underWay.map(ownerLineOf)].sort(byOwnerDayModelState);
    },

    async spendByOwner(query) {
      // Grouped in the order of the index. What was refused is no part of what was ordered; all else is one line, under any state.
      const { kept, underWay } = await linesWhere(database, rememberedSums, {
        query,
        whose: sql`owner <> ${everybody}`,
        read: sql`select service, owner, '' as day, '' as model, 'done' as state, sum(${orderedOf('jobs')}) as jobs, ${sql.join(addedSums)},
          sum(unknown) as unknown, sum(disputed) as disputed from spend_lines`,
        grouped: sql`group by service, owner`,
        underWayBy: (which) => addedUp(which, sql.ref('j.owner')),
        content: (rows) => rows.map(ownerLineOf),
      });
      const byOwner = new Map<string, LedgerLine[]>();
      for (const { owner, ...line } of [...kept, ...underWay.map(ownerLineOf)]) {
        const own = byOwner.get(owner);
        if (own) own.push(line);
        else byOwner.set(owner, [line]);
      }
      return [...byOwner].map(([owner, own]) => ({ owner, ...reportOf(own).total }));
    },
  };
}

const orderedOf = (column: string) => sql`case when state = 'refused' then 0 else ${sql.ref(column)} end`;
const addedSums = sums.flatMap((name) =>
  (['dollars', 'pico'] as const).map((part) => {
    const column = `${name}_${part}`;
    return sql`cast(sum(${name === 'quoted' ? orderedOf(column) : sql.ref(column)}) as text) as ${sql.ref(column)}`;
  }),
);

/** In `state` of the row that says how far the kept lines have changed. */
const markState = 'mark';

/** Kept lines together with what is under way. */
async function linesWhere<Kept>(
  { kind, reader }: LinesReader,
  remembered: RememberedLines<Kept, Line>,
  {
    query,
    whose,
    read,
    grouped = sql``,
    underWayBy,
    content,
  }: {
    readonly query: SpendQuery;
    readonly whose: RawBuilder<unknown>;
    /** Reads of `spend_lines`, up to its table. */
    readonly read: RawBuilder<unknown>;
    readonly grouped?: RawBuilder<unknown>;
    readonly underWayBy: (which: RawBuilder<unknown>) => RawBuilder<Line>;
    readonly content: (rows: readonly Line[]) => Kept;
  },
): Promise<Omit<ReadLines<Kept, Line>, 'mark'>> {
  const { service, owner, since, until } = query;
  const within = (date: RawBuilder<unknown>) => sql`${since === undefined ? sql`` : sql`and ${date} >= ${since}`}
    ${until === undefined ? sql`` : sql`and ${date} <= ${until}`}`;
  // By name, not by what they are not, so that the few are found by their states.
  const underWay = sql`a.service = ${service} and a.state in (${unfinished}) ${within(day)}`;
  const which = sql`service = ${service} and ${whose} ${within(sql.ref('day'))}`;
  // Changes are counted, and jobs too: a process of an older version, which is about to end, counts no changes.
  const mark = sql`select '' as service, '' as owner, '' as day, '' as model, ${sql.lit(markState)} as state, count(*) as jobs,
      ${sql.join(amountColumns.map((column) => sql`${sql.lit(null)} as ${sql.ref(column)}`))},
      coalesce(sum(changes), 0) as unknown, coalesce(sum(jobs), 0) as disputed from spend_lines where ${which}`;
  const kept = sql`${read} where ${which} and jobs > 0 ${grouped}`;
  const open = sql`select * from (${underWayBy(underWay)}) as under_way`;

  const readRows = async (...parts: readonly RawBuilder<unknown>[]) => {
    const rows = await rowsOf({ kind, reader }, sql<Line>`${sql.join(parts, sql` union all `)}`);
    const isOf = (row: Line) =>
      String(row.state) === markState ? 'mark' : isUnfinished.has(row.state) ? 'open' : 'kept';
    const [marked] = rows.filter((row) => isOf(row) === 'mark');
    return {
      mark: `${marked?.jobs} ${marked?.unknown} ${marked?.disputed}`,
      kept: rows.filter((row) => isOf(row) === 'kept'),
      underWay: rows.filter((row) => isOf(row) === 'open'),
    };
  };
  return remembered.read(JSON.stringify([service, owner, since, until]), {
    all: async () => {
      const { kept: rows, ...rest } = await readRows(mark, kept, open);
      return { ...rest, kept: content(rows) };
    },
    withoutKept: () => readRows(mark, open),
  });
}

const isUnfinished: ReadonlySet<AttemptState> = new Set(unfinishedStates);

async function rowsOf({ kind, reader }: LinesReader, lines: RawBuilder<Line>): Promise<readonly Line[]> {
  if (kind === 'postgres') return (await lines.execute(reader)).rows;
  // Thousands of rows cost the driver of SQLite more than the database: they come as one text. PostgreSQL would take longer to write it.
  const { rows } = await sql<{
    readonly lines: string;
  }>`select json_group_array(json_array(${sql.join(lineColumns.map((name) => sql.ref(name)))})) as lines
    from (${lines})`.execute(reader);
  return (JSON.parse(rows[0]?.lines ?? '[]') as readonly (readonly unknown[])[]).map((value) => {
    const line: Partial<Record<(typeof lineColumns)[number], unknown>> = {};
    for (const [at, name] of lineColumns.entries()) line[name] = value[at];
    return line as unknown as Line;
  });
}

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
    const zero = sums.flatMap((name) =>
      (['dollars', 'pico'] as const).map((part) => sql`cast(coalesce(${sql.ref(`${name}_${part}`)}, '0') as bigint)`),
    );
    await sql`insert into spend_lines (service, owner, day, model, state, jobs, ${sql.join(
      sums.flatMap((name) => [sql.ref(`${name}_dollars`), sql.ref(`${name}_pico`)]),
    )}, unknown, disputed)
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
    const added = (column: AmountColumn) => sql`cast(${values[column]} as bigint)`;
    const sets = sums.flatMap((name) => {
      const beyond = sql`(${sql.ref(`${table}.${name}_pico`)} + ${added(`${name}_pico`)})`;
      return [
        sql`${sql.ref(`${name}_dollars`)} = ${sql.ref(`${table}.${name}_dollars`)} + ${added(`${name}_dollars`)} + ${beyond} / 1000000000000`,
        sql`${sql.ref(`${name}_pico`)} = ${beyond} % 1000000000000`,
      ];
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
        amountColumns.map(added),
      )})
      on conflict (service, owner, day, model, state) do update set ${sql.join([...sets, ...countSets, ...counting])}`.compile(
      transaction,
    );
  });
}

type AmountColumn = keyof Parts;

function picoOf(line: Parts, name: SumName): bigint {
  return picoOfParts(line[`${name}_dollars`], line[`${name}_pico`]);
}

function lineOf(row: Line): LedgerLine {
  const usd = (name: SumName) => usdOfParts(row[`${name}_dollars`], row[`${name}_pico`]);
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
}

/** Thousands of lines are read at once, and most of their parts are nothing. */
function usdOfParts(dollars: string | null, pico: string | null): string {
  if (pico === null || pico === '0') return dollars ?? '0';
  if (dollars !== null && /^\d+$/.test(dollars) && /^\d{1,12}$/.test(pico)) {
    return `${dollars}.${pico.padStart(12, '0').replace(/0+$/, '')}`;
  }
  return usdFromPico(picoOfParts(dollars, pico));
}

function byOwnerDayModelState(one: OwnerLine, other: OwnerLine): number {
  if (one.owner !== other.owner) return one.owner < other.owner ? -1 : 1;
  return byDayModelState(one, other);
}

function byDayModelState(one: LedgerLine, other: LedgerLine): number {
  if (one.day !== other.day) return one.day < other.day ? -1 : 1;
  if (one.model !== other.model) return one.model < other.model ? -1 : 1;
  return one.status < other.status ? -1 : 1;
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
