/** One submit's way back to its client: whether the answer got there. */
export interface Post {
  readonly arrivedAtMs: number;
  /** Resolves when the answer is out, or when the client went away before. Never rejects. */
  readonly settled: Promise<'delivered' | 'lost'>;
}

/** A submit whose answer is handed to the caller by hand; `settle` tells what became of it. */
export function createPost(arrivedAtMs: number): Post & { readonly settle: (how: 'delivered' | 'lost') => void } {
  let settle: (how: 'delivered' | 'lost') => void = () => undefined;
  const settled = new Promise<'delivered' | 'lost'>((resolve) => {
    settle = resolve;
  });
  return { arrivedAtMs, settled, settle };
}
