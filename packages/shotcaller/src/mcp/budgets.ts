import type { Plan } from '@shotcaller/core';
import { utcDayOf } from '../iso-time.ts';
import { tighterCaps } from '../jobs/money/caps.ts';
import { checkBudget } from '../jobs/money/check-budget.ts';
import type { Door } from './door.ts';

/** What is left of the limits, and whether they forbid the clip. What everybody together spends is not every key's to know. */
export async function budgetsOf({ parts, caller }: Door, maxUsd: string | undefined, { price }: Plan) {
  if (!caller.seesAll) return { left: [], refusal: null };
  return checkBudget(await parts.ledger(), {
    service: parts.client.origin,
    caps: tighterCaps(await parts.caps(), maxUsd),
    highUsd: price.highUsd,
    day: utcDayOf(parts.clock.now()),
  });
}
