import type { Hono } from 'hono';
import { ledgerCsv, reportOf } from '../../jobs/money/ledger-report.ts';
import { picoFromUsd, usdFromPico } from '../../jobs/money/pico.ts';
import type { Budget, LedgerAnswer } from '../api.types.ts';
import type { GatewayContext, GatewayEnvironment, RoutesContext } from '../routes-context.ts';
import { readQuery } from './errors.ts';
import { ledgerQuerySchema } from './schemas.ts';

/** `/v1/ledger`: what was spent against what was quoted; a key sees its own jobs only. */
export function ledgerRoutes(app: Hono<GatewayEnvironment>, { options }: RoutesContext): void {
  const { ledger, parts } = options;
  const service = parts.client.origin;

  app.get('/ledger', async (c) => {
    const { since, until, format } = readQuery(c, ledgerQuerySchema);
    const { seesAll, owner } = c.get('caller');
    const report = reportOf(
      await ledger.ledgerLines({
        service,
        ...(!seesAll && { owner }),
        ...(since !== undefined && { since }),
        ...(until !== undefined && { until }),
      }),
    );
    if (format === 'csv') {
      return c.body(ledgerCsv(report), 200, {
        'Content-Type': 'text/csv; charset=utf-8',
        'Content-Disposition': 'attachment; filename="ledger.csv"',
      });
    }
    const { evidence } = await parts.choice.ground();
    const answer: LedgerAnswer = {
      ...report,
      budgets: await budgetsOf(c),
      corrections: (evidence.priceCorrections ?? []).map(({ model, n, factor, low, high }) => ({
        model,
        n,
        factor,
        low,
        high,
      })),
    };
    return c.json(answer);
  });

  async function budgetsOf(c: GatewayContext): Promise<readonly Budget[]> {
    const { owner, seesAll, budgetUsd, dailyUsd } = c.get('caller');
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
      return [{ name, limitUsd, bookedUsd: usdFromPico(bookedPico), leftUsd }];
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
