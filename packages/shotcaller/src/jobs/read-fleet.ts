import { isoOf } from '../iso-time.ts';
import type { Ledger } from './ledger.ts';
import type { HeldJobs, Instance } from './records/instance-records.ts';

/** A process that works on jobs of the ledger. */
export interface FleetProcess {
  readonly worker: string;
  readonly host: string;
  /** Its process id on its host; `null`: not known. */
  readonly pid: number | null;
  /** `command`: a `run`, `resume` or library that carries its own jobs, and says nothing of itself. */
  readonly kind: Instance['kind'] | 'command';
  readonly version: string | null;
  readonly url: string | null;
  readonly upSeconds: number | null;
  readonly seenSecondsAgo: number | null;
  /** It has not said for half a minute that it is there. */
  readonly isSilent: boolean;
  /** Jobs under way that it carries. */
  readonly jobs: number;
  /** Steps of them that are due. */
  readonly due: number;
  /** For how long the oldest of these has been due; `null`: none is. */
  readonly lateSeconds: number | null;
  /** When others may take the first of its jobs; `null`: it carries none. */
  readonly leaseSecondsLeft: number | null;
}

export interface Fleet {
  readonly processes: readonly FleetProcess[];
  /** Jobs under way that no process carries. */
  readonly unheld: Pick<FleetProcess, 'jobs' | 'due' | 'lateSeconds'>;
  /** Own webhook calls: to be written down, written down and not made yet, given up. */
  readonly webhooks: { readonly unwritten: number; readonly waiting: number; readonly dead: number };
}

/** A process renews its row every ten seconds. */
const silentAfterMs = 30_000;
/** What was silent for so long is not listed, and forgotten. */
const forgottenAfterMs = 24 * 3_600_000;

export async function readFleet(
  ledger: Ledger,
  { service, nowMs }: { readonly service: string; readonly nowMs: number },
): Promise<Fleet> {
  const instances = await ledger.instances({ service, since: isoOf(nowMs - forgottenAfterMs) });
  const held = await ledger.heldJobs({ service, at: isoOf(nowMs) });
  const known = new Map(instances.map((instance) => [instance.worker, instance]));
  const workers = new Set([...known.keys(), ...held.flatMap(({ worker }) => (worker === null ? [] : [worker]))]);
  const processOf = (worker: string) =>
    fleetProcess(
      worker,
      known.get(worker),
      held.find((one) => one.worker === worker),
      nowMs,
    );
  const free = held.find(({ worker }) => worker === null);
  return {
    processes: [...workers].map(processOf),
    unheld: { jobs: free?.jobs ?? 0, due: free?.due ?? 0, lateSeconds: secondsSince(free?.dueSince, nowMs) },
    webhooks: {
      unwritten: (await ledger.jobIdsOwedWebhook(service)).length,
      waiting: await ledger.countWebhooks({ service, state: 'waiting' }),
      dead: await ledger.countWebhooks({ service, state: 'dead' }),
    },
  };
}

function fleetProcess(
  worker: string,
  instance: Instance | undefined,
  held: HeldJobs | undefined,
  nowMs: number,
): FleetProcess {
  const [host = worker, , pid] = worker.split(' ');
  const leaseSince = secondsSince(held?.leaseUntil, nowMs, Number.NEGATIVE_INFINITY);
  return {
    worker,
    host,
    pid: pid !== undefined && /^\d+$/.test(pid) ? Number(pid) : null,
    kind: instance?.kind ?? 'command',
    version: instance?.version ?? null,
    url: instance?.url ?? null,
    upSeconds: secondsSince(instance?.startedAt, nowMs),
    seenSecondsAgo: secondsSince(instance?.seenAt, nowMs),
    isSilent: instance !== undefined && nowMs - Date.parse(instance.seenAt) > silentAfterMs,
    jobs: held?.jobs ?? 0,
    due: held?.due ?? 0,
    lateSeconds: secondsSince(held?.dueSince, nowMs),
    leaseSecondsLeft: leaseSince === null ? null : Math.max(0, -leaseSince),
  };
}

function secondsSince(at: string | null | undefined, nowMs: number, least = 0): number | null {
  return at == null ? null : Math.max(least, Math.floor((nowMs - Date.parse(at)) / 1000));
}
