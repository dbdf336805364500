import type { LedgerLine } from './ledger-report.ts';
import { madeOf } from './lines-together.ts';

/** Kept lines as JSON: where each begins in it, and where the last ends. A comma stands behind each. */
interface Written {
  readonly bytes: Buffer;
  readonly begins: readonly number[];
}

const writtenLines = new WeakMap<readonly LedgerLine[], Written>();

/** A JSON array of the lines, in UTF-8. */
export function linesJson(lines: readonly LedgerLine[]): Buffer {
  if (lines.length === 0) return Buffer.from('[]');
  const { kept, few } = madeOf(lines);
  const { bytes, begins } = written(kept);
  const parts: Buffer[] = [];
  let from = 0;
  for (const { line, before } of few) {
    parts.push(bytes.subarray(begins[from], begins[before]), Buffer.from(`${JSON.stringify(line)},`));
    from = before;
  }
  parts.push(bytes.subarray(begins[from]));
  const all = Buffer.concat([Buffer.from('['), ...parts]);
  // In the place of the last comma.
  all[all.length - 1] = ']'.charCodeAt(0);
  return all;
}

function written(kept: readonly LedgerLine[]): Written {
  const known = writtenLines.get(kept);
  if (known) return known;
  const texts = kept.map((line) => Buffer.from(`${JSON.stringify(line)},`));
  const begins = [0];
  for (const text of texts) begins.push(begins.at(-1)! + text.length);
  const all = { bytes: Buffer.concat(texts), begins };
  writtenLines.set(kept, all);
  return all;
}
