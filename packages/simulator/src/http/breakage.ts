import { waitUntil } from '../clock.ts';
import type { Breakage } from '../faults/effects.ts';
import type { Simulation } from '../simulation.ts';
import { ConnectionCut, errorAnswer, htmlAnswer } from './answers.ts';

/** Acts out a broken answer. Undefined after a slow one: the true answer follows. Slowness is not divided by `speed`. */
export async function enact(
  breakage: Breakage,
  simulation: Simulation,
  signal: AbortSignal,
): Promise<Response | undefined> {
  switch (breakage.how) {
    case 'reset':
      throw new ConnectionCut('A scenario cut this connection');
    case 'html':
      return htmlAnswer(breakage.status);
    case 'answer':
      return errorAnswer(breakage.refusal);
    case 'slow':
      await waitUntil(simulation.clock, simulation.clock.now() + breakage.seconds * 1000, signal);
      return undefined;
    default:
      throw breakage satisfies never;
  }
}
