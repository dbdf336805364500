import { type RawBuilder, sql } from 'kysely';
import { type AttemptState, unfinishedStates } from '../job.ts';
import { type LedgerLine, type OwnerLine, reportOf } from '../money/ledger-report.ts';
import { together } from '../money/lines-together.ts';
import { usdFromPico } from '../money/pico.ts';
import type { MoneyRecords, SpendQuery } from '../records/money-records.ts';
import { createRememberedLines, type ReadLines, type RememberedLines } from './remembered-lines.ts';
import {
  addedUp,
  amountColumns,
  dayOfAttempt,
  everybody,
  type Line,
  lineColumns,
  linesOf,
  type SumName,
} from './spend-line.ts';
import { picoOfParts, type SqlContext } from './sql-context.ts';

type LinesReader = Pick<SqlContext, 'kind' | 'reader'>;

const unfinished = sql.join(unfinishedStates.map((state) => sql`${state}`));

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
      return together(kept, underWay.map(lineOf), byDayModelState);
    },

    async ledgerLinesByOwner(query) {
      const { kept, underWay } = await linesWhere(database, rememberedByOwner, {
        query,
        whose: sql`owner <> ${everybody}`,
        read: linesOf('spend_lines'),
        underWayBy: (which) => addedUp(which, sql.ref('j.owner')),
        content: (rows) => rows.map(ownerLineOf).sort(byOwnerDayModelState),
      });
      return together(kept, underWay.map(ownerLineOf), byOwnerDayModelState);
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
const addedSums = amountColumns.map((name) => {
  const counted = name.startsWith('quoted') ? orderedOf(name) : sql.ref(name);
  return sql`cast(sum(${counted}) as text) as ${sql.ref(name)}`;
});

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
  const underWay = sql`a.service = ${service} and a.state in (${unfinished}) ${within(dayOfAttempt)}`;
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
