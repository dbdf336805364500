import { type PostgresServer, startPostgres } from '../../packages/shotcaller/test/jobs/postgres-server.ts';
import { type CrashPoint, openWorld, type Round, scenarios } from './matrix.ts';

/** Plays every point of every scenario `times` times on both databases, with and without webhooks in turn, and prints the sums. */
export async function runMatrix(childPath: string, times: number): Promise<boolean> {
  const postgres = await startPostgres();
  const kinds = [{ name: 'SQLite' }, ...(postgres ? [{ name: 'PostgreSQL', postgres }] : [])];
  const results = await Promise.all(kinds.map((kind) => playKind(childPath, kind, times)));
  await postgres?.stop();
  return results.every(Boolean);
}

async function playKind(
  childPath: string,
  { name, postgres }: { readonly name: string; readonly postgres?: PostgresServer },
  times: number,
): Promise<boolean> {
  // No `await using`: this file is run as it is by Node 20.
  const world = await openWorld(childPath, postgres?.createDatabase);
  const rounds: Round[] = [];
  const names = new Set<string>();
  for (const { scenario, fallback } of scenarios) {
    const points = await world.pointsOf(scenario, fallback);
    // A second scenario is there for the points that the first does not pass.
    const fresh = scenario === '' ? points : points.filter((point) => !names.has(keyOf(point)));
    for (const point of fresh) {
      names.add(keyOf(point));
      for (let time = 0; time < times; time += 1) {
        const round = await world.play(point, time % 2 === 1);
        rounds.push(round);
        for (const fault of round.faults) console.log(`${name} ${scenario} ${keyOf(point)}: ${fault}`);
      }
    }
  }
  const count = (of: (round: Round) => boolean) => rounds.filter(of).length;
  const with_ = (text: string) => count(({ faults }) => faults.some((fault) => fault.startsWith(text)));
  const statuses = [...new Set(rounds.map(({ status }) => status))].map(
    (s) => `${s} ${count(({ status }) => status === s)}`,
  );
  console.log(
    [
      `${name}: ${new Set(rounds.map(({ point }) => point.name)).size} names, ${names.size} points, ${rounds.length} rounds, ${count(({ died }) => died)} of them killed`,
      `  jobs bought ${rounds.reduce((sum, { jobsBought }) => sum + jobsBought, 0)}; ended ${statuses.join(', ')}`,
      `  double submits ${with_('double')}, lost jobs ${with_('lost')}, corrupt files ${with_('corrupt') + with_('left over') + with_('missing')}, ledger against bills ${with_('ledger') + with_('a bill')}, other faults ${count(({ faults }) => faults.length > 0)}`,
    ].join('\n'),
  );
  await world[Symbol.asyncDispose]();
  return count(({ faults }) => faults.length > 0) === 0;
}

function keyOf({ name, occurrence }: CrashPoint): string {
  return `${name}#${occurrence}`;
}
