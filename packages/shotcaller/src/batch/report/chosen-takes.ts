import type { StoredVote } from '../../jobs/records/vote-records.ts';
import type { ManifestClip } from './manifest.ts';

/** Of each shot one take that is there: the one that won the most votes, of equals the first. In the order of the list. */
export function chosenTakes(
  clips: readonly ManifestClip[],
  votes: readonly Pick<StoredVote, 'models' | 'better' | 'jobIds'>[],
): readonly ManifestClip[] {
  const wins = new Map<string, number>();
  for (const { models, better, jobIds } of votes) {
    const winner = better === null ? undefined : jobIds?.[models.indexOf(better)];
    if (winner !== undefined) wins.set(winner, (wins.get(winner) ?? 0) + 1);
  }
  const winsOf = ({ jobId }: ManifestClip) => wins.get(jobId ?? '') ?? 0;
  const chosen = new Map<string, ManifestClip>();
  for (const clip of clips) {
    const before = chosen.get(clip.shot);
    if (clip.file !== null && (!before || winsOf(clip) > winsOf(before))) chosen.set(clip.shot, clip);
  }
  return [...chosen.values()];
}
