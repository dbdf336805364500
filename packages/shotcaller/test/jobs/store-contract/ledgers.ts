import type { Ledger } from '../../../src/jobs/ledger.ts';

/** How the ledgers of one kind are opened. All that are open are closed after each test. */
export interface Ledgers {
  readonly kind: 'sqlite' | 'memory' | 'postgres';
  /** A new ledger. */
  open(): Promise<Ledger>;
  /** Where a new ledger is; what comes opens it. Called twice, it gives the same ledger by a second handle, which one in memory has not. */
  place(): Promise<() => Promise<Ledger>>;
  twoHandles(): Promise<readonly [Ledger, Ledger]>;
  close(ledger: Ledger): Promise<void>;
}
