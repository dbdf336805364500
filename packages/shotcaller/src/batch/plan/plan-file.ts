import { createHash } from 'node:crypto';
import { readRegularFile } from '../../disk/regular-file.ts';
import type { BatchPlan } from './batch-plan.ts';

/** A plan that cannot be read: it was changed by hand, or is none. */
class PlanFileError extends Error {
  override readonly name = 'PlanFileError';
}

/** A plan as a file. A picture that several shots share stands in it once. */
export function planText(plan: BatchPlan): string {
  const pictures: Record<string, string> = {};
  const text = JSON.stringify(
    plan,
    (_, value: unknown) => {
      if (typeof value !== 'string' || value.length < 200 || !value.startsWith('data:')) return value;
      const name = `picture:${createHash('sha256').update(value).digest('hex')}`;
      pictures[name] = value;
      return name;
    },
    2,
  );
  return `${JSON.stringify({ pictures, plan: JSON.parse(text) }, null, 2)}\n`;
}

const mostBytes = 500_000_000;

/** @throws PlanFileError */
export async function readPlanFile(path: string): Promise<BatchPlan> {
  const text = (await readRegularFile(path, { maxBytes: mostBytes })).toString('utf8');
  const unusable = new PlanFileError(
    `${path} is no plan of shotcaller batch --plan. Nothing was bought. Make one with: shotcaller batch LIST --plan --json > plan.json`,
  );
  try {
    const { pictures, plan } = JSON.parse(text) as {
      readonly pictures: Readonly<Record<string, string>>;
      readonly plan: BatchPlan;
    };
    if (plan.kind !== 'batch_plan' || plan.version !== 1 || !Array.isArray(plan.clips)) throw unusable;
    const whole = JSON.stringify(plan);
    return JSON.parse(whole, (_, value: unknown) =>
      typeof value === 'string' && value.startsWith('picture:') ? (pictures[value] ?? value) : value,
    ) as BatchPlan;
  } catch {
    throw unusable;
  }
}
