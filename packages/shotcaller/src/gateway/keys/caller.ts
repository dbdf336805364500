/** Who sent a request: a named client key, or the one user of local mode. */
export interface Caller {
  /** Name of the key; empty in local mode. Orders belong to it. */
  readonly owner: string;
  /** Sees every order, the ledger and the metrics: local mode, and keys made with `--admin`. */
  readonly seesAll: boolean;
  /** Most that this key may spend in all, in dollars. */
  readonly budgetUsd?: string;
  /** Most that it may spend on a UTC day. */
  readonly dailyUsd?: string;
  /** Model ids that it may buy; absent: all. */
  readonly models?: readonly string[];
  /** Submits a minute; absent: no limit. */
  readonly submitsPerMinute?: number;
}

export const localCaller: Caller = { owner: '', seesAll: true };

/** Whether a caller may look at an order of that owner; `undefined`: ordered elsewhere, by the command line for example. */
export function maySee(caller: Caller, owner: string | undefined): boolean {
  return caller.seesAll || (owner !== undefined && owner === caller.owner);
}
