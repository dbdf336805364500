import { useOfJobs } from '../api/connection.tsx';
import { useShots } from '../shots/shot-store.ts';
import { takesOf } from '../shots/shot-view.ts';
import { useProjects } from './project-store.ts';
import { leftOf, sumsOf } from './project-sums.ts';

/** What the budget of a project leaves, in dollars; `null`: no project, or no budget of its own. */
export function useProjectLeft(projectId: string | null | undefined): string | null {
  const shots = useShots();
  const project = useProjects().find(({ id }) => id === projectId);
  return useOfJobs((jobs) => {
    if (!project || project.budgetUsd === null) return null;
    const takes = project.shotIds.flatMap((id) =>
      takesOf(
        id,
        shots.find((shot) => shot.id === id),
        jobs.byId,
      ),
    );
    return leftOf(project.budgetUsd, sumsOf(takes));
  });
}
