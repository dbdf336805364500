import { Kysely } from 'kysely';
import Database from 'libsql';
import { expect, onTestFinished, test } from 'vitest';
import { firstCompiled, runCompiled } from '../../src/jobs/stores/compiled-query.ts';
import { migrate } from '../../src/jobs/stores/migrations.ts';
import type { Tables } from '../../src/jobs/stores/schema.ts';
import { LedgerDialect } from '../../src/jobs/stores/sqlite.ts';

async function emptyLedger(): Promise<Kysely<Tables>> {
  const database = new Kysely<Tables>({ dialect: new LedgerDialect(new Database(':memory:'), ':memory:') });
  onTestFinished(() => database.destroy());
  await database.transaction().execute((transaction) => migrate(transaction, '2026-11-28T00:00:00.000Z'));
  return database;
}

test('a query is built once and answers each time for the values that it is given', async () => {
  const database = await emptyLedger();
  let built = 0;
  const keep = (name: string, value: string) =>
    runCompiled(database, 'keep secret', { name, value }, (values) => {
      built += 1;
      return database.insertInto('secrets').values(values);
    });
  const secretOf = async (name: string) => {
    const row = await firstCompiled(database, 'secret', { name }, (values) =>
      database.selectFrom('secrets').selectAll().where('name', '=', values.name),
    );
    return row?.value;
  };
  expect((await keep('one', "it's a value")).numAffectedRows).toBe(1n);
  await keep('two', '');
  await database.transaction().execute((transaction) =>
    runCompiled(transaction, 'keep secret', { name: 'three', value: '3' }, () => {
      throw new Error('built for a transaction anew');
    }),
  );
  expect(built).toBe(1);
  expect([await secretOf('one'), await secretOf('two'), await secretOf('three'), await secretOf('four')]).toEqual([
    "it's a value",
    '',
    '3',
    undefined,
  ]);
});

test('values that are left out make another query; null is a value', async () => {
  const database = await emptyLedger();
  const change = (values: { readonly at?: string | undefined; readonly jobId: string; readonly answer?: null }) =>
    runCompiled(database, 'change', values, ({ at, answer, jobId }) =>
      database
        .updateTable('jobs')
        .set({ repeats: 0, ...(at !== undefined && { answered_at: at }), ...(answer !== undefined && { answer }) })
        .where('id', '=', jobId),
    );
  for (const values of [
    { at: '2026', jobId: 'a' },
    { jobId: 'a' },
    { at: undefined, jobId: 'a' },
    { jobId: 'a', answer: null },
  ]) {
    expect((await change(values)).numAffectedRows, JSON.stringify(values)).toBe(0n);
  }
});

test.each([
  ['a value that is made another on its way', (name: string) => name.toUpperCase()],
  ['a value that is not used', () => 'always the same'],
])('%s is refused: it would be that of the first query in every later one', async (_, changed) => {
  const database = await emptyLedger();
  const ask = async () =>
    firstCompiled(database, 'changed', { name: 'one' }, (values) =>
      database.selectFrom('secrets').selectAll().where('name', '=', changed(values.name)),
    );
  await expect(ask()).rejects.toThrow('does not take its value name as it is');
});
