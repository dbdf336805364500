import { useMemo } from 'react';
import { shortened, slugOf, visible } from '../controls/visible-text.ts';
import { useJobsById } from '../shots/use-older-jobs.ts';

/** Which clip this one goes on from. */
export default function GoesOnFrom({ id, onRemove }: { readonly id: string; readonly onRemove: () => void }) {
  const { byId } = useJobsById(useMemo(() => [id], [id]));
  const job = byId.get(id)?.job;
  const prompt = job?.clip.prompt;
  return (
    <p className="in-project">
      {goesOnWords.from}{' '}
      <a href={`#/jobs/${encodeURIComponent(id)}`}>
        {job ? `“${visible(shortened(prompt ?? '', mostCharacters))}” (${slugOf(job.model)})` : visible(id)}
      </a>{' '}
      <span className="soft">{goesOnWords.next}</span>{' '}
      <button type="button" className="link" onClick={onRemove}>
        {goesOnWords.remove}
      </button>
    </p>
  );
}

const mostCharacters = 80;

const goesOnWords = {
  from: 'Extends the clip',
  next: 'Describe what happens next: the new clip begins where that one ends.',
  remove: 'Make a clip of its own instead',
} as const;
