import { readRegularFile } from '../../disk/regular-file.ts';
import { sha256Of } from '../../disk/sha256-of.ts';
import { mostShots, mostTakes } from '../list/shot.ts';
import { shotKey } from '../list/shot-hash.ts';
import { isUsableId } from '../list/shot-id.ts';
import type { BatchPlan, ClipOutcome } from './batch-plan.ts';

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
      const name = `picture:${sha256Of(value)}`;
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
  const text = await readRegularFile(path, { maxBytes: mostBytes }).then(
    (bytes) => bytes.toString('utf8'),
    (error: NodeJS.ErrnoException) => {
      const why = error.code === 'ENOENT' ? `There is no file ${path}.` : `${path} cannot be read: ${error.message}`;
      throw new PlanFileError(`${why} Nothing was bought.`);
    },
  );
  const unusable = new PlanFileError(
    `${path} is not a plan of shotcaller batch --plan, or it was changed. Nothing was bought. Make a new plan with: shotcaller batch LIST --plan --json > plan.json`,
  );
  try {
    const { pictures, plan } = JSON.parse(text) as {
      readonly pictures: Readonly<Record<string, string>>;
      readonly plan: BatchPlan;
    };
    if (plan.kind !== 'batch_plan' || plan.version !== 1 || !isOfOnePiece(plan)) throw unusable;
    const whole = JSON.stringify(plan);
    return JSON.parse(whole, (_, value: unknown) =>
      typeof value === 'string' && value.startsWith('picture:') ? (pictures[value] ?? value) : value,
    ) as BatchPlan;
  } catch {
    throw unusable;
  }
}

/** Ids name files and keys say what was bought before, so a plan in which they were changed is not bought. */
function isOfOnePiece({ name, clips, total }: BatchPlan): boolean {
  // The name of the list's file may be the name of the batch, and is a folder's by default.
  if (typeof name !== 'string' || name === '' || /[\\/\p{Cc}]/u.test(name) || name.startsWith('..')) return false;
  if (clips.length > mostShots * mostTakes || new Set(clips.map(({ key }) => key)).size !== clips.length) return false;
  const isWhole = clips.every(
    ({ shot, take, hash, key, brief, outcome }) =>
      isUsableId(shot) &&
      Number.isInteger(take) &&
      take >= 1 &&
      take <= mostTakes &&
      key === shotKey(name, { id: shot, hash }, take) &&
      typeof brief.requirements === 'object' &&
      outcomes.includes(outcome.kind),
  );
  return isWhole && total.toBuy === clips.filter(({ outcome }) => outcome.kind === 'to_buy').length;
}

const outcomes: readonly ClipOutcome['kind'][] = ['to_buy', 'bought', 'no_model', 'request_refused', 'cannot_continue'];
