import type { Jobs } from '../../jobs/jobs.ts';
import type { ShotList } from '../list/shot.ts';
import { shotOfKey } from '../list/shot-hash.ts';
import { findClipJob } from '../run/clip-job.ts';
import type { ClipToBuy } from './batch-plan.ts';

/** What was bought for one take under another id, by the hash of its shot. */
export type RenamedShots = (hash: string, take: number) => Promise<ClipToBuy['boughtAs']>;

/**
 * Looks for clips of earlier versions of a list. A shot whose id was changed is another shot, and is bought; whoever only renamed it, or
 * renumbered all of them, should hear of that first.
 */
export async function renamedShots(
  { name, shots }: ShotList,
  { jobs, service, owner }: { readonly jobs: Jobs; readonly service: string; readonly owner: string },
): Promise<RenamedShots> {
  const listed = new Set(
    shots.flatMap(({ id, hash, otherHashes }) => [hash, ...otherHashes].map((one) => `${id}/${one}`)),
  );
  const orders = await (await jobs.ledger()).ordersOfBatch({ service, owner, name });
  const unlisted = new Map<string, { readonly shot: string; readonly key: string }>();
  for (const { key, fingerprint } of orders) {
    const of = shotOfKey(name, key);
    if (of && !listed.has(`${of.shot}/${fingerprint}`)) {
      unlisted.set(`${fingerprint}/${of.take}`, { shot: of.shot, key: key.replace(/\/again-\d+$/, '') });
    }
  }
  return async (hash, take) => {
    const before = unlisted.get(`${hash}/${take}`);
    if (!before) return undefined;
    const { found, archived } = await findClipJob(jobs, { service, owner, key: before.key });
    const jobId = found?.job.id ?? archived?.jobId;
    return jobId === undefined ? undefined : { shot: before.shot, jobId };
  };
}
