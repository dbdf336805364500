import { type PostgresServer, startPostgres } from '../../packages/shotcaller/test/jobs/postgres-server.ts';
import { type CrashPoint, openWorld, type Round, resumeScenes, runScenes, type World } from './matrix.ts';

/** What is killed: `run`, or `resume` after a run was. */
export type Part = 'run' | 'resume';

/**
 * Plays every point of every scene of the parts `times` times on both databases, with and without webhooks in turn, and prints
 * the sums. `false`: something is wrong.
 */
export async function runMatrix(childPath: string, times: number, parts: readonly Part[]): Promise<boolean> {
  const postgres = await startPostgres();
  const kinds = [{ name: 'SQLite' }, ...(postgres ? [{ name: 'PostgreSQL', postgres }] : [])];
  const results = await Promise.all(kinds.map((kind) => playKind(childPath, kind, times, parts)));
  await postgres?.stop();
  return results.every(Boolean);
}

async function playKind(
  childPath: string,
  { name, postgres }: { readonly name: string; readonly postgres?: PostgresServer },
  times: number,
  parts: readonly Part[],
): Promise<boolean> {
  // No `await using`: this file is run as it is by Node 20.
  const world = await openWorld(childPath, postgres?.createDatabase);
  let sound = true;
  for (const part of parts) {
    const points = await (part === 'run' ? pointsOfRun(world) : pointsOfResume(world));
    const rounds: Round[] = [];
    for (const point of points) {
      for (let time = 0; time < times; time += 1) {
        const round = await world.play(point, (point.onlyWithWebhooks ?? false) || time % 2 === 1);
        rounds.push(round);
        for (const fault of round.faults) console.log(`${name} ${part} ${sceneOf(point)} ${keyOf(point)}: ${fault}`);
      }
    }
    printSums(`${name}, ${part} killed`, points, rounds);
    sound &&= rounds.every(({ faults }) => faults.length === 0);
  }
  await world[Symbol.asyncDispose]();
  return sound;
}

/** A second scene is there for the points that the first does not pass. */
async function pointsOfRun(world: World): Promise<readonly CrashPoint[]> {
  const points: CrashPoint[] = [];
  const names = new Set<string>();
  for (const scene of runScenes) {
    const fresh = (await world.pointsOf(scene)).filter((point) => !names.has(keyOf(point)));
    for (const point of fresh) names.add(keyOf(point));
    points.push(...fresh);
  }
  return points;
}

/** The same point in another scene is another one: the job that is resumed stands elsewhere. */
async function pointsOfResume(world: World): Promise<readonly CrashPoint[]> {
  const points: CrashPoint[] = [];
  for (const scene of resumeScenes) points.push(...(await world.pointsOf(scene)));
  return points;
}

function printSums(title: string, points: readonly CrashPoint[], rounds: readonly Round[]): void {
  const count = (of: (round: Round) => boolean) => rounds.filter(of).length;
  const with_ = (text: string) => count(({ faults }) => faults.some((fault) => fault.startsWith(text)));
  const statuses = [...new Set(rounds.map(({ status }) => status))].map(
    (s) => `${s} ${count(({ status }) => status === s)}`,
  );
  console.log(
    [
      `${title}: ${new Set(points.map(({ name }) => name)).size} names, ${points.length} points, ${rounds.length} rounds, ${count(({ died }) => died)} of them killed`,
      `  jobs bought ${rounds.reduce((sum, { jobsBought }) => sum + jobsBought, 0)}; ended ${statuses.join(', ')}`,
      `  double submits ${with_('double')}, lost jobs ${with_('lost')}, corrupt files ${with_('corrupt') + with_('left over') + with_('missing')}, ledger against bills ${with_('ledger') + with_('a bill')}, other faults ${count(({ faults }) => faults.length > 0)}`,
    ].join('\n'),
  );
}

function sceneOf({ scenario, leftAt }: CrashPoint): string {
  return [scenario, ...(leftAt === undefined ? [] : [`left at ${leftAt}`])].join(' ');
}

function keyOf({ name, occurrence }: CrashPoint): string {
  return `${name}#${occurrence}`;
}
