import { tryTarget } from '../files/try-target.ts';
import { JobFailure } from './job-failure.ts';

/** Tries the place of a clip before it is bought. Throws `JobFailure` when none can be put there. */
export function checkTarget(output: string | undefined, filesFolder: string): void {
  const unusable = tryTarget(output, filesFolder);
  if (!unusable) return;
  const { path, problem } = unusable;
  throw new JobFailure(
    'output_unusable',
    `${path} ${problem}, so no clip can be saved there. Nothing was bought. Choose another place.`,
    null,
  );
}
