import { type Catalog, type ProfileName, profiles, type RequirementsInput, select } from '@shotcaller/core';

/** A job whose pick differs between two catalogues. */
export interface PickChange {
  readonly job: string;
  readonly from: string | null;
  readonly to: string | null;
}

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

/** Which picks change over three usual jobs and the three profiles: the same nine that the command line holds a change against. */
export function pickChanges(before: Catalog, after: Catalog, now: string): readonly PickChange[] {
  return usualJobs.flatMap(({ job, input }) =>
    (Object.keys(profiles) as ProfileName[]).flatMap((profile) => {
      const from = select(before, input, { profile, now }).pick;
      const to = select(after, input, { profile, now }).pick;
      return from === to ? [] : [{ job: `${job}, ${profile}`, from, to }];
    }),
  );
}
