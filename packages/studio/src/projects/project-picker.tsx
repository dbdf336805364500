import { serverNowMs } from '../api/server-clock.ts';
import { visible } from '../controls/visible-text.ts';
import { newProject } from './project.ts';
import { projectStore, useProjects } from './project-store.ts';

const none = '';
const another = 'new';

/** Which project a shot belongs to. */
export function ProjectPicker({ shotId }: { readonly shotId: string }) {
  const projects = useProjects();
  const current = projects.find(({ shotIds }) => shotIds.includes(shotId));
  const choose = (value: string) => {
    projectStore.changeAll((project) =>
      project.shotIds.includes(shotId)
        ? { ...project, shotIds: project.shotIds.filter((id) => id !== shotId) }
        : project,
    );
    if (value === none) return;
    if (value !== another) return projectStore.addShot(value, shotId);
    const project = newProject('Untitled project', serverNowMs());
    projectStore.put({ ...project, shotIds: [shotId] });
    location.hash = `#/projects/${project.id}`;
  };
  return (
    <label className="select project-picker">
      <span>Project</span>{' '}
      <select value={current?.id ?? none} onChange={({ target }) => choose(target.value)}>
        <option value={none}>none</option>
        {projects.map(({ id, name }) => (
          <option key={id} value={id}>
            {visible(name)}
          </option>
        ))}
        <option value={another}>New project…</option>
      </select>
    </label>
  );
}
