import { join } from 'node:path';
import { Kysely } from 'kysely';
import Database from 'libsql';
import { expect, onTestFinished, test } from 'vitest';
import type { Move } from '../../src/jobs/ledger.ts';
import { openLedger } from '../../src/jobs/stores/open.ts';
import type { Tables } from '../../src/jobs/stores/schema.ts';
import { LedgerDialect } from '../../src/jobs/stores/sqlite.ts';
import { listenForMoves } from '../../src/jobs/stores/sqlite-moves.ts';
import { temporaryFolder } from '../catalog/list.ts';
import { at, sampleAttempt, sampleJob } from './sample-job.ts';

/** Pauses that are over when the test says so. */
function pauses() {
  const lengths: number[] = [];
  let over: () => void = () => undefined;
  let begun: () => void = () => undefined;
  let next = new Promise<void>((resolve) => {
    begun = resolve;
  });
  return {
    lengths,
    pause: (durationMs: number, signal: AbortSignal) =>
      new Promise<void>((resolve) => {
        lengths.push(durationMs);
        over = resolve;
        if (lengths.length === 1) signal.addEventListener('abort', () => over());
        begun();
      }),
    /** Ends the pause, and waits for the next one. */
    async end() {
      await next;
      next = new Promise((resolve) => {
        begun = resolve;
      });
      over();
      await next;
    },
  };
}

/** A ledger file, who listens to it with pauses that the test ends, and another connection. */
async function listening() {
  const home = await temporaryFolder();
  const ledger = await openLedger({ home, now: at });
  onTestFinished(() => ledger.close());
  const path = join(home, 'ledger.sqlite');
  const [file, other] = [new Database(path), new Database(path)];
  onTestFinished(() => {
    file.close();
    other.close();
  });
  const { lengths, pause, end } = pauses();
  const moves: Move[] = [];
  const gaps: string[] = [];
  const reader = new Kysely<Tables>({ dialect: new LedgerDialect(file, path) });
  const listener = {
    onMove: (move: Move) => void moves.push(move),
    onGap: () => void gaps.push('gap'),
  };
  const stop = await listenForMoves(reader, listener, pause);
  onTestFinished(stop);
  await end();
  const open = (id: string) =>
    ledger.openJob({ job: sampleJob({ id }), attempt: sampleAttempt({ id, jobId: id }), dedupe: null, body: '{}' });
  const heard = () => moves.map(({ jobId }) => jobId);
  return { other, lengths, gaps, end, open, heard };
}

test('a ledger file that cannot be read is asked less and less often; once it can, all moves are told, and one gap', async () => {
  const { other, lengths, gaps, end, open, heard } = await listening();
  await open('before');
  other.exec('alter table events rename to events_away');
  for (let tries = 0; tries < 7; tries += 1) await end();
  expect([lengths, gaps, heard()]).toEqual([[250, 250, 500, 1000, 2000, 4000, 8000, 10_000, 10_000], [], []]);
  other.exec('alter table events_away rename to events');
  await open('after');
  await end();
  expect([lengths.at(-1), gaps, heard()]).toEqual([250, ['gap'], ['before', 'after']]);
  await end();
  expect(gaps).toHaveLength(1);
});

test.each([
  ['fewer', ['one']],
  ['as many', ['one', 'two']],
  ['more', ['one', 'two', 'three']],
])(
  'rows that the archive took away are a gap when %s have come since, and what comes then is told',
  async (_, since) => {
    const { other, gaps, end, open, heard } = await listening();
    await open('first');
    await open('second');
    await end();
    // SQLite gives the numbers of the last rows to the next ones.
    other.exec('delete from events');
    for (const id of since) await open(id);
    await end();
    expect(gaps).toHaveLength(1);
    await open('later');
    await end();
    expect([gaps.length, heard().at(-1)]).toEqual([1, 'later']);
  },
);

test('rows that the archive took away before the last one that was heard are no gap', async () => {
  const { other, gaps, end, open, heard } = await listening();
  await open('first');
  await open('second');
  await end();
  other.exec("delete from events where job_id = 'first'");
  await open('third');
  await end();
  expect([gaps, heard()]).toEqual([[], ['first', 'second', 'third']]);
});
