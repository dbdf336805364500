import type { SealedQuote } from '../sealed-quote.ts';

/** The part of a ledger that keeps quotes which may be bought as they are. */
export interface QuoteRecords {
  /** Keeps a quote that may be bought as it is, and forgets the owner's oldest beyond the newest 50. */
  addSealedQuote(quote: SealedQuote): Promise<void>;
  /** An owner's own; somebody else's is not found. */
  sealedQuote(query: {
    readonly service: string;
    readonly owner: string;
    readonly id: string;
  }): Promise<SealedQuote | undefined>;
}
