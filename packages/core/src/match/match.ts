import type { VideoModel } from '../catalog/model.ts';
import type { Requirements } from '../requirements/requirements.ts';
import { capabilityFindings } from './capabilities.ts';
import { applyCoupledLimits } from './coupled.ts';
import { taskFindings } from './task.ts';
import type { Change, Finding, Verdict, Warning } from './verdict.ts';

/** All that was found about one model, before a verdict is drawn. */
export interface Match {
  readonly findings: readonly Finding[];
  readonly warnings: readonly Warning[];
  /** The model is made for another task, so no small change of the requirements makes it fit. */
  readonly otherTask: boolean;
}

/**
 * Whether a model can make what is asked for: every broken rule, what is not stated, and the smallest change that would
 * make it fit. Limits on price, time and quality are judged by `select`, which knows them.
 */
export function match(model: VideoModel, requirements: Requirements): Verdict {
  return verdictOf(findMismatches(model, requirements), requirements);
}

export function findMismatches(model: VideoModel, requirements: Requirements): Match {
  const findings: Finding[] = [];
  const otherTask = taskFindings(model, requirements, findings);
  if (!otherTask) capabilityFindings(model, requirements, findings);
  const warnings = otherTask ? [] : applyCoupledLimits(model, requirements, findings);
  return { findings, warnings, otherTask };
}

const fitsAsItIs: Verdict = { verdict: 'eligible', reasons: [], nearest: [], warnings: [] };

/** Draws the verdict: a broken rule makes it `ineligible`, else something not stated makes it `unknown`. */
export function verdictOf({ findings, warnings, otherTask }: Match, requirements: Requirements): Verdict {
  if (findings.length === 0) return warnings.length === 0 ? fitsAsItIs : { ...fitsAsItIs, warnings };
  const broken = findings.filter(({ notStated }) => !notStated);
  const mendable = !otherTask && broken.every(({ change }) => change !== undefined);
  return {
    verdict: broken.length > 0 ? 'ineligible' : 'unknown',
    reasons: findings.map(({ reason }) => reason),
    nearest: mendable ? changesOf(broken, requirements) : [],
    warnings,
  };
}

/** One change a field. Where class or ratio moves away from an exact size, the size goes. */
function changesOf(broken: readonly Finding[], { size }: Requirements): readonly Change[] {
  const byField = new Map<string, Change>();
  for (const { change } of broken) if (change && !byField.has(change.field)) byField.set(change.field, change);
  const reshaped = byField.has('resolution') || byField.has('aspectRatio');
  if (size !== undefined && reshaped && !byField.has('size'))
    byField.set('size', { field: 'size', from: size, to: null });
  return [...byField.values()];
}
