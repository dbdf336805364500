import { type ProfileName, profiles } from '../rank/profiles.ts';

/** `auto` and `auto:<profile>` in place of a model id. `undefined`: an id. `null`: a profile that there is not. */
export function autoProfile(model: string): { readonly profile: ProfileName | undefined } | null | undefined {
  const match = /^(?:shotcaller\/)?auto(?::(.*))?$/.exec(model);
  if (!match) return undefined;
  const name = match[1];
  if (name === undefined) return { profile: undefined };
  return Object.hasOwn(profiles, name) ? { profile: name as ProfileName } : null;
}
