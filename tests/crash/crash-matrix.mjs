// Kills `run` at every named point, many times, on SQLite and PostgreSQL. Run: npm run crash-matrix [-- TIMES], default 6.
import { bundle } from './bundle.mjs';

const times = Number(process.argv[2] ?? 6);
const childPath = await bundle('tests/crash/child.ts');
const { runMatrix } = await import(await bundle('tests/crash/run-matrix.ts'));
process.exitCode = (await runMatrix(childPath, times)) ? 0 : 1;
