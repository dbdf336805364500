import { type ProfileName, profiles } from '@shotcaller/core';

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
