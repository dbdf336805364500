import type { Retrieve } from './download-step.ts';

/**
 * At most so many downloads at once: each holds some 10 MiB while it is checked, so memory stays bounded however many jobs end
 * together. The others wait their turn in order.
 */
export function limitRetrieve(retrieve: Retrieve, mostAtOnce: number): Retrieve {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (options) => {
    if (running >= mostAtOnce) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      options.signal?.throwIfAborted();
      return await retrieve(options);
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
