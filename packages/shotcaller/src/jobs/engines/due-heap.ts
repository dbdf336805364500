export interface Due {
  /** Milliseconds since 1970. */
  readonly dueMs: number;
  readonly id: string;
}

/** A binary heap of what is due when, the earliest first: ten thousand waiting jobs cost one timer and no closures. */
export function createDueHeap() {
  const heap: Due[] = [];

  function rise(start: number): void {
    let index = start;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (heap[parent]!.dueMs <= heap[index]!.dueMs) return;
      swap(index, parent);
      index = parent;
    }
  }

  function sink(): void {
    for (let index = 0; ; ) {
      const left = 2 * index + 1;
      const right = left + 1;
      let least = index;
      if (left < heap.length && heap[left]!.dueMs < heap[least]!.dueMs) least = left;
      if (right < heap.length && heap[right]!.dueMs < heap[least]!.dueMs) least = right;
      if (least === index) return;
      swap(index, least);
      index = least;
    }
  }

  function swap(a: number, b: number): void {
    const kept = heap[a]!;
    heap[a] = heap[b]!;
    heap[b] = kept;
  }

  return {
    get size(): number {
      return heap.length;
    },
    peek: (): Due | undefined => heap[0],
    push(due: Due): void {
      heap.push(due);
      rise(heap.length - 1);
    },
    pop(): Due | undefined {
      const first = heap[0];
      const last = heap.pop();
      if (heap.length > 0 && last) {
        heap[0] = last;
        sink();
      }
      return first;
    },
  };
}
