import { dateOf } from '@shotcaller/core';
import { sql } from 'kysely';
import { picoFromText, usdFromPico } from '../money/pico.ts';
import type { ReadingState } from '../money/reading.ts';
import type { ReadingRecords } from '../records/money-records.ts';
import { locked, picoOfParts, picoText, type SqlContext, sumBeyondDollars, sumOfDollars } from './sql-context.ts';
import { addToTotals } from './sql-money.ts';
import { readingRefusalOf } from './sql-refusals.ts';

export function sqlReadings({ kind, reader, write }: SqlContext): ReadingRecords {
  return {
    reserveReading: ({ id, service, owner, model, mostPico, day, at }, caps) =>
      write('reading', async (transaction) => {
        const account = { service, owner, day };
        const refusal = await readingRefusalOf(transaction, kind, account, { caps, reservePico: mostPico });
        if (refusal) return refusal;
        await transaction
          .insertInto('readings')
          .values({ id, service, owner, model, state: 'open', pico: mostPico.toString(), budget_day: day, at })
          .execute();
        await addToTotals(transaction, account, mostPico);
        return undefined;
      }),

    settleReading: (id, end) =>
      write('reading_end', async (transaction) => {
        const query = transaction
          .selectFrom('readings')
          .select(['service', 'owner', 'budget_day', 'state', picoText])
          .where('id', '=', id);
        const row = await locked(kind, query).executeTakeFirst();
        if (row?.state !== 'open') return;
        const pico = end.state === 'billed' ? end.pico : 0n;
        await transaction
          .updateTable('readings')
          .set({ state: end.state, pico: pico.toString() })
          .where('id', '=', id)
          .execute();
        const { service, owner, budget_day: day } = row;
        await addToTotals(transaction, { service, owner, day }, pico - picoFromText(row.pico));
      }),

    async readingLines({ service, owner, since, until }) {
      const ofState = (state: ReadingState) => sql`case when state = ${state} then pico else 0 end`;
      let query = reader
        .selectFrom('readings')
        .select([
          'budget_day',
          'model',
          sql<string>`cast(count(*) as text)`.as('readings'),
          sumOfDollars(ofState('billed')).as('billed_dollars'),
          sumBeyondDollars(ofState('billed')).as('billed_pico'),
          sumOfDollars(ofState('open')).as('assumed_dollars'),
          sumBeyondDollars(ofState('open')).as('assumed_pico'),
          sql<string>`cast(sum(case when state = 'open' then 1 else 0 end) as text)`.as('unknown'),
        ])
        .where('service', '=', service)
        .where('state', '!=', 'not_bought');
      if (owner !== undefined) query = query.where('owner', '=', owner);
      if (since !== undefined) query = query.where('budget_day', '>=', dateOf(since));
      if (until !== undefined) query = query.where('budget_day', '<=', until);
      const rows = await query.groupBy(['budget_day', 'model']).orderBy('budget_day').orderBy('model').execute();
      return rows.map((row) => ({
        day: row.budget_day,
        model: row.model,
        readings: Number(row.readings),
        billedUsd: usdFromPico(picoOfParts(row.billed_dollars, row.billed_pico)),
        assumedUsd: usdFromPico(picoOfParts(row.assumed_dollars, row.assumed_pico)),
        unknownBills: Number(row.unknown),
      }));
    },
  };
}
