import type { ProfileName } from '@shotcaller/core';
import { requirementsText } from '@shotcaller/core';
import { useMemo } from 'react';
import { useGateway } from '../api/connection.tsx';
import { answerOf } from '../brief/answer.ts';
import { type Choice, emptyChoice, withField } from '../brief/choice.ts';
import { usePictures } from '../brief/use-pictures.ts';
import { ClipForm } from '../create/clip-form.tsx';
import { projectWords } from '../shot-words.ts';
import type { Project } from './project.ts';
import { projectStore } from './project-store.ts';

const profileNames: readonly (readonly [ProfileName | '', string])[] = [
  ['', 'as each shot says'],
  ['balanced', 'balanced'],
  ['fastAndCheap', 'fast and cheap'],
  ['qualityAndCost', 'quality and cost'],
];

/** What all shots of a project share, until a shot says otherwise: settings, seed, references, priorities. */
export function LookForm({ project, now }: { readonly project: Project; readonly now: string }) {
  const { ground } = useGateway();
  const choice: Choice = useMemo(() => ({ ...emptyChoice, edits: project.look }), [project.look]);
  const version = usePictures(useMemo(() => [choice], [choice]));
  // biome-ignore lint/correctness/useExhaustiveDependencies: a picture that was found changes what is missing
  const answer = useMemo(() => answerOf(ground, choice, now), [ground, choice, now, version]);
  const isEmpty = Object.keys(project.look).length === 0 && project.profile === null;
  return (
    <details className="look">
      <summary>
        <h2>Shared look</h2>{' '}
        <span className="soft">
          {isEmpty ? projectWords.lookEmpty : requirementsText(answer.selection.requirements)}
        </span>
      </summary>
      <p className="soft">{projectWords.lookHint}</p>
      <ClipForm
        choice={choice}
        answer={answer}
        setField={(field, value) =>
          projectStore.change(project.id, (before) => ({
            ...before,
            look: Object.fromEntries(
              Object.entries(withField({ ...emptyChoice, edits: before.look }, field, value).edits).filter(
                ([, kept]) => kept !== null,
              ),
            ),
          }))
        }
      />
      <label className="field select">
        <span className="label">Priorities</span>
        <select
          value={project.profile ?? ''}
          onChange={({ target }) =>
            projectStore.change(project.id, (before) => ({
              ...before,
              profile: target.value === '' ? null : (target.value as ProfileName),
            }))
          }
        >
          {profileNames.map(([value, name]) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </select>
      </label>
    </details>
  );
}
