import { kindBytes } from './content-kind.ts';

export interface PeekedBody {
  /** The first bytes, at most `kindBytes` and a chunk more. */
  readonly head: Uint8Array;
  /** They are all. */
  readonly isWhole: boolean;
  /** All of the body, from its first byte. */
  readonly body: ReadableStream<Uint8Array>;
}

/** Looks at how a body begins. Rejects as reading it does. */
export async function peekBody(body: ReadableStream<Uint8Array>): Promise<PeekedBody> {
  const reader = body.getReader();
  let head = Buffer.alloc(0);
  let isWhole = false;
  while (head.length < kindBytes && !isWhole) {
    const { done, value } = await reader.read();
    if (done) isWhole = true;
    else head = Buffer.concat([head, value]);
  }
  let isHeadTaken = false;
  const again = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (!isHeadTaken && head.length > 0) {
          isHeadTaken = true;
          // In memory of its own: whoever reads may hand it to another thread.
          controller.enqueue(new Uint8Array(head));
          return;
        }
        const next = isWhole ? undefined : await reader.read();
        if (!next || next.done) controller.close();
        else controller.enqueue(next.value);
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
  return { head, isWhole, body: again };
}
