/** A process that works on jobs of the ledger. */
export interface Instance {
  /** Its name in leases. */
  readonly worker: string;
  readonly service: string;
  readonly host: string;
  readonly kind: 'serve' | 'worker';
  readonly version: string;
  /** Where it answers; `null`: nowhere. */
  readonly url: string | null;
  /** ISO 8601. */
  readonly startedAt: string;
  /** When it last said that it is there. ISO 8601. */
  readonly seenAt: string;
}

/** What one worker holds of the jobs under way. */
export interface HeldJobs {
  /** `null`: what nobody holds. */
  readonly worker: string | null;
  readonly jobs: number;
  /** Steps that are due. */
  readonly due: number;
  /** The oldest of them has been due since then, ISO 8601; `null`: none is. */
  readonly dueSince: string | null;
  /** The first of its leases ends then, ISO 8601; `null`: it has none. */
  readonly leaseUntil: string | null;
}

/** The part of a ledger that says which processes work on it. */
export interface InstanceRecords {
  /** Says that a process is there. Not synced. */
  noteInstance(instance: Instance): Promise<void>;
  forgetInstance(worker: string): Promise<void>;
  /** Those that said so since that time (ISO 8601), the oldest first; what is older is forgotten. */
  instances(query: { readonly service: string; readonly since: string }): Promise<readonly Instance[]>;
  /** Jobs under way by who holds them. */
  heldJobs(query: { readonly service: string; readonly at: string }): Promise<readonly HeldJobs[]>;
}
