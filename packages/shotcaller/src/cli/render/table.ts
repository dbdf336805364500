import stringWidth from 'string-width';

export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => string;
  readonly align?: 'left' | 'right';
  /** Columns with a lower number stay longer when the terminal is narrow; 0 always stays. */
  readonly rank: number;
  /** Colours the padded cell. */
  readonly paint?: (text: string, row: Row) => string;
}

/** Lines of a table without rules, as wide as its content, columns of least importance left out where it would not fit. */
export function tableLines<Row>(
  rows: readonly Row[],
  width: number,
  columns: readonly Column<Row>[],
): readonly string[] {
  const fitting = columnsThatFit(rows, columns, width);
  const widths = fitting.map((column) => columnWidth(rows, column));
  const line = (cells: readonly string[]) => cells.join('  ').trimEnd();
  return [
    line(fitting.map(({ title, align }, index) => pad(title, widths[index]!, align))),
    ...rows.map((row) =>
      line(
        fitting.map(({ cell, align, paint }, index) => {
          const text = pad(cell(row), widths[index]!, align);
          return paint ? paint(text, row) : text;
        }),
      ),
    ),
  ];
}

/** The same as one text. */
export function tableText<Row>(rows: readonly Row[], width: number, columns: readonly Column<Row>[]): string {
  return `${tableLines(rows, width, columns).join('\n')}\n`;
}

function columnsThatFit<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  width: number,
): readonly Column<Row>[] {
  const total = (kept: readonly Column<Row>[]) => kept.reduce((sum, column) => sum + columnWidth(rows, column) + 2, -2);
  let kept = columns;
  while (total(kept) > width) {
    const least = Math.max(...kept.map(({ rank }) => rank));
    if (least === 0) break;
    kept = kept.filter(({ rank }) => rank < least);
  }
  return kept;
}

function columnWidth<Row>(rows: readonly Row[], { title, cell }: Column<Row>): number {
  return Math.max(stringWidth(title), ...rows.map((row) => stringWidth(cell(row))));
}

function pad(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const gap = ' '.repeat(Math.max(0, width - stringWidth(text)));
  return align === 'right' ? gap + text : text + gap;
}
