import type { QuoteRecords } from '../records/quote-records.ts';
import type { SealedQuote } from '../sealed-quote.ts';
import type { SealedQuoteRow } from './schema.ts';
import type { SqlContext } from './sql-context.ts';

/** Quotes of one owner that are kept; each may hold pictures. */
const mostOfOwner = 50;

export function sqlSealedQuotes({ reader, write }: SqlContext): QuoteRecords {
  return {
    addSealedQuote: (quote) =>
      write('quote', async (transaction) => {
        const row = rowOfQuote(quote);
        await transaction.insertInto('sealed_quotes').values(row).execute();
        const ofOwner = transaction
          .selectFrom('sealed_quotes')
          .select('id')
          .where(({ and }) => and({ service: row.service, owner: row.owner }));
        const surplus = await ofOwner
          .orderBy('sealed_at', 'desc')
          .orderBy('id', 'desc')
          .limit(mostOfOwner)
          .offset(mostOfOwner)
          .execute();
        if (surplus.length === 0) return;
        const ids = surplus.map(({ id }) => id);
        await transaction.deleteFrom('sealed_quotes').where('id', 'in', ids).execute();
      }),

    async sealedQuote({ service, owner, id }) {
      const row = await reader
        .selectFrom('sealed_quotes')
        .selectAll()
        .where(({ and }) => and({ id, service, owner }))
        .executeTakeFirst();
      return row && quoteOfRow(row);
    },
  };
}

function rowOfQuote({ id, service, owner, sealedAt, expiresAt, ...content }: SealedQuote): SealedQuoteRow {
  return { id, service, owner, sealed_at: sealedAt, expires_at: expiresAt, content: JSON.stringify(content) };
}

function quoteOfRow({ id, service, owner, sealed_at, expires_at, content }: SealedQuoteRow): SealedQuote {
  const { brief, options, plan } = JSON.parse(content) as Pick<SealedQuote, 'brief' | 'options' | 'plan'>;
  return { id, service, owner, sealedAt: sealed_at, expiresAt: expires_at, brief, options, plan };
}
