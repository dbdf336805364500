import { ledgerCsv, type OwnerSum, ownersCsv, reportOf } from '../../jobs/money/ledger-report.ts';
import { linesJson } from '../../jobs/money/lines-json.ts';
import { picoFromUsd } from '../../jobs/money/pico.ts';
import { readingReportOf } from '../../jobs/money/reading.ts';
import type { GatewayContext, RoutesContext } from '../routes-context.ts';
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
      const [lines, byOwner, readings, budgets, { evidence }] = await Promise.all([
        ledger.ledgerLines({ service, ...owner, ...period }),
        caller.seesAll ? ledger.spendByOwner({ service, ...period }) : [],
        ledger.readingLines({ service, ...owner, ...period }),
        budgetsOf(options, caller),
        parts.choice.ground(),
      ]);
      const { total } = reportOf(lines);
      return withLines(c, lines, {
        total,
        ...(caller.seesAll && { keys: bySpend(byOwner) }),
        readings: readingReportOf(readings),
        budgets,
        corrections: (evidence.priceCorrections ?? []).map(({ model, sku, floorUsd, n, factor, low, high }) => ({
          model,
          ...(sku !== undefined && { sku }),
          ...(floorUsd !== undefined && { floorUsd }),
          n,
          factor,
          low,
          high,
        })),
      });
    },
  });
}

/** The answer as JSON. Its thousands of lines are written once, for as long as the ledger remembers them. */
function withLines(c: GatewayContext, lines: LedgerAnswer['lines'], rest: Omit<LedgerAnswer, 'lines'>): Response {
  const bytes = Buffer.concat([
    Buffer.from('{"lines":'),
    linesJson(lines),
    Buffer.from(`,${JSON.stringify(rest).slice(1)}`),
  ]);
  return c.body(bytes, 200, { 'Content-Type': 'application/json' });
}

/** Whoever spent most first. */
function bySpend(sums: readonly OwnerSum[]): readonly OwnerSum[] {
  const spent = ({ billedUsd, assumedUsd, reservedUsd }: OwnerSum) =>
    picoFromUsd(billedUsd) + picoFromUsd(assumedUsd) + picoFromUsd(reservedUsd);
  return sums.toSorted((one, other) => Number(spent(other) - spent(one)) || (one.owner < other.owner ? -1 : 1));
}
