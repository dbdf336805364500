import { type Clock, passed } from '../../clock.ts';
import { forgetOldest } from '../../forget-oldest.ts';
import type { JobSnapshot } from '../jobs/wire-status.ts';
import type { GatewayContext } from '../routes-context.ts';
import type { Arrivals } from './arrival.ts';
import { covers, type Span, withSpan } from './spans.ts';

/** Bytes of one output of a job that an answer carries. */
export interface SentPart {
  readonly output: number;
  /** How many outputs the job has. */
  readonly outputs: number;
  readonly span: Span;
  /** Of the whole file; `null`: not known, and the answer carries all of it. */
  readonly bytes: number | null;
}

/**
 * Knows when a job is handed over: once the one who ordered it has received every output, whole or in parts. Until then an equal order is
 * the same order, and its files stay.
 */
export interface HandOvers {
  /** Follows an answer; what is returned is to be called once its last byte was read. */
  follow(c: GatewayContext, snapshot: JobSnapshot, part: SentPart): () => void;
  /** Resolves when it is known of every such job whose clip was sent whether it arrived, so that an equal order can be judged. */
  decided(owner: string, bodyHash: string): Promise<void>;
  readonly arrivals: Arrivals;
}

export interface HandOversOptions {
  readonly arrivals: Arrivals;
  readonly clock: Clock;
  readonly note: (snapshot: JobSnapshot) => Promise<void>;
  readonly onTrouble: (jobId: string, error: unknown) => void;
}

/** How long an equal order waits for the sign that a clip has arrived; longer than any sign takes. Milliseconds. */
const mostDecidingMs = 5000;

/** Jobs of which parts are remembered; of the oldest they are forgotten, and then they are not handed over. */
const mostRemembered = 4000;

export function createHandOvers({ arrivals, clock, note, onTrouble }: HandOversOptions): HandOvers {
  const received = new Map<string, ReadonlyMap<number, readonly Span[]>>();
  const undecided = new Map<string, Set<Promise<void>>>();

  /** What is received of an output, and whether that is all of the job. */
  function receive(jobId: string, { output, outputs, span, bytes }: SentPart): boolean {
    const now = new Map(received.get(jobId));
    const before = now.get(output) ?? [];
    const spans = withSpan(before, span);
    // What was received to its end stays so, whatever part of it is fetched again.
    const isWhole = before === wholeFile || bytes === null || covers(spans, bytes);
    now.set(output, isWhole ? wholeFile : spans);
    received.delete(jobId);
    received.set(jobId, now);
    forgetOldest(received, mostRemembered);
    return Array.from({ length: outputs }, (_, index) => index).every((index) => now.get(index) === wholeFile);
  }

  async function arrived(snapshot: JobSnapshot, part: SentPart): Promise<void> {
    const { id } = snapshot.job;
    if (!receive(id, part)) return;
    received.delete(id);
    // It decides whether an equal order is a new one, and when the file may be pruned; the client has its clip all the same.
    await note(snapshot).catch((error: unknown) => onTrouble(id, error));
  }

  function wait(name: string, deciding: Promise<void>): void {
    const waiting = (undecided.get(name) ?? new Set()).add(deciding);
    undecided.set(name, waiting);
    void deciding.finally(() => {
      waiting.delete(deciding);
      if (waiting.size === 0 && undecided.get(name) === waiting) undecided.delete(name);
    });
  }

  return {
    arrivals,

    follow(c, snapshot, part) {
      const { owner, receipt } = snapshot.job;
      // Somebody else who looks at it has not received it for whoever ordered it; nor has a link that only shows it.
      const isOwn = c.get('caller')?.owner === owner;
      if (!isOwn || !isHandOverAwaited(snapshot.job)) return () => undefined;
      const name = nameOf(owner, receipt?.bodyHash ?? snapshot.job.id);
      const { outgoing, incoming } = c.env ?? {};
      // There the end of the connection is the end of the file, and tells nothing else.
      if (part.bytes === null && incoming?.httpVersion === '1.0') return () => undefined;
      // Without a socket, whoever called has what it has read.
      if (!outgoing) return () => wait(name, arrived(snapshot, part));
      let isRead = false;
      const deciding = arrivals
        .of(outgoing, () => isRead)
        .then((hasArrived) => (hasArrived ? arrived(snapshot, part) : undefined));
      return () => {
        isRead = true;
        // From now on the client may have it all, and may order again before the end of the writing is known here.
        wait(name, deciding);
      };
    },

    async decided(owner, bodyHash) {
      const deciding = undecided.get(nameOf(owner, bodyHash));
      if (!deciding) return;
      const over = new AbortController();
      // A client that reads no further keeps the answer open: whoever orders again meanwhile has not received it.
      await Promise.race([Promise.all(deciding), passed(clock, mostDecidingMs, over.signal)]);
      over.abort();
    },
  };
}

/** A clip of a batch has no submit of its own that was received; that it was fetched is noted all the same, and then it may be archived. */
export function isHandOverAwaited({ receipt, options }: Pick<JobSnapshot['job'], 'receipt' | 'options'>): boolean {
  return receipt ? !receipt.handedOver : options.batch !== undefined;
}

/** Mark of an output that is received to its end. */
const wholeFile: readonly Span[] = [];

function nameOf(owner: string, bodyHash: string): string {
  return `${owner}\n${bodyHash}`;
}
