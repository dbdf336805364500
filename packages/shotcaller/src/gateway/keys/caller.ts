/** Who sent a request: a named client key, or the one user of local mode. */
export interface Caller {
  /** The owner of a client key's jobs; empty in local mode. */
  readonly owner: string;
  /** Sees every job, the ledger and the metrics: local mode, and keys made with `--admin`. */
  readonly seesAll: boolean;
  /** SHA-256 of the client key; absent in local mode. */
  readonly keySha256?: string;
  /** Most that this key may spend in all, in dollars. The ledger holds it; here it is only shown. */
  readonly budgetUsd?: string;
  /** Most that it may spend on a UTC day. */
  readonly dailyUsd?: string;
  /** Model ids that it may buy; absent: all. */
  readonly models?: readonly string[];
}

export const localCaller: Caller = { owner: '', seesAll: true };

/** Whether a caller may look at a job of that owner. */
export function maySee(caller: Caller, owner: string): boolean {
  return caller.seesAll || owner === caller.owner;
}
