import { existsSync, statSync } from 'node:fs';
import { basename, dirname, extname, isAbsolute, join, resolve, sep } from 'node:path';
import type { Job } from './job.ts';

export interface TargetOptions {
  /** A file, or a folder: one that exists, or a path that ends with a slash. May hold `{model}`, `{id}`, `{attempt}`, `{date}`. */
  readonly output?: string;
  /** Where files go without `output`, and what a relative `output` is relative to. */
  readonly folder: string;
  readonly overwrite: boolean;
}

/**
 * Where the file of a job goes: an absolute path of a file that does not exist yet, unless overwriting was allowed. What is
 * filled into a template can add no folder and no dots to the path.
 */
export function chooseTarget(job: Job, { output, folder, overwrite }: TargetOptions): string {
  const filled = output === undefined ? undefined : fillTemplate(output, job);
  const path = filled === undefined ? folder : isAbsolute(filled) ? filled : resolve(folder, filled);
  const isFolder = filled === undefined || filled.endsWith('/') || filled.endsWith(sep) || isExistingFolder(path);
  const wanted = isFolder ? join(path, fillTemplate('{model}-{id}.mp4', job)) : path;
  return overwrite ? wanted : firstFree(wanted);
}

function fillTemplate(template: string, job: Job): string {
  const values: Readonly<Record<string, string>> = {
    model: job.model,
    id: job.id,
    attempt: String(job.attempt),
    date: job.createdAt.slice(0, 10),
  };
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    return value === undefined ? whole : safeName(value);
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

/** `clip.mp4`, else `clip-2.mp4`, `clip-3.mp4`, …: a clip that is paid for is saved beside what is there, never over it. */
function firstFree(path: string): string {
  if (!existsSync(path)) return path;
  const extension = extname(path);
  const stem = join(dirname(path), basename(path, extension));
  for (let number = 2; ; number += 1) {
    const candidate = `${stem}-${number}${extension}`;
    if (!existsSync(candidate)) return candidate;
  }
}

function isExistingFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
