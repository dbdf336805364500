import { memo, useEffect, useState } from 'react';
import { useSpend } from '../api/connection.tsx';
import { OptionGroup } from '../controls/option-group.tsx';
import { visible } from '../controls/visible-text.ts';
import { jobsWords } from '../page-words.ts';
import type { JobFilter, JobGroup } from './job-filter.ts';

const groups: readonly { readonly value: JobGroup; readonly label: string }[] = [
  { value: '', label: 'All' },
  { value: 'open', label: 'Under way' },
  { value: 'done', label: 'Done' },
  { value: 'bad', label: 'Not delivered' },
  { value: 'you', label: 'Waiting for you' },
];

/** A search waits until nothing was typed for a moment: each one is a question to the server. */
const settleMs = 250;

/** What narrows the list down. */
export const JobFilters = memo(function JobFilters({
  filter,
  onChange,
}: {
  readonly filter: JobFilter;
  readonly onChange: (filter: JobFilter) => void;
}) {
  const spend = useSpend();
  const models = [...new Set((spend.ledger?.lines ?? []).map(({ model }) => model))].sort();
  const owners = (spend.ledger?.keys ?? []).map(({ owner }) => owner).sort();
  const isFiltered = Object.values(filter).some((value) => value !== '' && value !== null);
  return (
    <search className="filters">
      <SearchField value={filter.words} onChange={(words) => onChange({ ...filter, words })} />
      <OptionGroup
        legend="Show"
        isLegendHidden
        options={groups}
        value={filter.status}
        onChange={(status) => onChange({ ...filter, status })}
      />
      <label className="select">
        <span className="spoken-only">Model</span>
        <select value={filter.model} onChange={({ target }) => onChange({ ...filter, model: target.value })}>
          <option value="">{jobsWords.everyModel}</option>
          {withOwn(models, filter.model).map((model) => (
            <option key={model} value={model}>
              {visible(model)}
            </option>
          ))}
        </select>
      </label>
      {(owners.some((owner) => owner !== '') || filter.owner !== null) && (
        <label className="select">
          <span className="spoken-only">Key</span>
          <select
            value={filter.owner === null ? '' : `=${filter.owner}`}
            onChange={({ target: { value } }) => onChange({ ...filter, owner: value === '' ? null : value.slice(1) })}
          >
            <option value="">{jobsWords.everyKey}</option>
            {withOwn(owners, filter.owner).map((owner) => (
              <option key={owner} value={`=${owner}`}>
                {owner === '' ? jobsWords.withoutKey : visible(owner)}
              </option>
            ))}
          </select>
        </label>
      )}
      <span className="days">
        <DayField label={jobsWords.from} value={filter.from} onChange={(from) => onChange({ ...filter, from })} />
        <DayField label={jobsWords.to} value={filter.to} onChange={(to) => onChange({ ...filter, to })} />
      </span>
      {isFiltered && (
        <button
          type="button"
          className="button"
          onClick={() => onChange({ status: '', model: '', owner: null, words: '', from: '', to: '' })}
        >
          {jobsWords.clear}
        </button>
      )}
    </search>
  );
});

function SearchField({ value, onChange }: { readonly value: string; readonly onChange: (value: string) => void }) {
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what is typed begins a wait
  useEffect(() => {
    if (typed === value) return;
    const timer = setTimeout(() => onChange(typed), settleMs);
    return () => clearTimeout(timer);
  }, [typed]);
  return (
    <label className="select search">
      <span className="spoken-only">{jobsWords.find}</span>
      <input
        type="search"
        placeholder={jobsWords.find}
        maxLength={200}
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
      />
    </label>
  );
}

function DayField({
  label,
  value,
  onChange,
}: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  return (
    <label className="day-field">
      <span>{label}</span>
      <input type="date" value={value} onChange={({ target }) => onChange(target.value)} />
    </label>
  );
}

/** What is chosen stays to be seen, though nothing was ever bought of it. */
function withOwn(values: readonly string[], own: string | null): readonly string[] {
  return own === null || own === '' || values.includes(own) ? values : [own, ...values];
}
