import { ledgerCsv, type OwnerLine, ownersCsv, reportOf } from '../../jobs/money/ledger-report.ts';
import { picoFromUsd } from '../../jobs/money/pico.ts';
import { readingReportOf } from '../../jobs/money/reading.ts';
import type { RoutesContext } from '../routes-context.ts';
import { type LedgerAnswer, ledgerAddresses } from './addresses/ledger.ts';
import { budgetsOf } from './budgets.ts';
import { mustAdminister } from './errors.ts';
import type { OwnApp } from './routes.ts';
import { serve } from './serve.ts';

/** What was spent against what was quoted; a key sees its own jobs only. */
export function ledgerRoutes(app: OwnApp, context: RoutesContext): void {
  const { options } = context;
  const { ledger, parts } = options;
  const service = parts.client.origin;

  serve(app, context, ledgerAddresses, {
    async 'GET /v1/ledger'(c, { query: { format, by, ...period } }) {
      const caller = c.get('caller');
      const owner = caller.seesAll ? {} : { owner: caller.owner };
      if (by === 'key') mustAdminister(c);
      if (format === 'csv') {
        const csv =
          by === 'key'
            ? ownersCsv(await ledger.ledgerLinesByOwner({ service, ...period }))
            : ledgerCsv({ lines: await ledger.ledgerLines({ service, ...owner, ...period }) });
        return c.body(csv, 200, {
          'Content-Type': 'text/csv; charset=utf-8',
          'Content-Disposition': `attachment; filename="ledger${by === 'key' ? '-by-key' : ''}.csv"`,
        });
      }
      const report = reportOf(await ledger.ledgerLines({ service, ...owner, ...period }));
      const { evidence } = await parts.choice.ground();
      return {
        ...report,
        ...(caller.seesAll && { keys: sumsByOwner(await ledger.spendByOwner({ service, ...period })) }),
        readings: readingReportOf(await ledger.readingLines({ service, ...owner, ...period })),
        budgets: await budgetsOf(options, caller),
        corrections: (evidence.priceCorrections ?? []).map(({ model, sku, floorUsd, n, factor, low, high }) => ({
          model,
          ...(sku !== undefined && { sku }),
          ...(floorUsd !== undefined && { floorUsd }),
          n,
          factor,
          low,
          high,
        })),
      };
    },
  });
}

function sumsByOwner(lines: readonly OwnerLine[]): NonNullable<LedgerAnswer['keys']> {
  const byOwner = new Map<string, OwnerLine[]>();
  for (const line of lines) byOwner.set(line.owner, [...(byOwner.get(line.owner) ?? []), line]);
  const spent = (sums: { readonly billedUsd: string; readonly assumedUsd: string; readonly reservedUsd: string }) =>
    picoFromUsd(sums.billedUsd) + picoFromUsd(sums.assumedUsd) + picoFromUsd(sums.reservedUsd);
  return [...byOwner]
    .map(([owner, own]) => ({ owner, ...reportOf(own).total }))
    .sort((one, other) => Number(spent(other) - spent(one)) || (one.owner < other.owner ? -1 : 1));
}
