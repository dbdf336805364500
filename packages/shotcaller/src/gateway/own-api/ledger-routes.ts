import { renewalOf } from '../../jobs/money/caps.ts';
import { ledgerCsv, reportOf } from '../../jobs/money/ledger-report.ts';
import { picoFromUsd, usdFromPico } from '../../jobs/money/pico.ts';
import type { Caller } from '../keys/caller.ts';
import type { RoutesContext } from '../routes-context.ts';
import { type Budget, ledgerAddresses } from './addresses/ledger.ts';
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
        budgets: await budgetsOf(caller),
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

  async function budgetsOf({ owner, seesAll, budgetUsd, dailyUsd }: Caller): Promise<readonly Budget[]> {
    const { perJobUsd, perDayUsd, perMonthUsd } = options.caps ?? {};
    const today = new Date(parts.clock.now()).toISOString().slice(0, 10);
    const budget = async (
      name: Budget['name'],
      limitUsd: string | undefined,
      scope: { readonly owner?: string; readonly period?: string },
    ): Promise<readonly Budget[]> => {
      if (limitUsd === undefined) return [];
      const bookedPico = await ledger.bookedPico({ service, ...scope });
      const left = picoFromUsd(limitUsd) - bookedPico;
      const leftUsd = usdFromPico(left < 0n ? 0n : left);
      const renewsAt = renewalOf(name, today);
      return [
        {
          name,
          limitUsd,
          bookedUsd: usdFromPico(bookedPico),
          leftUsd,
          ...(renewsAt !== undefined && { renewsAt }),
        },
      ];
    };
    return [
      ...(perJobUsd === undefined
        ? []
        : [{ name: 'job' as const, limitUsd: perJobUsd, bookedUsd: null, leftUsd: null }]),
      // What everybody together spends is not every key's to know.
      ...(seesAll ? await budget('day', perDayUsd, { period: today }) : []),
      ...(seesAll ? await budget('month', perMonthUsd, { period: today.slice(0, 7) }) : []),
      ...(await budget('key', budgetUsd, { owner })),
      ...(await budget('key_day', dailyUsd, { owner, period: today })),
    ];
  }
}
