/** Where something stands in a list, counted from 1. In a CSV file a column is a cell, elsewhere a character. */
export interface Place {
  readonly line: number;
  readonly column: number | null;
}

/** A value as written, with its place. */
export interface RawCell extends Place {
  readonly value: unknown;
  /** The characters that stand there, for words that look like numbers: an id `007`. */
  readonly text: string;
}

/** One shot, or the defaults: cells by the names that the list gives them. */
export interface RawRow extends Place {
  readonly cells: ReadonlyMap<string, RawCell>;
}

/** A list as its format states it; what the cells mean is not looked at yet. */
export interface RawList {
  /** The batch's name, where the list states one. */
  readonly name: RawCell | null;
  readonly defaults: RawRow | null;
  readonly shots: readonly RawRow[];
  /** It has no place for ids at all, which was reported once. */
  readonly isWithoutIds?: boolean;
}

/** What a shot list is written in. Files that end in `.tsv` are read as CSV, `.json` as YAML. */
export type ListFormat = 'csv' | 'jsonl' | 'yaml';
