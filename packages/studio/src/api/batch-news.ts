import type { ServerEvent } from './wire.ts';

export type BatchEvent = Extract<ServerEvent, { kind: 'batch' }>;

type Watcher = (event: BatchEvent) => void;

const watchers = new Set<Watcher>();

/** What happens to batches: told only to what shows one, so that nothing else is drawn again. */
export const batchNews = {
  tell(event: BatchEvent): void {
    for (const watcher of watchers) watcher(event);
  },
  /** Returns what ends it. */
  follow(watcher: Watcher): () => void {
    watchers.add(watcher);
    return () => void watchers.delete(watcher);
  },
};
