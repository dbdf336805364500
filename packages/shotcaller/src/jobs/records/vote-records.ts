import type { Vote } from '@shotcaller/core';

/** One comparison of two clips, as it is kept. */
export interface StoredVote extends Vote {
  readonly id: string;
  /** Votes on simulated clips say nothing of real ones. */
  readonly service: string;
  /** The client key that voted; empty: this machine. */
  readonly owner: string;
  /** The jobs whose clips were compared, in the order of `models`; `null`: from elsewhere. */
  readonly jobIds: readonly [string, string] | null;
}

/** The part of a ledger that keeps votes. */
export interface VoteRecords {
  /** `false`: it is known already. */
  addVote(vote: StoredVote): Promise<boolean>;
  /** Votes on clips of a service, oldest first; the newest 100,000. */
  votes(query: { readonly service: string }): Promise<readonly StoredVote[]>;
}
