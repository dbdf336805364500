import type { VideoModel } from '../catalog/model.ts';
import { type CoupledLimit, coupledLimits } from '../data/limits.ts';
import type { Requirements } from '../requirements/requirements.ts';
import { shapeOf } from '../requirements/shape.ts';
import type { Finding, Warning } from './verdict.ts';

/** Limits between fields: a proved one and one that leaves the answer open are added to the findings, the others are returned as warnings. */
export function applyCoupledLimits(
  model: VideoModel,
  requirements: Requirements,
  findings: Finding[],
): readonly Warning[] {
  const shape = shapeOf(requirements, model.resolutions);
  const warnings: Warning[] = [];
  for (const limit of limitsOf(model)) {
    if (!limit.broken(requirements, shape)) continue;
    const { field, source, asOf, mend } = limit;
    if (limit.leavesOpen) {
      const reason = { code: limit.code, field, requested: requirements[field], supported: null };
      findings.push({ reason, notStated: true });
      continue;
    }
    if (limit.grade !== 'proved') {
      warnings.push({ code: limit.code, field, grade: limit.grade, source, asOf });
      continue;
    }
    if (findings.some(({ reason, notStated }) => reason.field === field && !notStated)) continue;
    const requested = requirements[field];
    findings.push({
      reason: { code: limit.code, field, requested, supported: mend },
      change: { field, from: requested, to: mend },
    });
  }
  return warnings.length === 0 ? noWarnings : warnings;
}

/** The warnings alone. */
export function warningsOf(model: VideoModel, clip: Requirements): readonly Warning[] {
  return applyCoupledLimits(model, clip, []);
}

/** Whether a clip breaks a limit by a field that was chosen for it. */
export function breaksLimitOf(model: VideoModel, clip: Requirements, chosen: readonly (keyof Requirements)[]): boolean {
  if (chosen.length === 0) return false;
  const shape = shapeOf(clip, model.resolutions);
  return limitsOf(model).some(({ field, broken }) => chosen.includes(field) && broken(clip, shape));
}

const noWarnings: readonly Warning[] = [];
const limits = new WeakMap<VideoModel, readonly CoupledLimit[]>();

function limitsOf(model: VideoModel): readonly CoupledLimit[] {
  const known = limits.get(model);
  if (known) return known;
  const applicable = coupledLimits.filter(({ models }) => models.test(model.id));
  limits.set(model, applicable);
  return applicable;
}
