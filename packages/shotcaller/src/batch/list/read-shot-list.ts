import { basename, dirname, extname, resolve } from 'node:path';
import { FileTooLargeError, readRegularFile } from '../../disk/regular-file.ts';
import { sha256Of } from '../../disk/sha256-of.ts';
import { type ListProblem, ShotListError } from './list-problem.ts';
import { listText } from './list-text.ts';
import type { ListFormat, Place, RawList } from './raw-list.ts';
import { type ListDefaults, readShots } from './read-shots.ts';
import { mostShots, type ShotList } from './shot.ts';
import { allowedName, isUsableName } from './shot-id.ts';

/** What a shot list is read with beside its own words. */
export interface ReadListOptions {
  /** For fields that neither a shot nor the list's own defaults name. Default none. */
  readonly defaults?: ListDefaults;
  /** Goes before the list's own name. Default: that, else the file's name. */
  readonly name?: string;
}

const formatByEnd: Readonly<Record<string, ListFormat>> = {
  '.csv': 'csv',
  '.tsv': 'csv',
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
  '.yaml': 'yaml',
  '.yml': 'yaml',
  '.json': 'yaml',
};

/** A list is text that stands in memory several times while it is read. */
const mostMegabytes = 50;
/** After so many, a list is not read any further. */
const mostProblems = 20_000;

class EnoughProblems extends Error {}

/**
 * Reads a shot list: CSV, JSON Lines or YAML, by the end of its name. Pictures are found relative to the list. Nothing is bought.
 *
 * @throws ShotListError with every problem of the list, its line and its column
 */
export async function readShotListFile(path: string, options: ReadListOptions = {}): Promise<ShotList> {
  const format = formatByEnd[extname(path).toLowerCase()];
  const wrong = (detail: string) => new ShotListError(path, [{ code: 'syntax', detail, ...nowhere }]);
  if (!format) throw wrong('The name of a shot list ends with .csv, .jsonl, .yaml or .json.');
  let bytes: Uint8Array;
  try {
    bytes = await readRegularFile(path, { maxBytes: mostMegabytes * 1e6 });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (error instanceof FileTooLargeError) throw new ShotListError(path, [tooLarge]);
    throw wrong(code === 'ENOENT' ? 'There is no such file.' : `It cannot be read: ${message}`);
  }
  const text = listText(bytes);
  if (typeof text !== 'string') throw new ShotListError(path, [text]);
  const pictures = new Map<string, Promise<{ readonly url: string }>>();
  const readPicture = (given: string) => {
    const place = /^file:/i.test(given) ? given : resolve(dirname(path), given);
    const reading = pictures.get(place) ?? preparePicture(place);
    pictures.set(place, reading);
    return reading;
  };
  return readShotListText(text, format, {
    ...options,
    otherwiseNamed: basename(path, extname(path)),
    shown: path,
    readPicture,
  });
}

/** Loaded only where a list names a file. */
async function preparePicture(path: string): Promise<{ readonly url: string }> {
  const { prepareImageInput } = await import('../../inputs/prepare-image-input.ts');
  return prepareImageInput(path);
}

/** The same for a list that is no file. */
export interface ReadTextOptions extends ReadListOptions {
  /** When neither `name` nor the list names it. Default: by its content. */
  readonly otherwiseNamed?: string;
  /** How the list is called in errors. Default `The list`. */
  readonly shown?: string;
  /** Makes a URL of a picture's path. `null`, the default: paths are refused. */
  readonly readPicture?: ((path: string) => Promise<{ readonly url: string }>) | null;
}

/** As `readShotListFile`, of a text. */
export async function readShotListText(
  text: string,
  format: ListFormat,
  { shown = 'The list', name, otherwiseNamed, defaults = {}, readPicture = null }: ReadTextOptions = {},
): Promise<ShotList> {
  if (text.length > mostMegabytes * 1e6) throw new ShotListError(shown, [tooLarge]);
  const problems: ListProblem[] = [];
  const report = (problem: ListProblem) => {
    problems.push(problem);
    if (problems.length >= mostProblems) throw new EnoughProblems();
  };
  const read = async (): Promise<ShotList> => {
    const raw = await readRaw(text.replace(/^\uFEFF/, ''), format, report);
    const { length } = raw.shots;
    if (length > mostShots) report({ code: 'too_many_shots', most: mostShots, ...nowhere });
    else if (length === 0 && problems.length === 0) report({ code: 'no_shots', ...nowhere });
    const shots = length > mostShots ? [] : await readShots(raw, { defaults, readPicture, report });
    const stated = raw.name && nameIn(raw.name.value, raw.name, report);
    const given = name === undefined ? undefined : nameIn(name, nowhere, report);
    return { name: given ?? stated ?? otherwiseNamed ?? nameOf(text), shots };
  };
  let isCutShort = false;
  const list = await read().catch((error: unknown) => {
    if (!(error instanceof EnoughProblems)) throw error;
    isCutShort = true;
    return null;
  });
  if (list === null || problems.length > 0) throw new ShotListError(shown, problems, isCutShort);
  return list;
}

/** The name of a batch in one form of Unicode, since it stands in the dedupe keys. */
function nameIn(given: unknown, { line, column }: Place, report: (problem: ListProblem) => void): string | undefined {
  const name = typeof given === 'string' ? given.normalize('NFC') : undefined;
  if (name !== undefined && isUsableName(name)) return name;
  const value = typeof given === 'object' && given !== null ? 'This' : JSON.stringify(given);
  report({ code: 'wrong_value', value, allowed: allowedName, line, column, shot: null, field: 'name' });
  return undefined;
}

const nowhere = { line: 1, column: null, shot: null, field: null } as const;
const tooLarge: ListProblem = { code: 'list_too_large', mostMegabytes, ...nowhere };

/** A list without a name is known by what stands in it. */
function nameOf(text: string): string {
  return `list-${sha256Of(text).slice(0, 12)}`;
}

async function readRaw(text: string, format: ListFormat, report: (problem: ListProblem) => void): Promise<RawList> {
  switch (format) {
    case 'csv':
      return (await import('./read-csv.ts')).readCsv(text, report);
    case 'jsonl':
      return (await import('./read-json-lines.ts')).readJsonLines(text, report);
    case 'yaml':
      return (await import('./read-yaml.ts')).readYaml(text, report);
    default:
      return format satisfies never;
  }
}
