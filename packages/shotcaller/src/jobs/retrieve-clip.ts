import type { Clock } from '../clock.ts';
import type { TakeTurn } from '../outbound/turns.ts';
import { addressesOf } from './content-addresses.ts';
import type { Retrieve } from './steps/keep-file.ts';
import type { WatchClient } from './steps/poll-step.ts';

/** Media checks are loaded when the first file comes. */
export function retrieveOf(client: WatchClient, clock: Clock, random: () => number, takeTurn: TakeTurn): Retrieve {
  return ({ attempt, index, partPath, signal, onBytes }) =>
    takeTurn(async () => {
      signal?.throwIfAborted();
      const { retrieveVideo } = await import('../files/retrieve-video.ts');
      const { task: _, ...order } = attempt.clip;
      return retrieveVideo(client, {
        remoteId: attempt.remoteId ?? '',
        urls: addressesOf(attempt, index),
        index,
        partPath,
        clock,
        random,
        onBytes,
        order,
        ...(attempt.deadlineAt !== null && { retryUntilMs: Date.parse(attempt.deadlineAt) }),
        ...(signal && { signal }),
      });
    });
}
