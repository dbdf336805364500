import type { Command } from './command.ts';
import * as pick from './commands/pick.ts';
import { choiceFlags, inputFlags, rankingFlags, requirementFlags, sentenceFlags } from './flags.ts';

/** `shotcaller pick`, in the main file: every further file costs a few milliseconds of start. */
export const pickCommand: Command = {
  name: 'pick',
  takes: '["SENTENCE"]',
  says: 'chooses a model for the clip, and shows the ranking and why the other models do not fit',
  flags: [
    ...requirementFlags,
    ...rankingFlags,
    ...sentenceFlags,
    { name: 'why', value: 'MODEL', says: 'explain one place or rejection in sentences' },
    ...inputFlags,
    ...choiceFlags,
  ],
  mostPositionals: 1,
  examples: [
    'shotcaller pick "a 5 second vertical clip of this mug, cheap, no sound" --first-frame mug.png',
    'shotcaller pick --duration 5 --resolution 720p --aspect 9:16 --profile fastAndCheap',
  ],
  load: async () => pick,
};
