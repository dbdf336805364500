import { constants, copyFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { firstFree } from '../../files/target.ts';
import type { JobFile } from '../../jobs/job.ts';

/** A clip that was bought into another folder is copied to where it is wanted; what is there stays. */
export async function putInPlace(file: JobFile | null, wanted: string): Promise<JobFile | null> {
  if (!file || dirname(file.path) === dirname(wanted)) return file;
  const isHere = await stat(file.path).catch(() => undefined);
  if (!isHere) return file;
  const there = await stat(wanted).catch(() => undefined);
  if (there?.size === file.bytes) return { ...file, path: wanted };
  const path = firstFree(wanted);
  await copyFile(file.path, path, constants.COPYFILE_EXCL);
  return { ...file, path };
}
