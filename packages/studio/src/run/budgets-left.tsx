import { dollars, renewalText } from '@shotcaller/core';
import type { CSSProperties } from 'react';
import type { Budget } from '../api/wire.ts';
import { localTime } from '../controls/local-time.ts';

const names: Readonly<Record<Budget['name'], string>> = {
  job: 'one clip',
  day: 'today',
  month: 'this month',
  key: 'this key',
  key_day: 'this key today',
};

/** The budgets with what is left of each, and when it renews. */
export function BudgetsLeft({ budgets }: { readonly budgets: readonly Budget[] }) {
  if (budgets.length === 0) return null;
  return (
    <ul className="budgets" aria-label="Budgets">
      {budgets.map(({ name, limitUsd, bookedUsd, leftUsd, renewsAt }) => (
        <li key={name}>
          <span>{names[name]}</span>
          {leftUsd === null || bookedUsd === null ? (
            <span>at most {dollars(limitUsd)}</span>
          ) : (
            <>
              <span
                className="budget-bar"
                aria-hidden="true"
                style={{ '--share': Math.min(1, Number(bookedUsd) / Number(limitUsd)) } as CSSProperties}
              />
              <span>
                <strong>{dollars(leftUsd)}</strong> of {dollars(limitUsd)} left
                {renewsAt !== undefined && <span className="soft"> renews at {renewalText(renewsAt, localTime)}</span>}
              </span>
            </>
          )}
        </li>
      ))}
    </ul>
  );
}
