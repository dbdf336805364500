import type { Compilable, CompiledQuery, Kysely, QueryResult } from 'kysely';
import type { Tables } from './schema.ts';

/** What a query takes, by name. Values that are `undefined` are as good as absent. */
export type QueryValues = Readonly<Record<string, unknown>>;

interface Compiled {
  readonly query: CompiledQuery;
  /** For each parameter the name of its value; `null`: it is the same every time. */
  readonly names: readonly (string | null)[];
}

/** By the dialect's adapter, which all connections and transactions of a database share. */
const compiledBy = new WeakMap<object, Map<string, Compiled>>();

const mark = '\0value ';

/**
 * Carries out a query that is built and compiled once for each set of values that it is given: an order takes some sixty statements, and
 * to build one anew costs more than SQLite needs to answer it. `build` gets marks in place of the values, and must hand each on as it is.
 *
 * @param name of the query, its own in all the ledger
 */
export function runCompiled<Values extends QueryValues, Row>(
  database: Kysely<Tables>,
  name: string,
  values: Values,
  build: (values: Values) => Compilable<Row> | CompiledQuery<Row>,
): Promise<QueryResult<Row>> {
  const { adapter } = database.getExecutor();
  let known = compiledBy.get(adapter);
  if (!known) {
    known = new Map();
    compiledBy.set(adapter, known);
  }
  let shape = name;
  for (const key in values) if (values[key] !== undefined) shape += ` ${key}`;
  let compiled = known.get(shape);
  if (!compiled) {
    compiled = compile(name, values, build);
    known.set(shape, compiled);
  }
  const { query, names } = compiled;
  const parameters = names.map((key, at) => (key === null ? query.parameters[at] : values[key]));
  return database.executeQuery<Row>({ ...query, parameters } as CompiledQuery<Row>);
}

/** The first row of `runCompiled`. */
export async function firstCompiled<Values extends QueryValues, Row>(
  database: Kysely<Tables>,
  name: string,
  values: Values,
  build: (values: Values) => Compilable<Row> | CompiledQuery<Row>,
): Promise<Row | undefined> {
  const { rows } = await runCompiled(database, name, values, build);
  return rows[0];
}

function compile<Values extends QueryValues>(
  name: string,
  values: Values,
  build: (values: Values) => Compilable | CompiledQuery,
): Compiled {
  const given = Object.keys(values).filter((key) => values[key] !== undefined);
  const built = build(Object.fromEntries(given.map((key) => [key, mark + key])) as unknown as Values);
  const query = 'compile' in built ? built.compile() : built;
  const names = query.parameters.map((parameter) =>
    typeof parameter === 'string' && parameter.startsWith(mark) ? parameter.slice(mark.length) : null,
  );
  // A value that was changed on its way would stand in the query as it was the first time.
  const lost = given.find((key) => !names.includes(key));
  if (lost !== undefined) throw new TypeError(`The query ${name} does not take its value ${lost} as it is.`);
  return { query, names };
}
