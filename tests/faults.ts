import { explainScenarios } from '@shotcaller/simulator';

/** Sets of the others, and faults of other models' bills. Those of chats leave videos alone. */
const left = new Set(['none', 'bill-promotion', 'bill-minimum', 'unasked-audio', 'price-change']);

/** Every fault of the simulator that a video may meet, some seventy. */
export const faults: readonly string[] = [
  ...explainScenarios()
    .split('Sets:')[0]!
    .matchAll(/^ {2}([a-z0-9-]+) {2,}/gm),
].flatMap(([, name]) => (name === undefined || left.has(name) || name.startsWith('chat-') ? [] : [name]));

/** Jobs go so many times as fast as real ones: one that never ends takes three hours, and a file that goes a minute after its completion must be fetched before. */
const jobSpeeds: Readonly<Record<string, number>> = { 'job-stuck': 2000, 'content-404': 20, 'content-410': 20 };

export function jobSpeedUnder(fault: string): number {
  return jobSpeeds[fault] ?? 100;
}
