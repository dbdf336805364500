import { type Field, isIllFormed, isRecord, type Report, reportProblem } from './field.ts';
import { nearestWord } from './nearest.ts';
import type { ImageInput, ReferenceInput, SourceVideo } from './requirements.ts';

/** An image: a URL, or `{url, width?, height?}` with its pixels. */
export function image(description: string): Field<ImageInput> {
  return {
    json: {
      anyOf: [urlSchema, objectSchema({ url: urlSchema, width: pixelsSchema, height: pixelsSchema }, ['url'])],
      description,
    },
    read(value, at, report) {
      const entry = asEntry(value, at, ['url', 'width', 'height'], report);
      if (!entry) return undefined;
      const url = readUrl(entry.url, `${at}.url`, 'image', report);
      const width = readSide(entry.width, `${at}.width`, report);
      const height = readSide(entry.height, `${at}.height`, report);
      return url === undefined
        ? undefined
        : { url, ...(width === undefined ? {} : { width }), ...(height === undefined ? {} : { height }) };
    },
  };
}

/** References: a list of `{kind, url, durationSeconds?}`; a URL alone is taken by its ending or media type, else for an image. */
export function references(description: string, maximum: number): Field<readonly ReferenceInput[]> {
  const entrySchema = objectSchema(
    { kind: { type: 'string', enum: referenceKinds }, url: urlSchema, durationSeconds: secondsSchema },
    ['kind', 'url'],
  );
  return {
    json: { type: 'array', maxItems: maximum, items: { anyOf: [urlSchema, entrySchema] }, description },
    read(value, at, report) {
      const entries = Array.isArray(value) ? value : [value];
      if (entries.length > maximum)
        return reportProblem(report, 'out_of_range', at, value, `at most ${maximum} references`, maximum);
      return entries.flatMap((entry, index) => readReference(entry, `${at}[${index}]`, report) ?? []);
    },
  };
}

/** The video that an edit or an upscale starts from: a URL, or what is known of it, for a quote. */
export function sourceVideo(description: string): Field<SourceVideo> {
  const fields = {
    url: { type: 'string', pattern: '^[hH][tT][tT][pP][sS]?://' },
    width: pixelsSchema,
    height: pixelsSchema,
    durationSeconds: secondsSchema,
  };
  return {
    json: { anyOf: [fields.url, objectSchema(fields, [])], description },
    read(value, at, report) {
      const entry = asEntry(value, at, ['url', 'width', 'height', 'durationSeconds'], report);
      if (!entry) return undefined;
      const url = entry.url == null ? undefined : readUrl(entry.url, `${at}.url`, 'video', report);
      const width = readSide(entry.width, `${at}.width`, report);
      const height = readSide(entry.height, `${at}.height`, report);
      const durationSeconds = readSeconds(entry.durationSeconds, `${at}.durationSeconds`, report);
      return {
        ...(url === undefined ? {} : { url }),
        ...(width === undefined ? {} : { width }),
        ...(height === undefined ? {} : { height }),
        ...(durationSeconds === undefined ? {} : { durationSeconds }),
      };
    },
  };
}

const referenceKinds = ['image', 'audio', 'video'] as const;

const urlSchema = { type: 'string', pattern: '^([hH][tT][tT][pP][sS]?://|[dD][aA][tT][aA]:)' };
const pixelsSchema = { type: 'integer', minimum: 1, maximum: 65536 };
const secondsSchema = { type: 'number', exclusiveMinimum: 0, maximum: 86400 };

function objectSchema(properties: object, required: readonly string[]): object {
  return { type: 'object', properties, required, additionalProperties: false };
}

function readReference(value: unknown, at: string, report: Report): ReferenceInput | undefined {
  const entry = asEntry(value, at, ['kind', 'url', 'durationSeconds'], report);
  if (!entry) return undefined;
  const kind =
    entry.kind == null ? kindOfReference(String(entry.url)) : referenceKinds.find((known) => known === entry.kind);
  if (kind === undefined) {
    const nearest = typeof entry.kind === 'string' ? nearestWord(entry.kind, referenceKinds) : null;
    return reportProblem(report, 'not_allowed', `${at}.kind`, entry.kind, referenceKinds, nearest);
  }
  const url = readUrl(entry.url, `${at}.url`, kind, report);
  const durationSeconds = readSeconds(entry.durationSeconds, `${at}.durationSeconds`, report);
  return url === undefined ? undefined : { kind, url, ...(durationSeconds === undefined ? {} : { durationSeconds }) };
}

/**
 * What a reference is when nobody says: a `data:` URL by its media type, another URL by the end of its path, whatever stands behind `?`
 * or `#`, and a file by the end of its name. An image when neither tells.
 */
export function kindOfReference(urlOrFile: string): ReferenceInput['kind'] {
  const start = urlOrFile.slice(0, 8192);
  const [, ofData] = /^data:(audio|video)\//i.exec(start) ?? [];
  if (ofData !== undefined || /^data:/i.test(start)) return (ofData?.toLowerCase() as 'audio' | 'video') ?? 'image';
  const path = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*([^?#]*)/i.exec(start)?.[1] ?? start;
  if (/\.(mp3|wav|m4a|aac|ogg|flac)$/i.test(path)) return 'audio';
  return /\.(mp4|mov|webm|mkv|m4v)$/i.test(path) ? 'video' : 'image';
}

/** A string stands for `{url}`. Reports every field that is not known here. */
function asEntry(
  value: unknown,
  at: string,
  known: readonly string[],
  report: Report,
): Readonly<Record<string, unknown>> | undefined {
  if (typeof value === 'string') return { url: value };
  if (!isRecord(value))
    return reportProblem(report, 'wrong_type', at, value, `a URL, or an object with ${known.join(', ')}`);
  for (const key of Object.keys(value))
    if (!known.includes(key))
      reportProblem(report, 'unknown_field', `${at}.${key.slice(0, 40)}`, undefined, known, nearestWord(key, known));
  return value;
}

/** Only images may be `data:` URLs: the API refuses them for video (seen live 2026-10-02) and, as far as is known, for audio. */
function readUrl(value: unknown, at: string, kind: ReferenceInput['kind'], report: Report): string | undefined {
  const allowed = kind === 'image' ? 'an https: URL or a data:image/…;base64 URL' : 'an https: URL';
  if (value == null) return reportProblem(report, 'missing', at, undefined, allowed);
  if (typeof value !== 'string') return reportProblem(report, 'wrong_type', at, value, allowed);
  const usable = /^data:/i.test(value)
    ? kind === 'image' &&
      value.length <= 30_000_000 &&
      /^data:image\/[a-z0-9.+-]+;base64,[a-z0-9+/]/i.test(value.slice(0, 100))
    : value.length <= 8192 && /^https?:\/\/[^\s\\/?#"<>]+([/?#][^\s"<>]*)?$/i.test(value);
  return usable && !isIllFormed(value.slice(0, 8192))
    ? value
    : reportProblem(report, 'url_not_allowed', at, value, allowed);
}

function readSide(value: unknown, at: string, report: Report): number | undefined {
  if (value == null) return undefined;
  if (Number.isInteger(value) && (value as number) >= 1 && (value as number) <= 65536) return value as number;
  return reportProblem(
    report,
    typeof value === 'number' ? 'out_of_range' : 'wrong_type',
    at,
    value,
    'whole pixels from 1 to 65536',
  );
}

function readSeconds(value: unknown, at: string, report: Report): number | undefined {
  if (value == null) return undefined;
  if (typeof value === 'number' && value > 0 && value <= 86400) return value;
  return reportProblem(
    report,
    typeof value === 'number' ? 'out_of_range' : 'wrong_type',
    at,
    value,
    'seconds above 0, up to 86400',
  );
}
