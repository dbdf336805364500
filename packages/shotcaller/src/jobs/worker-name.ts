import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** Names this process in leases: machine, process space, process id, and a nonce against ids that are given again. */
export function workerName(nonce: string): string {
  return [...place(), process.pid, nonce].join(' ');
}

/**
 * Whether the process behind a lease is known to be dead: same machine, same process space, no such process. Anything else is
 * left to the lease's end.
 */
export function isWorkerGone(worker: string): boolean {
  const [host, space, pid, nonce] = worker.split(' ');
  const [ownHost, ownSpace] = place();
  if (host !== ownHost || space !== ownSpace || nonce === undefined) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

let known: readonly [host: string, space: string] | undefined;

/** Where this process is. It stays there, and is asked before every step. */
function place(): readonly [host: string, space: string] {
  known ??= [hostname(), processSpace()];
  return known;
}

/**
 * Containers can share a host name, but not the ids of their processes; two machines can share a name and the number of their first
 * process space, but not how they were booted.
 */
function processSpace(): string {
  try {
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim()}/${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return process.platform;
  }
}
