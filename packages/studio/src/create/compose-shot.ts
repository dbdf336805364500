import type { RankedModel } from '@shotcaller/core';
import type { Choice } from '../brief/choice.ts';
import { projectStore } from '../projects/project-store.ts';
import { clipHashOf, fixedShot, newShot, nextTake, type Shot } from '../shots/shot.ts';
import { shotStore } from '../shots/shot-store.ts';

/** The shot that is being described, where it was saved before and has no takes yet. */
function savedShot({ shot }: Choice): Shot | undefined {
  const found = shot === null ? undefined : shotStore.get(shot);
  return found?.takes.length === 0 ? found : undefined;
}

/**
 * The shot that an order for this clip belongs to, with its clip fixed: the one that it was shot for before, else the one that was saved for
 * it, or a new one.
 *
 * @param clip the choice with the look of its project
 */
export function shotToOrder(choice: Choice, clip: Choice, nowMs: number): Shot {
  const known = shotStore.forClip(clipHashOf(clip));
  const saved = savedShot(choice);
  return fixedShot(known?.takes.length ? known : (saved ?? known ?? shotStore.begin(clip, nowMs)), clip);
}

/**
 * The shot with one take more on each of these models, ready to be ordered. A clip that was shot before gets them beside its others; a model
 * that has a take that was not released gets none.
 *
 * @param fruitless keys of takes that brought neither clip nor bill: they stand in no other's way
 */
export function shotWithTakes(
  choice: Choice,
  clip: Choice,
  places: readonly RankedModel[],
  nowMs: number,
  fruitless: ReadonlySet<string> = new Set(),
): Shot {
  let shot = shotToOrder(choice, clip, nowMs);
  for (const { model, price } of places) {
    if (shot.takes.some((take) => take.model === model && !take.isReleased && !fruitless.has(take.key))) continue;
    shot = { ...shot, takes: [...shot.takes, nextTake(shot, { model, confirmUsd: price.highUsd }, nowMs)] };
  }
  return shot;
}

/**
 * The shot for later: as it is described, without the look of its project, which may still change.
 *
 * @param ticked the models that the page shows as ticked, by hand or not
 */
export function shotForLater(choice: Choice, ticked: readonly string[], nowMs: number): Shot {
  const before = savedShot(choice);
  const own = before ? fixedShot(before, choice) : newShot(choice, nowMs);
  const planned = before?.plan;
  // Several takes of one model have one tick.
  if (planned?.models && isSame(planned.models, ticked)) return { ...own, plan: planned };
  return { ...own, plan: { takes: Math.max(1, ticked.length), models: ticked.length === 0 ? null : ticked } };
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((model) => other.includes(model));
}

/** Keeps a shot, and in the project that it is described for. It takes the place of the one that was saved for it, which would be bought again there. */
export function keepShot(choice: Choice, own: Shot): void {
  shotStore.put(own);
  const project = choice.project === null ? undefined : projectStore.get(choice.project);
  if (!project || project.shotIds.includes(own.id)) return;
  const saved = savedShot(choice);
  if (saved && project.shotIds.includes(saved.id)) {
    projectStore.change(project.id, ({ shotIds, ...others }) => ({
      ...others,
      shotIds: shotIds.map((id) => (id === saved.id ? own.id : id)),
    }));
    shotStore.remove(saved.id);
  } else projectStore.addShot(project.id, own.id);
}
