import { open, rename } from 'node:fs/promises';
import type { Price } from '@shotcaller/core';
import type { Job, JobFile, Order } from '../jobs/job.ts';

/** How a clip came about, as the file beside it says. */
export interface Sidecar {
  readonly id: string;
  readonly attempt: number;
  readonly model: string;
  readonly jobId: string | null;
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
export async function writeSidecar(path: string, order: Order, job: Job, file: JobFile): Promise<void> {
  const text = `${JSON.stringify(sidecarOf(order, job, file), null, 2)}\n`;
  const partPath = `${path}.${job.id}.part`;
  const handle = await open(partPath, 'w');
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(partPath, path);
}

function sidecarOf(order: Order, job: Job, file: JobFile): Sidecar {
  return {
    id: order.id,
    attempt: job.attempt,
    model: job.model,
    jobId: job.jobId,
    requirements: withoutData(order.requirements),
    requestSha256: job.requestHash,
    price: job.price,
    billedUsd: job.billedUsd,
    submittedAt: job.submittedAt,
    completedAt: job.completedAt,
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
