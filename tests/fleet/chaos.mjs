// Three machines on one PostgreSQL, killed, stopped and cut off while jobs are ordered and made; prints what became of all.
// Run: node tests/fleet/chaos.mjs [JOBS [SEED]], default 2,000 and 1. Exits 1 when anything was bought twice, lost or not told.
import { bundle } from '../crash/bundle.mjs';

const [jobs = 2000, seed = 1] = process.argv.slice(2).map(Number);
const { startPostgres } = await import(await bundle('packages/shotcaller/test/jobs/postgres-server.ts'));
const { runChaos } = await import(await bundle('tests/fleet/run-chaos.ts'));
const program = await bundle('tests/gateway/gateway-process.ts');
const server = await startPostgres();
if (!server) process.exit(1);
const report = await runChaos({ program, databaseUrl: await server.createDatabase(), jobs, seed });
await server.stop();
console.log(JSON.stringify(report, null, 2));
const isRight =
  report.mostForOneAttempt === 1 &&
  report.unknownToLedger === 0 &&
  report.open === 0 &&
  report.billedUsd === report.ledgerUsd &&
  report.webhooksDelivered === report.webhooksOwed &&
  report.integrity.length === 0;
process.exit(isRight ? 0 : 1);
