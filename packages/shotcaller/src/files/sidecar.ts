import { open, rename } from 'node:fs/promises';
import type { Price } from '@shotcaller/core';
import type { JobFile } from './job-file.ts';
import { withoutData } from './without-data.ts';

/** How a clip came about, as the file beside it says. */
export interface Sidecar {
  readonly id: string;
  /** 1, 2, … */
  readonly attempt: number;
  readonly model: string;
  readonly remoteId: string | null;
  readonly requirements: unknown;
  readonly requestSha256: string;
  readonly price: Price;
  readonly billedUsd: string | null;
  readonly submittedAt: string | null;
  readonly completedAt: string | null;
  readonly file: JobFile;
}

/**
 * Writes beside a clip how it came about: request, model, prices, ids and hashes. Holds no key. The request's body stays in
 * the ledger, since it may hold whole images; its hash is here.
 */
export async function writeSidecar(path: string, sidecar: Sidecar): Promise<void> {
  const text = `${JSON.stringify({ ...sidecar, requirements: withoutData(sidecar.requirements) }, null, 2)}\n`;
  const partPath = `${path}.${sidecar.id}.part`;
  const handle = await open(partPath, 'w');
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(partPath, path);
}
