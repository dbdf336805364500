import { plainDecimal } from '../price/money.ts';
import { isKnownSku, isReadableRate } from '../price/sku-table.ts';
import { isRecord } from '../requirements/field.ts';
import type { Catalog, CatalogIssue, CatalogSource, VideoModel } from './model.ts';
import { asServed } from './records.ts';

/** The answer was not a list of models at all. */
export class CatalogError extends Error {
  override readonly name = 'CatalogError';
}

/** Where a list that is read came from, and when it was true. */
export interface ParseCatalogOptions {
  /** Where the list came from; it is shown beside every answer. */
  readonly source: CatalogSource;
  /** ISO 8601 date of the list; a file's own `asOf` goes before it. Default: not known. */
  readonly asOf?: string | null;
}

/** Models read from one list; more are dropped and reported as unreadable. The live list has about thirty. */
const mostModels = 100_000;

/**
 * Reads the answer of `GET /videos/models`, or a saved one. Lenient: unknown fields are kept, a field of the wrong type
 * is "not stated", a record that is no model is skipped; each is reported in `issues` and the rest of the list survives.
 *
 * @param json `{data: [...]}`, `{models: [...]}` or the bare array, of records as served or of `VideoModel`s
 * @throws CatalogError when there is no list in it
 */
export function parseCatalog(json: unknown, { source, asOf = null }: ParseCatalogOptions): Catalog {
  const records = listIn(json);
  const issues: CatalogIssue[] = [];
  const byId = new Map<string, VideoModel>();
  const shared = sharedValues();
  records.slice(0, mostModels).forEach((record, index) => {
    if (!isRecord(record)) {
      issues.push({ code: 'record_not_an_object', index });
      return;
    }
    const id = readId(record.id);
    if (id === undefined) issues.push({ code: 'record_without_id', index });
    else if (byId.has(id)) issues.push({ code: 'duplicate_id', index, model: id });
    else byId.set(id, parseModel(id, asServed(record), issues, shared));
  });
  const ownDate = isRecord(json) && typeof json.asOf === 'string' ? json.asOf : null;
  return { source, asOf: ownDate ?? asOf, models: [...byId.values()], issues };
}

type JsonRecord = Readonly<Record<string, unknown>>;

function listIn(json: unknown): readonly unknown[] {
  if (Array.isArray(json)) return json;
  if (isRecord(json)) {
    if (Array.isArray(json.data)) return json.data;
    if (Array.isArray(json.models)) return json.models;
  }
  throw new CatalogError('This is not a list of video models: expected {"data": [...]} as GET /videos/models answers.');
}

const knownFields: ReadonlySet<string> = new Set([
  'id',
  'canonical_slug',
  'hugging_face_id',
  'name',
  'description',
  'created',
  'supported_resolutions',
  'supported_aspect_ratios',
  'supported_sizes',
  'supported_durations',
  'supported_frame_images',
  'upscale_factor',
  'creativity',
  'generate_audio',
  'seed',
  'pricing_skus',
  'allowed_passthrough_parameters',
]);

function parseModel(id: string, record: JsonRecord, issues: CatalogIssue[], shared: Shared): VideoModel {
  /** Reads one field; anything but null, absent or a readable value is reported and counts as not stated. */
  const field = <T>(name: string, read: (value: unknown) => T | null): T | null => {
    const value = record[name];
    if (value === undefined || value === null) return null;
    const result = read(value);
    if (result === null) issues.push({ code: 'field_unreadable', model: id, field: name });
    return result;
  };
  const list = <T>(name: string, read: (value: unknown) => T | null) =>
    field(name, (value) =>
      shared(readList(value, read, () => issues.push({ code: 'field_unreadable', model: id, field: name }))),
    );

  const durations = list('supported_durations', readSeconds);
  return {
    id,
    canonicalSlug: field('canonical_slug', readText),
    name: field('name', readText) ?? id,
    createdUnixSeconds: field('created', readNumber),
    resolutions: list('supported_resolutions', readText),
    aspectRatios: list('supported_aspect_ratios', readText),
    sizes: list('supported_sizes', readText),
    durationsSeconds: durations && shared(durations.slice().sort((one, other) => one - other)),
    frameTypes: readEmpty(record.supported_frame_images) ?? list('supported_frame_images', readText),
    upscaleFactor: field('upscale_factor', readRange),
    creativity: list('creativity', readNumber),
    generateAudio: field('generate_audio', readBoolean),
    seed: field('seed', readBoolean),
    pricingSkus: field('pricing_skus', (value) => shared(readSkus(id, value, issues))),
    passthroughParameters:
      readEmpty(record.allowed_passthrough_parameters) ?? list('allowed_passthrough_parameters', readText),
    unknownFields: Object.fromEntries(Object.entries(record).filter(([name]) => !knownFields.has(name))),
  };
}

type Shared = <T>(value: T) => T;

/** Most models of a list have the same few lists and prices: equal ones become one object, which keeps a long catalogue small. */
function sharedValues(): Shared {
  const known = new Map<string, unknown>();
  return <T>(value: T): T => {
    const key = JSON.stringify(value);
    const first = known.get(key);
    if (first !== undefined) return first as T;
    known.set(key, value);
    return value;
  };
}

/** An id that can stand in a request and on a terminal: no spaces, no control characters, at most 200 characters. */
function readId(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length === 0 || value.length > 200) return undefined;
  return /[\s\p{Cc}\p{Cf}\p{Cs}]/u.test(value) ? undefined : value;
}

function readText(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' && value.length <= 500 ? value : null;
}

function readNumber(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** A clip length: whole seconds, as a request can ask for it, 1 to 3600. */
function readSeconds(value: unknown): number | null {
  const seconds = readNumber(value);
  return seconds !== null && Number.isInteger(seconds) && seconds >= 1 && seconds <= 3600 ? seconds : null;
}

function readBoolean(value: unknown): boolean | null {
  return typeof value === 'boolean' ? value : null;
}

function readRange(value: unknown): { readonly min: number; readonly max: number } | null {
  if (!isRecord(value)) return null;
  const min = readNumber(value.min);
  const max = readNumber(value.max);
  return min !== null && max !== null && min > 0 && max >= min ? { min, max } : null;
}

/** A list without its unreadable members; an empty list says nothing, so it is "not stated". */
function readList<T>(value: unknown, read: (value: unknown) => T | null, report: () => void): readonly T[] | null {
  if (!Array.isArray(value)) return null;
  const good = value.map(read).filter((item) => item !== null);
  if (good.length === 0) return null;
  if (good.length < value.length) report();
  return [...new Set(good)];
}

/** An empty list of frame types or of passthrough parameters is a statement: the model takes none. */
function readEmpty(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) && value.length === 0 ? [] : undefined;
}

function readSkus(
  model: string,
  value: unknown,
  issues: CatalogIssue[],
): Readonly<Record<string, string | null>> | null {
  if (!isRecord(value)) return null;
  return Object.fromEntries(
    Object.entries(value).map(([sku, amount]) => {
      const text = typeof amount === 'string' ? amount : typeof amount === 'number' ? plainDecimal(amount) : null;
      if (text === null || !isReadableRate(text)) issues.push({ code: 'sku_value_unreadable', model, sku });
      if (!isKnownSku(sku)) issues.push({ code: 'sku_unknown', model, sku });
      return [sku, text];
    }),
  );
}
