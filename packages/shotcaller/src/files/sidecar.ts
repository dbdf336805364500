import { open, rename } from 'node:fs/promises';
import type { Price } from '@shotcaller/core';
import type { Attempt, JobFile, Job } from '../jobs/job.ts';

/** How a clip came about, as the file beside it says. */
export interface Sidecar {
  readonly id: string;
  readonly number: number;
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
export async function writeSidecar(path: string, job: Job, attempt: Attempt, file: JobFile): Promise<void> {
  const text = `${JSON.stringify(sidecarOf(job, attempt, file), null, 2)}\n`;
  const partPath = `${path}.${attempt.id}.part`;
  const handle = await open(partPath, 'w');
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(partPath, path);
}

function sidecarOf(job: Job, attempt: Attempt, file: JobFile): Sidecar {
  return {
    id: job.id,
    number: attempt.number,
    model: attempt.model,
    remoteId: attempt.remoteId,
    requirements: withoutData(job.requirements),
    requestSha256: attempt.requestHash,
    price: attempt.price,
    billedUsd: attempt.billedUsd,
    submittedAt: attempt.submittedAt,
    completedAt: attempt.completedAt,
    file,
  };
}

/** A `data:` URL is replaced by its media type and length. */
function withoutData(value: unknown): unknown {
  if (typeof value === 'string' && value.startsWith('data:')) {
    return `${value.slice(0, value.indexOf(',') + 1).slice(0, 80)}… (${value.length} characters)`;
  }
  if (Array.isArray(value)) return value.map(withoutData);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withoutData(inner)]));
}
