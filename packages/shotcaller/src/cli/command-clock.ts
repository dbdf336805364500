import { type Clock, systemClock } from '../clock.ts';
import type { CommandContext } from './context.ts';

/** The time that the jobs of a command go by: one that was handed in, else the moment of the command, with the pauses of this machine. */
export function commandClock({ jobClock, clock }: Pick<CommandContext, 'jobClock' | 'clock'>): Clock {
  return jobClock ?? { ...systemClock, now: () => Date.parse(clock.now()) };
}
