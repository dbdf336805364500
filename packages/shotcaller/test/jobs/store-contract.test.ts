import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe } from 'vitest';
import { noPostgres } from '../../../../tests/needs.ts';
import type { Ledger } from '../../src/jobs/ledger.ts';
import { openLedger, openMemoryLedger } from '../../src/jobs/stores/open.ts';
import { type PostgresServer, startPostgres } from './postgres-server.ts';
import { at } from './sample-job.ts';
import { batchContract } from './store-contract/batches.ts';
import { budgetContract } from './store-contract/budgets.ts';
import { clientKeyContract } from './store-contract/client-keys.ts';
import { equalSubmitContract } from './store-contract/equal-submits.ts';
import { instanceContract } from './store-contract/instances.ts';
import { jobContract } from './store-contract/jobs.ts';
import type { Ledgers } from './store-contract/ledgers.ts';
import { listContract } from './store-contract/lists.ts';
import { moneyContract } from './store-contract/money.ts';
import { pictureContract } from './store-contract/pictures.ts';
import { readingContract } from './store-contract/readings.ts';
import { sealedQuoteContract } from './store-contract/sealed-quotes.ts';
import { voteContract } from './store-contract/votes.ts';
import { webhookContract } from './store-contract/webhooks.ts';

let postgres: PostgresServer | undefined;
let folder: string;
const opened: Ledger[] = [];
let places = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shotcaller-ledger-'));
  postgres = await startPostgres();
});

afterEach(async () => {
  for (const ledger of opened.splice(0)) await ledger.close();
});

afterAll(async () => {
  await postgres?.stop();
  await rm(folder, { recursive: true, force: true });
});

describe.each(['sqlite', 'memory', 'postgres'] as const)('the ledger in %s', (kind) => {
  beforeEach((context) => {
    if (kind === 'postgres' && !postgres) context.skip(noPostgres);
  });

  const ledgers = ledgersOf(kind);
  jobContract(ledgers);
  equalSubmitContract(ledgers);
  moneyContract(ledgers);
  budgetContract(ledgers);
  listContract(ledgers);
  pictureContract(ledgers);
  batchContract(ledgers);
  voteContract(ledgers);
  sealedQuoteContract(ledgers);
  clientKeyContract(ledgers);
  webhookContract(ledgers);
  instanceContract(ledgers);
  readingContract(ledgers);
});

function ledgersOf(kind: Ledgers['kind']): Ledgers {
  async function place() {
    places += 1;
    const home = join(folder, String(places));
    if (kind === 'memory') {
      const ledger = await openMemoryLedger();
      opened.push(ledger);
      return async () => ledger;
    }
    const databaseUrl = kind === 'postgres' ? await postgres?.createDatabase() : undefined;
    return async (): Promise<Ledger> => {
      const ledger = await openLedger({ home, now: at, ...(databaseUrl !== undefined && { databaseUrl }) });
      opened.push(ledger);
      return ledger;
    };
  }

  return {
    kind,
    place,
    open: async () => (await place())(),
    async twoHandles() {
      const openHere = await place();
      return [await openHere(), await openHere()];
    },
    async close(ledger) {
      opened.splice(opened.indexOf(ledger), 1);
      await ledger.close();
    },
  };
}
