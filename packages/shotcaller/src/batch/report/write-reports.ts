import { join } from 'node:path';
import { writeWholeFile } from '../../disk/write-whole-file.ts';
import { contactSheet } from './contact-sheet.ts';
import { type Manifest, manifestCsv } from './manifest.ts';

/** The files beside the clips: what was bought, for programs, for spreadsheets, and to look at. */
export interface Reports {
  readonly manifestJson: string;
  readonly manifestCsv: string;
  readonly contactSheet: string;
}

/** Where they stand. */
export function reportsIn(folder: string): Reports {
  return {
    manifestJson: join(folder, 'manifest.json'),
    manifestCsv: join(folder, 'manifest.csv'),
    contactSheet: join(folder, 'contact-sheet.html'),
  };
}

/** Writes the reports anew. Each takes the place of the one before in one step, so a reader never sees half of one. */
export async function writeReports(
  folder: string,
  manifest: Manifest,
  { reloadSeconds }: { readonly reloadSeconds?: number } = {},
): Promise<Reports> {
  const reports = reportsIn(folder);
  const page = contactSheet(manifest, {
    path: reports.contactSheet,
    ...(reloadSeconds !== undefined && { reloadSeconds }),
  });
  await put(reports.manifestJson, `${JSON.stringify(manifest, null, 2)}\n`);
  await put(reports.manifestCsv, `\uFEFF${manifestCsv(manifest)}`);
  await put(reports.contactSheet, page);
  return reports;
}

function put(path: string, text: string): Promise<void> {
  return writeWholeFile(path, text, { isPrivate: false });
}
