import { rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { writeNewFile } from '../disk/create-file.ts';
import { isRegularFile, openRegularFile } from '../disk/regular-file.ts';
import { sha256Of } from '../disk/sha256-of.ts';
import type { Sidecar } from './job-file.ts';
import { mostNames, namesTaken, takeFreeName } from './take-free-name.ts';
import { besideName, firstFree } from './target.ts';
import { withoutData } from './without-data.ts';

/**
 * Writes beside a clip how it came about: request, model, prices, ids and hashes. Holds no key. The request's body stays in
 * the ledger, since it may hold whole images; its hash is here. What others have under the name is left alone: then it is
 * `clip.mp4-2.json`.
 *
 * @param clipPath of the clip that it is about
 * @param overwrite a file under the name goes, as the clip's may
 */
export async function writeSidecar(
  clipPath: string,
  sidecar: Sidecar,
  { overwrite }: { readonly overwrite: boolean },
): Promise<void> {
  const mark = sha256Of(`${sidecar.id} ${sidecar.attempt} sidecar`).slice(0, 24);
  const partPath = join(dirname(clipPath), `shotcaller-${mark}.part`);
  await writeNewFile(partPath, [sidecarText(sidecar)]);
  let path = besideName(clipPath);
  for (let tries = 0; tries < mostNames; tries += 1) {
    if ((overwrite && (await isRegularFile(path))) || (await isOurs(path, sidecar))) return rename(partPath, path);
    if ((await takeFreeName(partPath, path, { mark })) === 'given') return rm(partPath, { force: true });
    path = firstFree(path);
  }
  throw namesTaken(path);
}

export function sidecarText(sidecar: Sidecar): string {
  return `${JSON.stringify({ ...sidecar, requirements: withoutData(sidecar.requirements) }, null, 2)}\n`;
}

/**
 * The text of the file beside a clip, if it is about this clip of this job; another one's is not shown. Links are not followed.
 */
export async function readSidecar(
  clipPath: string,
  { id, sha256 }: { readonly id: string; readonly sha256: string },
): Promise<string | undefined> {
  const text = await readText(besideName(clipPath));
  const found = text === undefined ? undefined : parse(text);
  return found?.id === id && found.file?.sha256 === sha256 ? text : undefined;
}

/** Written by an earlier try for this attempt. */
async function isOurs(path: string, { id, attempt }: Sidecar): Promise<boolean> {
  const text = await readText(path);
  const found = text === undefined ? undefined : parse(text);
  return found?.id === id && found.attempt === attempt;
}

/** Requirements and prices have some kilobytes. */
const mostBytes = 10_000_000;

async function readText(path: string): Promise<string | undefined> {
  const handle = await openRegularFile(path).catch(() => undefined);
  if (!handle) return undefined;
  try {
    return (await handle.stat()).size > mostBytes ? undefined : await handle.readFile('utf8');
  } finally {
    await handle.close();
  }
}

function parse(text: string): Partial<Sidecar> | undefined {
  try {
    return (JSON.parse(text) as Partial<Sidecar> | null) ?? undefined;
  } catch {
    return undefined;
  }
}
