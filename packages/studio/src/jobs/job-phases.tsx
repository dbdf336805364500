import type { AttemptState } from '../api/wire.ts';

const phases: readonly { readonly name: string; readonly states: readonly AttemptState[] }[] = [
  { name: 'Reserved', states: ['planned', 'reserved'] },
  { name: 'Queued', states: ['submitting', 'submitted'] },
  { name: 'Generating', states: ['running'] },
  { name: 'Downloading', states: ['downloading'] },
];

/** The four steps of a job, the present one marked. */
export function JobPhases({ status }: { readonly status: AttemptState }) {
  const now = phases.findIndex(({ states }) => states.includes(status));
  return (
    <ol className="phases" aria-label="Steps">
      {phases.map(({ name }, at) => (
        <li
          key={name}
          className={at < now ? 'past' : at === now ? 'now' : ''}
          aria-current={at === now ? 'step' : undefined}
        >
          {name}
        </li>
      ))}
    </ol>
  );
}
