import { whyWords } from '../why-words.ts';
import type { ColumnName, RankingFilter, Sorting } from './ranking-columns.ts';

const sortings: readonly { readonly value: ColumnName; readonly label: string; readonly isDown: boolean }[] = [
  { value: 'place', label: whyWords.byPriorities, isDown: false },
  { value: 'price', label: whyWords.byPrice, isDown: false },
  { value: 'seconds', label: whyWords.bySpeed, isDown: false },
  { value: 'quality', label: whyWords.byQuality, isDown: true },
  { value: 'longest', label: whyWords.byLength, isDown: true },
  { value: 'model', label: whyWords.byName, isDown: false },
];

/** Narrows the ranking down, and sorts it where the heads of its columns are hidden. */
export function RankingFilters({
  filter,
  sorting,
  onFilter,
  onSort,
}: {
  readonly filter: RankingFilter;
  readonly sorting: Sorting;
  readonly onFilter: (filter: RankingFilter) => void;
  readonly onSort: (sorting: Sorting) => void;
}) {
  const box = (name: 'hasSound' | 'hasFirstFrame' | 'isUnbeaten', label: string) => (
    <label className="switch">
      <input
        type="checkbox"
        checked={filter[name]}
        onChange={({ target }) => onFilter({ ...filter, [name]: target.checked })}
      />
      {label}
    </label>
  );
  return (
    <search className="ranking-filters" aria-label={whyWords.filters}>
      <label className="select search">
        <span className="spoken-only">{whyWords.findModel}</span>
        <input
          type="search"
          placeholder={whyWords.findModel}
          value={filter.words}
          onChange={({ target }) => onFilter({ ...filter, words: target.value })}
        />
      </label>
      {box('hasSound', whyWords.onlySound)}
      {box('hasFirstFrame', whyWords.onlyFirstFrame)}
      {box('isUnbeaten', whyWords.onlyUnbeaten)}
      <label className="select sort-select">
        <span className="spoken-only">{whyWords.sortBy}</span>
        <select
          value={sorting.column}
          onChange={({ target }) => {
            const found = sortings.find(({ value }) => value === target.value);
            if (found) onSort({ column: found.value, isDown: found.isDown });
          }}
        >
          {sortings.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      </label>
    </search>
  );
}
