import { createStoredList, useStoredList } from '../shots/stored-list.ts';
import type { Project } from './project.ts';

const list = createStoredList<Project>('shotcaller-projects', {
  most: 200,
  isEntry: (value): value is Project => {
    const { id, name, look, shotIds } = (value ?? {}) as Partial<Project>;
    return typeof id === 'string' && typeof name === 'string' && typeof look === 'object' && Array.isArray(shotIds);
  },
});

/** The projects of this browser. */
export const projectStore = {
  ...list,
  addShot(id: string, shotId: string): void {
    list.change(id, (project) =>
      project.shotIds.includes(shotId) ? project : { ...project, shotIds: [...project.shotIds, shotId] },
    );
  },
};

export function useProjects(): readonly Project[] {
  return useStoredList(list);
}
