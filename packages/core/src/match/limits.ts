import Big from 'big.js';
import type { QualityEstimate, SpeedEstimate } from '../evidence/evidence.ts';
import { formatMoney } from '../price/money.ts';
import type { Price } from '../price/price.ts';
import { usdLess } from '../price/usd.ts';
import type { Requirements } from '../requirements/requirements.ts';
import type { Change, Finding } from './verdict.ts';

/** What the limits are held against. */
export interface Estimates {
  readonly quote: { readonly price: Price };
  readonly speed: SpeedEstimate;
  readonly quality: QualityEstimate;
}

/** Whether the requirements set any limit on price, time or quality. */
export function hasLimits({ maxUsd, maxSeconds, minQuality }: Requirements): boolean {
  return maxUsd !== undefined || maxSeconds !== undefined || minQuality !== undefined;
}

/**
 * Holds the limits against the cautious end of each estimate: the upper end of the price, the 90th percentile of the time,
 * the low end of the rating. An unknown price under a budget is not stated, never "fits".
 */
export function limitFindings(
  { quote: { price }, speed, quality }: Estimates,
  requirements: Requirements,
): readonly Finding[] {
  const { maxUsd, maxSeconds, minQuality } = requirements;
  const findings: Finding[] = [];
  if (maxUsd !== undefined) {
    const { highUsd } = price;
    const over = { field: 'maxUsd', requested: maxUsd, supported: highUsd };
    if (highUsd === null) findings.push({ reason: { code: 'price_unknown', ...over }, notStated: true });
    else if (usdLess(maxUsd, highUsd)) {
      findings.push({
        reason: { code: 'price_over_limit', ...over },
        ...changeOf('maxUsd', maxUsd, enoughUsd(highUsd)),
      });
    }
  }
  if (maxSeconds !== undefined && speed.p90Seconds > maxSeconds) {
    const supported = Math.ceil(speed.p90Seconds);
    findings.push({
      reason: { code: 'too_slow', field: 'maxSeconds', requested: maxSeconds, supported },
      ...changeOf('maxSeconds', maxSeconds, supported <= longestWaitSeconds ? supported : null),
    });
  }
  if (minQuality !== undefined && quality.low < minQuality) {
    const supported = Math.floor(quality.low);
    findings.push({
      reason: { code: 'quality_too_low', field: 'minQuality', requested: minQuality, supported },
      ...changeOf('minQuality', minQuality, supported >= leastRating ? supported : null),
    });
  }
  return findings;
}

/** The ends of what requirements can name; a limit beyond is left out. */
const longestWaitSeconds = 604_800;
const leastRating = 500;
const largestUsd = 1_000_000;

function changeOf(field: string, from: unknown, to: unknown): { readonly change: Change } {
  return { change: { field, from, to } };
}

/** The least limit that covers an amount, at the twelve decimals that a limit may have. */
function enoughUsd(usd: string): string | null {
  const limit = new Big(usd).round(12, Big.roundUp);
  return limit.gt(largestUsd) ? null : formatMoney(limit);
}
