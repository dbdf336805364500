import { atFirstUse } from '../first-use.ts';
import type { LookAtPictures } from '../inputs/look-at-pictures.ts';
import type { Config } from '../settings/config.ts';
import type { CommandContext } from './context.ts';

/**
 * How a command looks at the pictures of a clip. Those behind URLs are fetched where a clip is really bought, unless the configuration
 * says otherwise. Loaded at the first clip that has a picture.
 */
export function commandPictureLook(
  { guardedFetch, clock }: Pick<CommandContext, 'guardedFetch' | 'clock'>,
  { lookAtPictures }: Pick<Config, 'lookAtPictures'>,
  simulated: boolean,
): LookAtPictures {
  const look = atFirstUse(async () => {
    const { createPictureLook, lookAtDataPictures } = await import('../inputs/look-at-pictures.ts');
    if (simulated || !lookAtPictures) return lookAtDataPictures;
    const fetch = guardedFetch ?? (await import('../outbound/guarded-fetch.ts')).createGuardedFetch();
    return createPictureLook({ fetch, now: () => Date.parse(clock.now()) });
  });
  return async (requirements, owner) => {
    const { firstFrame, lastFrame, references } = requirements;
    if (!firstFrame && !lastFrame && references.length === 0) return [];
    return (await look())(requirements, owner);
  };
}
