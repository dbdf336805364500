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

test('a ledger file that cannot be read is asked less and less often; once it can, all moves are told, and one gap', async () => {
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
  let gaps = 0;
  const reader = new Kysely<Tables>({ dialect: new LedgerDialect(file, path) });
  const listener = {
    onMove: (move: Move) => void moves.push(move),
    onGap: () => {
      gaps += 1;
    },
  };
  const stop = await listenForMoves(reader, listener, pause);
  onTestFinished(stop);
  await end();
  const open = (id: string) =>
    ledger.openJob({ job: sampleJob({ id }), attempt: sampleAttempt({ id, jobId: id }), dedupe: null, body: '{}' });
  await open('before');
  other.exec('alter table events rename to events_away');
  for (let tries = 0; tries < 7; tries += 1) await end();
  expect([lengths, gaps, moves]).toEqual([[250, 250, 500, 1000, 2000, 4000, 8000, 10_000, 10_000], 0, []]);
  other.exec('alter table events_away rename to events');
  await open('after');
  await end();
  expect([lengths.at(-1), gaps, moves.map(({ jobId }) => jobId)]).toEqual([250, 1, ['before', 'after']]);
  await end();
  expect(gaps).toBe(1);
});
