import type { Catalog } from './catalog/model.ts';
import { type ProfileName, profiles } from './rank/profiles.ts';
import type { RequirementsInput } from './requirements/schema.ts';
import { select } from './select.ts';

/** A usual job whose pick differs between two catalogues. */
export interface PickChange {
  readonly job: string;
  readonly profile: ProfileName;
  readonly from: string | null;
  readonly to: string | null;
}

/** The jobs that a change of catalogue is held against. */
const usualJobs: readonly { readonly job: string; readonly input: RequirementsInput }[] = [
  { job: 'text, 5 s, 720p, 16:9', input: { durationSeconds: 5, resolution: '720p', aspectRatio: '16:9' } },
  {
    job: 'text, 8 s, 1080p, 16:9, sound',
    input: { durationSeconds: 8, resolution: '1080p', aspectRatio: '16:9', audio: true },
  },
  {
    job: 'first frame, 5 s, 720p, 9:16',
    input: { durationSeconds: 5, resolution: '720p', aspectRatio: '9:16', firstFrame: 'https://example.com/first.jpg' },
  },
];

/** Which picks a change of catalogue changes, over three usual jobs and the three profiles. */
export function pickChanges(before: Catalog, after: Catalog, now: string): readonly PickChange[] {
  return usualJobs.flatMap(({ job, input }) =>
    (Object.keys(profiles) as ProfileName[]).flatMap((profile) => {
      const from = select(before, input, { profile, now }).pick;
      const to = select(after, input, { profile, now }).pick;
      return from === to ? [] : [{ job, profile, from, to }];
    }),
  );
}
