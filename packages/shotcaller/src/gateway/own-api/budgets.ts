import { utcDayOf } from '../../iso-time.ts';
import type { JobReason } from '../../jobs/job.ts';
import { renewalOf, tighterCaps } from '../../jobs/money/caps.ts';
import { checkBudget } from '../../jobs/money/check-budget.ts';
import { leftUsdOf, usdFromPico } from '../../jobs/money/pico.ts';
import type { Caller } from '../keys/caller.ts';
import type { GatewayOptions } from '../options.ts';
import type { Budget } from './addresses/ledger.ts';

type Books = Pick<GatewayOptions, 'ledger' | 'parts'>;

/** What is left of the budgets that a caller may know of: what everybody together spends is not every key's to know. */
export async function budgetsOf(
  { ledger, parts }: Books,
  { owner, seesAll, budgetUsd, dailyUsd }: Caller,
): Promise<readonly Budget[]> {
  const { perJobUsd, perDayUsd, perMonthUsd } = parts.caps();
  const service = parts.client.origin;
  const today = todayOf(parts);
  const budget = async (
    name: Budget['name'],
    limitUsd: string | undefined,
    scope: { readonly owner?: string; readonly period?: string },
  ): Promise<readonly Budget[]> => {
    if (limitUsd === undefined) return [];
    const bookedPico = await ledger.bookedPico({ service, ...scope });
    const leftUsd = leftUsdOf(limitUsd, bookedPico);
    const renewsAt = renewalOf(name, today);
    return [
      { name, limitUsd, bookedUsd: usdFromPico(bookedPico), leftUsd, ...(renewsAt !== undefined && { renewsAt }) },
    ];
  };
  return [
    ...(perJobUsd === undefined ? [] : [{ name: 'job' as const, limitUsd: perJobUsd, bookedUsd: null, leftUsd: null }]),
    ...(seesAll ? await budget('day', perDayUsd, { period: today }) : []),
    ...(seesAll ? await budget('month', perMonthUsd, { period: today.slice(0, 7) }) : []),
    ...(await budget('key', budgetUsd, { owner })),
    ...(await budget('key_day', dailyUsd, { owner, period: today })),
  ];
}

/** Why the ledger would refuse to reserve this, as far as the caller may know; `null`: it would not, as things are now. */
export async function budgetRefusal(
  { ledger, parts }: Books,
  { owner, seesAll, budgetUsd, dailyUsd }: Caller,
  { highUsd, maxUsd }: { readonly highUsd: string | null; readonly maxUsd: string | undefined },
): Promise<JobReason | null> {
  const caps = parts.caps();
  const { perDayUsd: _, perMonthUsd: __, ...ofEachJob } = caps;
  const { refusal } = await checkBudget(ledger, {
    service: parts.client.origin,
    caps: tighterCaps(seesAll ? caps : ofEachJob, maxUsd),
    ...(owner !== '' && { key: { owner, budgetUsd, dailyUsd } }),
    highUsd,
    day: todayOf(parts),
  });
  return refusal;
}

function todayOf({ clock }: Books['parts']): string {
  return utcDayOf(clock.now());
}
