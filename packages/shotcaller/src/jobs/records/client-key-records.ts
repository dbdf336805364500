/** A client key at rest: its hash, never the key. */
export interface ClientKey {
  readonly name: string;
  /** What jobs belong to: the name with the start of the hash, since a name may be given again. */
  readonly owner: string;
  /** SHA-256 of the key. A key is 256 random bits, so a slow hash would protect nothing more. */
  readonly sha256: string;
  readonly createdAt: string;
  readonly revokedAt: string | null;
  /** Sees every job, the ledger and the metrics. */
  readonly admin: boolean;
  /** Most that it may spend in all, in dollars. */
  readonly budgetUsd?: string;
  /** Most that it may spend on a UTC day. */
  readonly dailyUsd?: string;
  /** Model ids that it may buy; absent: all. */
  readonly models?: readonly string[];
  readonly submitsPerMinute?: number;
}

/** Limits of a client key; what is left out stays. */
export interface ClientKeyChange {
  readonly budgetUsd?: string | null;
  readonly dailyUsd?: string | null;
  readonly models?: readonly string[] | null;
  readonly submitsPerMinute?: number | null;
  /** ISO 8601: the key ends now. */
  readonly revokedAt?: string;
}

/** The part of a ledger that keeps the client keys of the gateway, by their hashes. */
export interface ClientKeyRecords {
  /** `undefined`: nobody's, or revoked. */
  clientKey(sha256: string): Promise<ClientKey | undefined>;
  /** Not revoked ones, by name. */
  clientKeys(): Promise<readonly ClientKey[]>;
  /** `false`: a key of that name is in use. */
  addClientKey(key: ClientKey): Promise<boolean>;
  /** Changes the limits that are given; `null` takes one away. `undefined`: there is no such key, or it is revoked. */
  changeClientKey(owner: string, change: ClientKeyChange): Promise<ClientKey | undefined>;
  /** `false`: there is none of that name. */
  revokeClientKey(name: string, at: string): Promise<boolean>;
}
