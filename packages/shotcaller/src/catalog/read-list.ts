import { type Catalog, type CatalogSource, parseCatalog } from '@shotcaller/core';
import { UnusableList } from './failure.ts';

/** A list of models that can be used, with what is needed to keep it. */
export interface ReadList {
  readonly catalog: Catalog;
  /** The records as served. */
  readonly records: readonly unknown[];
  /** Records that are no model or repeat one; the others are in the catalogue. */
  readonly skipped: number;
}

/**
 * Reads a list of models out of JSON.
 *
 * @throws UnusableList when it holds no list, or no model can be read from the list
 */
export function readList(
  json: unknown,
  { source, asOf }: { readonly source: CatalogSource; readonly asOf: string | null },
): ReadList {
  const records = recordsIn(json);
  if (records === undefined) throw new UnusableList({ code: 'no_list' });
  if (records.length === 0) throw new UnusableList({ code: 'empty_list' });
  const catalog = parseCatalog(json, { source, asOf });
  if (catalog.models.length === 0) throw new UnusableList({ code: 'no_usable_record', records: records.length });
  return { catalog, records, skipped: records.length - catalog.models.length };
}

/** More records were lost than kept: an answer like this must not stand in for a whole one. */
export function isDamaged({ catalog, skipped }: ReadList): boolean {
  return skipped > catalog.models.length;
}

/** Where the parser of core looks for the list: the bare array, `data`, `models`. */
function recordsIn(json: unknown): readonly unknown[] | undefined {
  if (Array.isArray(json)) return json;
  if (typeof json !== 'object' || json === null) return undefined;
  const { data, models } = json as { readonly data?: unknown; readonly models?: unknown };
  return [data, models].find(Array.isArray);
}

/**
 * Parses JSON and tells a web page, a text that breaks off and other text apart.
 *
 * @throws UnusableList when it is not JSON
 */
export function parseJson(text: string): unknown {
  const trimmed = text.replace(/^\uFEFF/, '').trim();
  try {
    return JSON.parse(trimmed);
  } catch (error) {
    if (trimmed.startsWith('<')) throw new UnusableList({ code: 'html' });
    throw new UnusableList({ code: breaksOff(trimmed, error) ? 'truncated' : 'not_json' });
  }
}

/** Whether the parser came to the end of the text and wanted more. Its message is the only thing that tells. */
function breaksOff(text: string, error: unknown): boolean {
  if (!/^[[{]/.test(text) || !(error instanceof Error)) return false;
  const position = /at position (\d+)/.exec(error.message)?.[1];
  return /end of JSON input|Unterminated/.test(error.message) || Number(position) >= text.length;
}
