import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { GivenEvidence } from '@shotcaller/core';
import { readRegularFileSync } from '../disk/regular-file.ts';
import { sha256Of } from '../disk/sha256-of.ts';
import { writeWholeFile } from '../disk/write-whole-file.ts';
import { parseJsonFile } from '../settings/parse-json-file.ts';
import { SettingsError } from '../settings/settings-error.ts';

/** An edition of the published evidence as it was downloaded, with what proves that it is whole. */
export interface PublishedEdition {
  readonly from: string;
  /** ISO 8601 UTC. */
  readonly fetchedAt: string;
  /** Of `text`, hexadecimal. */
  readonly sha256: string;
  /** The file, byte for byte. */
  readonly text: string;
}

/** Far more than an edition has. */
export const mostEditionBytes = 20_000_000;

const nextStep = 'Fetch it anew with shotcaller evidence refresh, or delete the file.';

/**
 * The edition in the home folder; `undefined` without one.
 *
 * @throws SettingsError when it is damaged
 */
export function readEdition(
  home: string,
): { readonly edition: PublishedEdition; readonly evidence: GivenEvidence } | undefined {
  const path = editionPath(home);
  if (!existsSync(path)) return undefined;
  const text = readRegularFileSync(path, { maxBytes: 2 * mostEditionBytes }).toString('utf8');
  const kept = parseJsonFile(text, path, { code: 'evidence_invalid', nextStep }) as Partial<PublishedEdition> | null;
  // It was held against the schema when it was fetched; what is whole still is of that schema.
  if (typeof kept?.text !== 'string' || sha256Of(kept.text) !== kept.sha256) {
    throw new SettingsError('evidence_invalid', path, `is damaged. ${nextStep}`);
  }
  return { edition: kept as PublishedEdition, evidence: JSON.parse(kept.text) as GivenEvidence };
}

export function keepEdition(home: string, edition: PublishedEdition): Promise<void> {
  return writeWholeFile(editionPath(home), `${JSON.stringify(edition)}\n`);
}

function editionPath(home: string): string {
  return join(home, 'evidence-published.json');
}
