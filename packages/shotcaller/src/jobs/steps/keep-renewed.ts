import { type Clock, passed } from '../../clock.ts';

/**
 * Renews what this process holds until the signal ends it. `false`: another process has it by now. Never rejects: a database that cannot be
 * asked is asked again; until the hold is over nobody else takes it.
 *
 * @param renew `false`: it is held no more
 */
export async function keepRenewed(
  clock: Pick<Clock, 'sleep'>,
  everyMs: number,
  renew: () => Promise<boolean>,
  signal: AbortSignal,
): Promise<boolean> {
  while (await passed(clock, everyMs, signal)) {
    if (!(await renew().catch(() => true))) return false;
  }
  return true;
}
