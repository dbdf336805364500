import { type RankedModel, sumUsd } from '@shotcaller/core';
import { rankedClip } from '../brief/answer.ts';
import type { Choice } from '../brief/choice.ts';
import { choiceOf } from '../brief/choice-link.ts';
import type { PageGround } from '../brief/page-ground.ts';
import { fixedShot, nextTake, type Shot } from '../shots/shot.ts';
import { type Project, withLook } from './project.ts';

/** What shooting a shot of a project would order. */
export interface PlannedShot {
  readonly shot: Shot;
  /** The clip with the project's look. */
  readonly choice: Choice;
  readonly takes: readonly PlannedTake[];
  /** Why it cannot be shot as it is; `null`: it can. */
  readonly hindrance:
    | 'no_model'
    | 'no_prompt'
    | 'picture_missing'
    | 'picture_sought'
    | 'price_unknown'
    | 'wrong_field'
    | null;
}

interface PlannedTake {
  readonly place: RankedModel;
  readonly seed?: number;
}

/** A shot that has no takes yet, ranked under the look of its project. */
export function plannedShot(
  shot: Shot,
  look: Pick<Project, 'look' | 'profile'>,
  ground: PageGround,
  now: string,
): PlannedShot {
  const choice = withLook(choiceOf(shot.query), look);
  const clip = rankedClip(ground, choice, now);
  const { selection, problems, missing, isSeeking } = clip;
  const { takes: count, models } = shot.plan ?? { takes: 1, models: null };
  const places = models ? selection.ranked.filter(({ model }) => models.includes(model)) : selection.ranked;
  const { prompt, task, seed: ownSeed } = selection.requirements;
  const takes: PlannedTake[] = [];
  for (let index = 0; index < count && places.length > 0; index += 1) {
    const place = places[index % places.length]!;
    const isAgain = index >= places.length;
    const takesSeed = ground.catalog.models.find(({ id }) => id === place.model)?.seed === true;
    const seed = isAgain && takesSeed ? { seed: (ownSeed ?? seedOf(shot)) + index } : {};
    takes.push({ place, ...seed });
  }
  const hindrance =
    problems.length > 0
      ? 'wrong_field'
      : missing.length > 0
        ? 'picture_missing'
        : isSeeking
          ? 'picture_sought'
          : (prompt === undefined || prompt.trim() === '') && task === 'generate'
            ? 'no_prompt'
            : takes.length === 0
              ? 'no_model'
              : takes.some(({ place }) => place.price.highUsd === null)
                ? 'price_unknown'
                : null;
  return { shot, choice, takes, hindrance };
}

/** The first seed of a shot that names none: the same whenever it is planned. */
function seedOf({ id }: Shot): number {
  return Number.parseInt(id.slice(0, 7), 16);
}

/** The shot with the takes that were planned for it, each with a key of its own, ready to be ordered. */
export function withPlannedTakes({ shot, choice, takes }: PlannedShot, nowMs: number): Shot {
  let own = fixedShot(shot, choice);
  for (const { place, ...seed } of takes) {
    const take = nextTake(own, { model: place.model, confirmUsd: place.price.highUsd, ...seed }, nowMs);
    own = { ...own, takes: [...own.takes, take] };
  }
  return own;
}

/** The most that these shots may cost together, in dollars. */
export function mostUsd(plans: readonly PlannedShot[]): string {
  return sumUsd(plans.flatMap(({ takes }) => takes.map(({ place }) => place.price.highUsd)));
}
