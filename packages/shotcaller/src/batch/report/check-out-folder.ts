import { access, readFile } from 'node:fs/promises';
import { checkTarget } from '../../jobs/check-target.ts';
import { JobFailure } from '../../jobs/job-failure.ts';
import type { Manifest } from './manifest.ts';
import { reportsIn } from './write-reports.ts';

/**
 * Tries the folder of a batch before anything is bought: clips must fit there, and the reports take the place of no file of somebody else.
 *
 * @throws JobFailure `output_unusable`
 */
export async function checkOutFolder(outFolder: string): Promise<void> {
  checkTarget(undefined, outFolder);
  const { manifestJson, manifestCsv, contactSheet } = reportsIn(outFolder);
  if (await isManifest(manifestJson)) return;
  for (const path of [manifestJson, manifestCsv, contactSheet]) {
    if (!(await isThere(path))) continue;
    throw new JobFailure(
      'output_unusable',
      `The batch would overwrite ${path}, which shotcaller batch has not written. Nothing was bought. Choose another folder with --out, or move the file.`,
      null,
    );
  }
}

async function isManifest(path: string): Promise<boolean> {
  try {
    const { plannedAt, clips } = JSON.parse(await readFile(path, 'utf8')) as Partial<Manifest>;
    return typeof plannedAt === 'string' && Array.isArray(clips);
  } catch {
    return false;
  }
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
