import { dollars, usdPattern } from '@shotcaller/core';
import { useState } from 'react';
import { TextField } from '../controls/text-field.tsx';
import { visible } from '../controls/visible-text.ts';
import { projectWords } from '../shot-words.ts';
import type { Project } from './project.ts';
import { projectStore } from './project-store.ts';
import { isOverspent, type ProjectSums } from './project-sums.ts';

/** The project's name, what it cost, what is reserved, and what is left of its budget. */
export function ProjectHead({
  project,
  shots,
  sums,
  left,
  simulated,
}: {
  readonly project: Project;
  readonly shots: number;
  /** `null`: not read yet. */
  readonly sums: ProjectSums | null;
  /** Dollars; `null`: the project has no budget of its own. */
  readonly left: string | null;
  readonly simulated: boolean;
}) {
  const [isUnread, setIsUnread] = useState(false);
  const isOver = left !== null && isOverspent(left);
  const figures = [
    ['Shots', String(shots)],
    [simulated ? 'Spent (simulated)' : 'Spent', sums ? dollars(sums.billedUsd) : '…'],
    ['Reserved', sums ? dollars(sums.reservedUsd) : '…'],
    ['Left', left === null ? 'no budget' : !sums ? '…' : isOver ? `${dollars(left.slice(1))} over` : dollars(left)],
  ] as const;
  return (
    <header className="project-head">
      <h1 className="spoken-only">{visible(project.name)}</h1>
      <input
        className="project-name"
        value={project.name}
        maxLength={80}
        aria-label="Name of the project"
        onChange={({ target }) => projectStore.change(project.id, (before) => ({ ...before, name: target.value }))}
      />
      <dl className="card-figures">
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className={name === 'Left' && sums && isOver ? 'problem' : undefined}>{value}</dd>
          </div>
        ))}
      </dl>
      <TextField
        label="Budget of the project"
        unit="$"
        inputMode="decimal"
        placeholder="no limit"
        value={project.budgetUsd ?? ''}
        problem={isUnread ? projectWords.amountWanted(project.budgetUsd && dollars(project.budgetUsd)) : undefined}
        onChange={(value) => {
          const budgetUsd = amountIn(value);
          setIsUnread(budgetUsd === undefined);
          if (budgetUsd !== undefined) projectStore.change(project.id, (before) => ({ ...before, budgetUsd }));
        }}
      />
      <p className="soft">{projectWords.budgetHint}</p>
    </header>
  );
}

/** Dollars as somebody writes them, with a point or a comma; `null`: none. `undefined`: it cannot be read, and is never taken for no limit. */
function amountIn(text: string): string | null | undefined {
  if (text === '') return null;
  // With a comma only cents: 1,000 may be a thousand, or one.
  const withPoint = text.replace(/,(\d{1,2})$/, '.$1');
  return usdPattern.test(withPoint) ? withPoint : undefined;
}
