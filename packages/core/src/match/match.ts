import type { VideoModel } from '../catalog/model.ts';
import { COUPLED_LIMITS } from '../data/limits.ts';
import type { Requirements } from '../requirements/requirements.ts';
import { shapeOf } from '../requirements/shape.ts';
import { capabilityFindings } from './capabilities.ts';
import { taskFindings } from './task.ts';
import type { Finding, Verdict, Warning } from './verdict.ts';

/**
 * Whether a model can make what is asked for: every broken rule, what is not stated, and the smallest change that would
 * make it fit. Limits on price, time and quality are judged by `select`, which knows them.
 */
export function match(model: VideoModel, requirements: Requirements): Verdict {
  const findings: Finding[] = [];
  const mismatch = taskFindings(model, requirements, findings);
  if (!mismatch) capabilityFindings(model, requirements, findings);
  const warnings = applyCoupledLimits(model, requirements, findings);
  return verdictOf(findings, warnings, mismatch);
}

const FITS: Verdict = { verdict: 'eligible', reasons: [], nearest: [], warnings: [] };

/** Draws the verdict from all findings. A model made for another task gets no "nearest": another job is no small change. */
export function verdictOf(findings: readonly Finding[], warnings: readonly Warning[], otherTask = false): Verdict {
  if (findings.length === 0) return warnings.length === 0 ? FITS : { ...FITS, warnings };
  const broken = findings.filter(({ notStated }) => !notStated);
  const mendable = !otherTask && broken.every(({ change }) => change !== undefined);
  return {
    verdict: broken.length > 0 ? 'ineligible' : 'unknown',
    reasons: findings.map(({ reason }) => reason),
    nearest: mendable ? broken.flatMap(({ change }) => change ?? []) : [],
    warnings,
  };
}

/** Proved limits are findings, the others warnings. */
function applyCoupledLimits(model: VideoModel, requirements: Requirements, findings: Finding[]): readonly Warning[] {
  const warnings: Warning[] = [];
  const shape = shapeOf(requirements, model.resolutions);
  for (const limit of COUPLED_LIMITS) {
    if (!limit.models.test(model.id) || !limit.broken(requirements, shape)) continue;
    const { code, field, grade, source, asOf, mend } = limit;
    if (grade !== 'proved') {
      warnings.push({ code, field, grade, source, asOf });
      continue;
    }
    if (findings.some(({ reason }) => reason.field === field)) continue;
    const requested = requirements[field as keyof Requirements];
    findings.push({ reason: { code, field, requested, supported: mend }, change: { field, from: requested, to: mend } });
  }
  return warnings;
}
