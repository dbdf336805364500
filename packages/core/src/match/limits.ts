import type { QualityEstimate, SpeedEstimate } from '../evidence/evidence.ts';
import { parseMoney } from '../price/money.ts';
import type { Price } from '../price/price.ts';
import type { Requirements } from '../requirements/requirements.ts';
import type { Finding } from './verdict.ts';

/** What the limits are held against. */
export interface Estimates {
  readonly price: Price;
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
export function limitFindings({ price, speed, quality }: Estimates, requirements: Requirements): readonly Finding[] {
  const { maxUsd, maxSeconds, minQuality } = requirements;
  const findings: Finding[] = [];
  if (maxUsd !== undefined) {
    const { highUsd } = price;
    const over = { field: 'maxUsd', requested: maxUsd, supported: highUsd };
    if (highUsd === null) findings.push({ reason: { code: 'price_unknown', ...over }, notStated: true });
    else if (parseMoney(highUsd)?.gt(maxUsd)) {
      findings.push({
        reason: { code: 'price_over_limit', ...over },
        change: { field: 'maxUsd', from: maxUsd, to: highUsd },
      });
    }
  }
  if (maxSeconds !== undefined && speed.p90Seconds > maxSeconds) {
    const supported = Math.ceil(speed.p90Seconds);
    findings.push({
      reason: { code: 'too_slow', field: 'maxSeconds', requested: maxSeconds, supported },
      change: { field: 'maxSeconds', from: maxSeconds, to: supported },
    });
  }
  if (minQuality !== undefined && quality.low < minQuality) {
    const supported = Math.floor(quality.low);
    findings.push({
      reason: { code: 'quality_too_low', field: 'minQuality', requested: minQuality, supported },
      change: { field: 'minQuality', from: minQuality, to: supported },
    });
  }
  return findings;
}
