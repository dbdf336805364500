// Kills `run`, and `resume` after a run was killed, at every named point, many times, on SQLite and PostgreSQL.
// Run: npm run crash-matrix [-- TIMES [run|resume]], default 6 and both.
import { bundle } from './bundle.mjs';

const times = Number(process.argv[2] ?? 6);
const parts = process.argv[3] === undefined ? ['run', 'resume'] : [process.argv[3]];
const childPath = await bundle('tests/crash/child.ts');
const { runMatrix } = await import(await bundle('tests/crash/run-matrix.ts'));
process.exitCode = (await runMatrix(childPath, times, parts)) ? 0 : 1;
