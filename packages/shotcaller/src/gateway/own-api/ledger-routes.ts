import type { Hono } from 'hono';
import { ledgerCsv, ledgerReport } from '../../jobs/money/ledger-report.ts';
import { picoFromUsd, usdFromPico } from '../../jobs/money/pico.ts';
import type { BookedEntry } from '../../jobs/store.ts';
import type { Budget, LedgerAnswer } from '../api.types.ts';
import { type Door, type GatewayContext, type GatewayEnvironment, jobsNow } from '../door.ts';
import { readQuery } from './errors.ts';
import { ledgerQuerySchema } from './schemas.ts';

/** `/v1/ledger`: what was spent against what was quoted; a key sees its own orders only. */
export function ledgerRoutes(app: Hono<GatewayEnvironment>, door: Door): void {
  const { options } = door;

  app.get('/ledger', async (c) => {
    const { since, until, format } = readQuery(c, ledgerQuerySchema);
    const caller = c.get('caller');
    const mine = caller.seesAll ? undefined : await options.records.jobIdsOf(caller.owner);
    const jobs = await options.ledger.jobs({ limit: 1_000_000, ...(mine && { orderIds: [...mine] }) });
    const wanted = jobs.filter(({ budgetDay, createdAt }) => {
      const day = budgetDay ?? createdAt.slice(0, 10);
      return (since === undefined || day >= since) && (until === undefined || day <= until);
    });
    const money = await options.ledger.money();
    const report = ledgerReport(wanted, money);
    if (format === 'csv') {
      return c.body(ledgerCsv(report), 200, {
        'Content-Type': 'text/csv; charset=utf-8',
        'Content-Disposition': 'attachment; filename="ledger.csv"',
      });
    }
    const { evidence } = await door.ground.ground();
    const answer: LedgerAnswer = {
      ...report,
      budgets: budgetsOf(c, money),
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

  function budgetsOf(c: GatewayContext, money: readonly BookedEntry[]): readonly Budget[] {
    const { owner, seesAll, budgetUsd, dailyUsd } = c.get('caller');
    const { perJobUsd, perDayUsd, perMonthUsd } = options.caps ?? {};
    const today = new Date(jobsNow(options)).toISOString().slice(0, 10);
    const booked = door.spending.booked(owner);
    return [
      ...(perJobUsd === undefined
        ? []
        : [{ name: 'job' as const, limitUsd: perJobUsd, bookedUsd: null, leftUsd: null }]),
      // What everybody together spends is not every key's to know.
      ...(perDayUsd === undefined || !seesAll ? [] : [budget('day', perDayUsd, sumOf(money, today))]),
      ...(perMonthUsd === undefined || !seesAll ? [] : [budget('month', perMonthUsd, sumOf(money, today.slice(0, 7)))]),
      ...(budgetUsd === undefined ? [] : [budget('key', budgetUsd, picoOf(booked.allUsd))]),
      ...(dailyUsd === undefined ? [] : [budget('key_day', dailyUsd, picoOf(booked.dayUsd))]),
    ];
  }
}

function budget(name: Budget['name'], limitUsd: string, bookedPico: bigint): Budget {
  const left = picoFromUsd(limitUsd) - bookedPico;
  return { name, limitUsd, bookedUsd: usdFromPico(bookedPico), leftUsd: usdFromPico(left < 0n ? 0n : left) };
}

function sumOf(money: readonly BookedEntry[], period: string): bigint {
  return money.filter(({ budgetDay }) => budgetDay.startsWith(period)).reduce((sum, { usd }) => sum + picoOf(usd), 0n);
}

function picoOf(usd: string): bigint {
  return usd.startsWith('-') ? -picoFromUsd(usd.slice(1)) : picoFromUsd(usd);
}
