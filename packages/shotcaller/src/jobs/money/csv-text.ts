/** Rows as CSV (RFC 4180), a header first. What a spreadsheet would take for a formula is kept from that. */
export function csvText<Row, Column extends string>(
  columns: readonly Column[],
  rows: readonly Row[],
  cell: (row: Row, column: Column) => string,
): string {
  const lines = rows.map((row) => columns.map((column) => csvField(cell(row, column))).join(','));
  return `${[columns.join(','), ...lines].join('\r\n')}\r\n`;
}

/**
 * A spreadsheet takes a cell that begins so for a formula, full-width signs and leading blanks included; names of models come from
 * whoever ordered. Where a spreadsheet parts cells at another sign than the comma, a cell begins behind that sign too.
 */
const formulaStart = /(^|[;,|"])(?=\s*[=+\-@\uff1d\uff0b\uff0d\uff20])/g;
/** Control characters, those that turn the direction of writing, and those that nobody sees. */
const hiddenCharacters = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

function csvField(text: string): string {
  // A line break in a cell is more than many readers bear; words stay apart.
  const plain = text.replace(/\s*[\r\n\u2028\u2029]+\s*/g, ' ').replace(hiddenCharacters, '');
  const safe = /^-?\d+(\.\d+)?$/.test(plain) ? plain : plain.replace(formulaStart, "$1'");
  return /[",;|\s]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
