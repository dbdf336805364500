import type { RankedModel } from '@shotcaller/core';
import type { Choice } from '../brief/choice.ts';
import { clipHashOf, fixedShot, newShot, nextTake, type Shot } from '../shots/shot.ts';
import { shotStore } from '../shots/shot-store.ts';

/** The shot that is being described, where it was saved before and has no takes yet. */
function savedShot({ shot }: Choice): Shot | undefined {
  const found = shot === null ? undefined : shotStore.get(shot);
  return found?.takes.length === 0 ? found : undefined;
}

/**
 * The shot with one take more on each of these models, ready to be ordered. A clip that was shot before gets them beside its others; a model
 * that has a take that was not released gets none.
 */
export function shotWithTakes(choice: Choice, clip: Choice, places: readonly RankedModel[], nowMs: number): Shot {
  let shot = fixedShot(shotStore.forClip(clipHashOf(clip)) ?? savedShot(choice) ?? shotStore.begin(clip, nowMs), clip);
  for (const { model, price } of places) {
    if (shot.takes.some((take) => take.model === model && !take.isReleased)) continue;
    shot = { ...shot, takes: [...shot.takes, nextTake(shot, { model, confirmUsd: price.highUsd }, nowMs)] };
  }
  return shot;
}

/** The shot for later: as it is described, without the look of its project, which may still change. */
export function shotForLater(choice: Choice, nowMs: number): Shot {
  const before = savedShot(choice);
  const models = choice.ticked;
  const takes = Math.max(1, models?.length ?? before?.plan?.takes ?? 1);
  return { ...(before ? fixedShot(before, choice) : newShot(choice, nowMs)), plan: { takes, models } };
}
