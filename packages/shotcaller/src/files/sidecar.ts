import { open, rename } from 'node:fs/promises';
import type { Sidecar } from './job-file.ts';
import { withoutData } from './without-data.ts';

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
