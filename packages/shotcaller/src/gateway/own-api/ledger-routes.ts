import { ledgerCsv, reportOf } from '../../jobs/money/ledger-report.ts';
import type { RoutesContext } from '../routes-context.ts';
import { ledgerAddresses } from './addresses/ledger.ts';
import { budgetsOf } from './budgets.ts';
import type { OwnApp } from './routes.ts';
import { serve } from './serve.ts';

/** What was spent against what was quoted; a key sees its own jobs only. */
export function ledgerRoutes(app: OwnApp, context: RoutesContext): void {
  const { options } = context;
  const { ledger, parts } = options;
  const service = parts.client.origin;

  serve(app, context, ledgerAddresses, {
    async 'GET /v1/ledger'(c, { query: { format, ...period } }) {
      const caller = c.get('caller');
      const owner = caller.seesAll ? {} : { owner: caller.owner };
      const report = reportOf(await ledger.ledgerLines({ service, ...owner, ...period }));
      if (format === 'csv') {
        return c.body(ledgerCsv(report), 200, {
          'Content-Type': 'text/csv; charset=utf-8',
          'Content-Disposition': 'attachment; filename="ledger.csv"',
        });
      }
      const { evidence } = await parts.choice.ground();
      return {
        ...report,
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
