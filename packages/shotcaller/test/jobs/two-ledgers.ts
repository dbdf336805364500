import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Ledger } from '../../src/jobs/ledger.ts';
import { openLedger } from '../../src/jobs/stores/open.ts';
import type { PostgresServer } from './postgres-server.ts';
import { at } from './sample-job.ts';

let places = 0;

/** A new ledger by two handles, as two processes have it; closed when the test is over. In PostgreSQL where a server is given. */
export async function twoLedgers(
  folder: string,
  postgres: Pick<PostgresServer, 'createDatabase'> | undefined,
): Promise<readonly [Ledger, Ledger]> {
  places += 1;
  const home = join(folder, String(places));
  const databaseUrl = await postgres?.createDatabase();
  const open = () => openLedger({ home, now: at, ...(databaseUrl !== undefined && { databaseUrl }) });
  const handles = [await open(), await open()] as const;
  onTestFinished(async () => {
    for (const handle of handles) await handle.close();
  });
  return handles;
}
