import { lstatSync, statSync } from 'node:fs';
import { basename, dirname, extname, isAbsolute, join, resolve, sep } from 'node:path';
import { windowsName } from './windows-name.ts';

/** What names the file of an attempt. */
export interface NamedAttempt {
  readonly id: string;
  /** 1, 2, … within the job. */
  readonly number: number;
  readonly model: string;
  /** ISO 8601. */
  readonly createdAt: string;
}

export interface TargetOptions {
  /** A file, or a folder: one that exists, or a path that ends with a slash. May hold `{model}`, `{id}`, `{attempt}`, `{date}`. */
  readonly output?: string;
  /** Where files go without `output`, and what a relative `output` is relative to. */
  readonly folder: string;
  readonly overwrite: boolean;
  /** As Node names it. Default this machine's. */
  readonly platform?: string;
}

/**
 * Where the file of a job goes: an absolute path of a file that does not exist yet, unless overwriting was allowed. What is
 * filled into a template can add no folder and no dots to the path, and makes no name that Windows has for a device; on Windows
 * a name that was written out is kept from that too.
 */
export function chooseTarget(attempt: NamedAttempt, options: TargetOptions): string {
  const { path, isFolder } = wantedPlace(attempt, options);
  const wanted = isFolder ? join(path, fillTemplate('{model}-{id}.mp4', attempt, true)) : path;
  return options.overwrite ? wanted : firstFree(wanted);
}

/** The place that was asked for, whatever is there: a file, or a folder for one with a name of our own. What is not known is not filled in. */
export function wantedPlace(
  attempt: Partial<NamedAttempt>,
  { output, folder, platform = process.platform }: Omit<TargetOptions, 'overwrite'>,
): { readonly path: string; readonly isFolder: boolean } {
  if (output === undefined) return { path: folder, isFolder: true };
  const filled = fillTemplate(output, attempt, platform === 'win32');
  const path = isAbsolute(filled) ? filled : resolve(folder, filled);
  return { path, isFolder: namesFolder(filled) || isExistingFolder(path) };
}

/** Whether a path is one of a folder by how it is written. Empty, it is the folder that it would be relative to. */
export function namesFolder(path: string): boolean {
  return /(^|\/)\.{0,2}$/.test(path.replaceAll(sep, '/'));
}

/** `forWindows`: names without anything to fill in are made fit for Windows, too. */
function fillTemplate(template: string, attempt: Partial<NamedAttempt>, forWindows: boolean): string {
  const values: Readonly<Record<string, string | undefined>> = {
    model: attempt.model,
    id: attempt.id,
    attempt: attempt.number?.toString(),
    date: attempt.createdAt?.slice(0, 10),
  };
  return template.replace(forWindows ? /[^/\\]+/g : /[^/]+/g, (name) => {
    const filled = name.replace(/\{(\w+)\}/g, (whole, key: string) => {
      const value = values[key];
      return value === undefined ? whole : safeName(value);
    });
    return forWindows || filled !== name ? windowsName(fitting(filled)) : name;
  });
}

/** Letters, digits, dot, dash and underscore, no dot first, at most 100 characters. */
export function safeName(text: string): string {
  const plain = text
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[.-]+/, '')
    .slice(0, 100);
  return plain === '' ? 'file' : plain;
}

/**
 * `clip.mp4`, else `clip-2.mp4`, `clip-3.mp4`, …: a clip that is paid for is saved beside what is there, never over it. A link that leads
 * nowhere has the name, too. A further name is no longer than the first, which is known to fit.
 */
export function firstFree(path: string): string {
  for (const name of namesFor(path)) if (!isTaken(name)) return name;
  return path;
}

/** `clip.mp4`, `clip-2.mp4`, `clip-3.mp4`, … without an end. */
export function* namesFor(path: string): Generator<string, never> {
  yield path;
  const extension = extname(path);
  const stem = basename(path, extension);
  const mostBytes = Buffer.byteLength(basename(path));
  for (let number = 2; ; number += 1) {
    const ending = `-${number}${extension}`;
    const name =
      mostBytes < longestEverywhere
        ? `${stem}${ending}`
        : `${cut(stem, mostBytes - Buffer.byteLength(ending))}${ending}`;
    yield join(dirname(path), name);
  }
}

/** A name that was filled in, with its end: as long as fits everywhere. */
function fitting(name: string): string {
  const extension = extname(name);
  const room = longestEverywhere - Buffer.byteLength(extension);
  return Buffer.byteLength(name) <= longestEverywhere || room < 1
    ? name
    : `${cut(basename(name, extension), room)}${extension}`;
}

/** The name of the JSON file that belongs beside another one; no longer than that one's where that is long. */
export function besideName(path: string): string {
  const name = basename(path);
  const bytes = Buffer.byteLength(name);
  const stem = bytes <= longestEverywhere ? name : cut(name, bytes - '.json'.length);
  return join(dirname(path), `${stem}.json`);
}

/** Names of this many bytes, and some more, fit on every file system in use; encrypted home folders take 143. */
const longestEverywhere = 120;

/** The beginning of a text, at most so many bytes of it, no character halved. */
function cut(text: string, mostBytes: number): string {
  let [kept, bytes] = ['', 0];
  for (const character of text) {
    bytes += Buffer.byteLength(character);
    if (bytes > mostBytes) break;
    kept += character;
  }
  return kept;
}

export function isTaken(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

function isExistingFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
