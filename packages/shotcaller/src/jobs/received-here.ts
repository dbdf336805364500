import { forgetOldest } from '../forget-oldest.ts';

/** Which jobs this process was the one to receive. */
export interface ReceivedHere {
  note(jobId: string): void;
  has(jobId: string): boolean;
}

/** Far more than come in while two equal submits can still be meant as two. */
const mostKept = 10_000;

export function createReceivedHere(): ReceivedHere {
  const kept = new Set<string>();
  return {
    note(jobId) {
      kept.add(jobId);
      forgetOldest(kept, mostKept);
    },
    has: (jobId) => kept.has(jobId),
  };
}
