import { useDeferredValue, useMemo, useRef } from 'react';
import { useConnection } from '../api/connection.tsx';
import { choiceOf } from '../brief/choice-link.ts';
import { usePictures } from '../brief/use-pictures.ts';
import type { Shot } from '../shots/shot.ts';
import { shotRequirements } from '../shots/shot-requirements.ts';
import { useShots } from '../shots/shot-store.ts';
import { type ShotTile, tilesOf } from '../shots/shot-view.ts';
import { isUnsent, type Order } from '../shots/use-orders.ts';
import { type Project, withLook } from './project.ts';
import { type PlannedShot, plannedShot } from './shot-plan.ts';

export interface ProjectShots {
  /** In the order of the film. */
  readonly tiles: readonly ShotTile[];
  readonly shots: readonly Shot[];
  /** What is to be shot, by the id of the shot. */
  readonly plans: ReadonlyMap<string, PlannedShot>;
  /** The plans are those of the look as it stands: while somebody types in it, they follow a moment later. */
  readonly isPlanned: boolean;
  /** Orders whose answers have not come. */
  readonly unsent: readonly Order[];
}

/** The shots of a project as they stand. */
export function useProjectShots(project: Project | undefined, now: string): ProjectShots {
  const { jobs, ground } = useConnection();
  const allShots = useShots();
  const shotIds = project?.shotIds ?? none;
  const tiles = useMemo(() => {
    const all = tilesOf(allShots, jobs.byId, ({ query }) => choiceOf(query).sentence);
    return shotIds.flatMap((id) => all.find((tile) => tile.id === id) ?? []);
  }, [shotIds, allShots, jobs.byId]);
  const shots = useMemo(
    () => shotIds.flatMap((id) => allShots.find((shot) => shot.id === id) ?? []),
    [shotIds, allShots],
  );
  const pictures = usePictures(
    useMemo(() => (project ? shots.map(({ query }) => withLook(choiceOf(query), project)) : []), [shots, project]),
  );
  const lookText = JSON.stringify({ look: project?.look ?? {}, profile: project?.profile ?? null });
  const plannedText = useDeferredValue(lookText);
  const look = useMemo(() => JSON.parse(plannedText) as Look, [plannedText]);
  const planned = useRef<ReadonlyMap<string, Planned>>(new Map());
  const plans = useMemo(() => {
    const toShoot = shots.filter(({ takes, plan }) => takes.length === 0 && plan);
    const made = toShoot.map((shot): readonly [string, Planned] => {
      // Ranking takes some milliseconds a shot, and a name that is typed changes none of them.
      const on = [JSON.stringify(shot), look, ground, now, pictures];
      const before = planned.current.get(shot.id);
      const isSame = before?.on.every((part, at) => part === on[at]);
      return [shot.id, isSame ? before! : { on, plan: plannedShot(shot, look, ground, now) }];
    });
    planned.current = new Map(made);
    return new Map(made.map(([id, { plan }]) => [id, plan]));
  }, [shots, look, ground, now, pictures]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: as above
  const unsent = useMemo(
    () =>
      tiles.flatMap(({ id, takes }): readonly Order[] => {
        const open = takes.filter(isUnsent);
        const shot = open.length > 0 ? shots.find((entry) => entry.id === id) : undefined;
        if (!shot) return [];
        const requirements = shotRequirements(shot, ground, now);
        return open.map(({ take, heard }) => ({ take, heard, requirements }));
      }),
    [tiles, shots, ground, now, pictures],
  );
  return { tiles, shots, plans, isPlanned: plannedText === lookText, unsent };
}

type Look = Pick<Project, 'look' | 'profile'>;

/** A plan, and all that it was made from. */
interface Planned {
  readonly on: readonly unknown[];
  readonly plan: PlannedShot;
}

const none: readonly string[] = [];
