import { useMemo } from 'react';
import { useConnection } from '../api/connection.tsx';
import { isComplete, rankedClip } from '../brief/answer.ts';
import { choiceOf } from '../brief/choice-link.ts';
import { usePictures } from '../brief/use-pictures.ts';
import type { Shot } from '../shots/shot.ts';
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
  // biome-ignore lint/correctness/useExhaustiveDependencies: a picture that was found changes what can be shot
  const plans = useMemo(() => {
    const toShoot = project ? shots.filter(({ takes, plan }) => takes.length === 0 && plan) : [];
    return new Map(toShoot.map((shot) => [shot.id, plannedShot(shot, project!, ground, now)] as const));
  }, [shots, project, ground, now, pictures]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: as above
  const unsent = useMemo(
    () =>
      tiles.flatMap(({ id, takes }): readonly Order[] => {
        const open = takes.filter(isUnsent);
        const shot = open.length > 0 ? shots.find((entry) => entry.id === id) : undefined;
        if (!shot) return [];
        const clip = rankedClip(ground, choiceOf(shot.query), now);
        const requirements = isComplete(clip) ? clip.selection.requirements : null;
        return open.map(({ take, heard }) => ({ take, heard, requirements }));
      }),
    [tiles, shots, ground, now, pictures],
  );
  return { tiles, shots, plans, unsent };
}

const none: readonly string[] = [];
