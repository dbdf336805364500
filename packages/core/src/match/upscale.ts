import type { VideoModel } from '../catalog/model.ts';
import type { Requirements } from '../requirements/requirements.ts';
import type { Finding } from './verdict.ts';

/** Factor and creativity of an upscale: inside what is listed, or not stated. */
export function upscaleFindings(
  model: VideoModel,
  { upscaleFactor, creativity }: Requirements,
  findings: Finding[],
): void {
  if (upscaleFactor !== undefined) factorFinding(model, upscaleFactor, findings);
  if (creativity !== undefined) creativityFinding(model, creativity, findings);
}

function factorFinding({ upscaleFactor: range }: VideoModel, wanted: number, findings: Finding[]): void {
  const field = 'upscaleFactor';
  const reason = { field, requested: wanted, supported: range };
  if (!range) findings.push({ reason: { code: 'upscale_factor_not_stated', ...reason }, notStated: true });
  else if (wanted < range.min || wanted > range.max) {
    const nearest = wanted < range.min ? range.min : range.max;
    // Requirements name factors from 1 to 16.
    const to = nearest >= 1 && nearest <= 16 ? nearest : null;
    findings.push({
      reason: { code: 'upscale_factor_unsupported', ...reason },
      change: { field, from: wanted, to },
    });
  }
}

function creativityFinding({ creativity: levels }: VideoModel, wanted: number, findings: Finding[]): void {
  const field = 'creativity';
  const reason = { field, requested: wanted, supported: levels };
  if (!levels) findings.push({ reason: { code: 'creativity_not_stated', ...reason }, notStated: true });
  else if (!levels.includes(wanted)) {
    // Requirements name whole levels from 0 to 10.
    const nameable = levels.filter((level) => Number.isInteger(level) && level >= 0 && level <= 10);
    const to = nameable.reduce<number | null>(
      (best, level) => (best === null || Math.abs(level - wanted) < Math.abs(best - wanted) ? level : best),
      null,
    );
    findings.push({
      reason: { code: 'creativity_unsupported', ...reason },
      change: { field, from: wanted, to },
    });
  }
}
