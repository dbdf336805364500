// How late a finished job is noticed, and with how many polls. Run: node bench/waiting.mjs
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const from = (path) => fileURLToPath(new URL(path, import.meta.url));
const { module: simulation } = await runnerImport(from('../packages/shotcaller/test/jobs/simulation.ts'), {
  resolve: { alias: { '@shotcaller/core': from('../packages/core/src/index.ts') } },
  logLevel: 'error',
});

const row = (name, { delay, polls }, thirty) =>
  `  ${name.padEnd(34)} ${delay.toFixed(2).padStart(8)} s ${polls.toFixed(2).padStart(8)} ${(delay / thirty.delay).toFixed(3).padStart(8)}`;

function table(title, { ours, optimum, fixed }) {
  console.log(`\n${title}`);
  console.log(`  ${'scheme'.padEnd(34)} ${'delay'.padStart(10)} ${'polls'.padStart(8)} ${'of 30 s'.padStart(8)}`);
  const thirty = fixed[30];
  console.log(row('ours', ours, thirty));
  console.log(row('optimum with as many polls', optimum, thirty));
  for (const gap of [30, 10, 5, 2]) if (fixed[gap]) console.log(row(`fixed ${gap} s`, fixed[gap], thirty));
  console.log(`  ours is ${(100 * (ours.delay / optimum.delay - 1)).toFixed(1)} % above the optimum`);
}

for (const waiting of ['eager', 'thrifty']) {
  console.log(`\n=== ${waiting} ===`);
  table('Measured latencies and their spread (log SD 0.32 around each median)', simulation.measuredTimes(waiting));
  table('Published times alone (doubt about hosts and few samples included)', simulation.publishedTimes(waiting));
  for (const deviation of [0.1, 0.2, 0.28, 0.32, 0.5, 0.89]) {
    table(`A clip of two minutes, log SD ${deviation}`, simulation.twoMinutes(deviation, waiting));
  }

  console.log('\nOwn runs in the ledger: mean delay, and distance to an optimum that knows the true median');
  console.log('  runs    ours      polls   optimum   above   of 30 s');
  for (const runs of [0, 1, 2, 3, 5, 10, 30]) {
    const { ours, optimum, fixed } = simulation.withOwnRuns(runs, waiting);
    const above = `${(100 * (ours.delay / optimum.delay - 1)).toFixed(1)} %`;
    console.log(
      `  ${String(runs).padStart(4)} ${ours.delay.toFixed(2).padStart(7)} s ${ours.polls.toFixed(2).padStart(8)} ${optimum.delay.toFixed(2).padStart(7)} s ${above.padStart(7)} ${(ours.delay / fixed[30].delay).toFixed(3).padStart(9)}  (30 s: ${fixed[30].polls.toFixed(2)} polls)`,
    );
  }
}
