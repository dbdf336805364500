import { type ProfileName, profiles } from '@shotcaller/core';

/** `auto` and `auto:<profile>` in place of a model id. `undefined`: an id. `null`: a profile that there is not. */
export function autoProfile(model: string): { readonly profile: ProfileName | undefined } | null | undefined {
  const match = /^(?:shotcaller\/)?auto(?::(.*))?$/.exec(model);
  if (!match) return undefined;
  const name = match[1];
  if (name === undefined) return { profile: undefined };
  return Object.hasOwn(profiles, name) ? { profile: name as ProfileName } : null;
}

/** The ids that stand for a choice. */
export const autoModels: readonly { readonly id: string; readonly name: string; readonly says: string }[] = [
  {
    id: 'auto',
    name: 'Auto',
    says: 'Shotcaller picks the model by what the request asks for, weighing as configured.',
  },
  ...(Object.keys(profiles) as ProfileName[]).map((profile) => ({
    id: `auto:${profile}`,
    name: `Auto (${profile})`,
    says: `Shotcaller picks the model by what the request asks for: speed ${profiles[profile].speed}, cost ${profiles[profile].cost}, quality ${profiles[profile].quality}.`,
  })),
];
