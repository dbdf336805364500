import type { ContentStream, WireClient } from '../openrouter/client.types.ts';
import {
  type ContentKind,
  firstLineOfText,
  kindBytes,
  kindOf,
  shownLine,
  unknownKind,
} from '../openrouter/content-kind.ts';
import { ContentError } from '../openrouter/errors.ts';

export interface OpenedClip {
  readonly body: ReadableStream<Uint8Array>;
  readonly kind: ContentKind;
}

/**
 * Opens a clip at the service for whoever reads it there and then, its first bytes looked at: what is surely text is no clip. `urls` are
 * tried in turn, then the address made from the id. Throws `ContentError` as the first of them failed; rejects with the signal's reason.
 */
export async function openClip(
  client: Pick<WireClient, 'content'>,
  remoteId: string,
  { urls, index, signal }: { readonly urls: readonly string[]; readonly index: number; readonly signal: AbortSignal },
): Promise<OpenedClip> {
  let first: unknown;
  for (const where of [...urls.map((url) => ({ url })), { index }]) {
    try {
      return await look(await client.content(remoteId, { ...where, signal }), remoteId);
    } catch (error) {
      if (signal.aborted || !(error instanceof ContentError)) throw error;
      first ??= error;
    }
  }
  throw first;
}

async function look({ body, redact }: ContentStream, remoteId: string): Promise<OpenedClip> {
  const reader = body.getReader();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  let isWhole = false;
  while (bytes < kindBytes && !isWhole) {
    const { done, value } = await reader.read().catch((cause) => {
      throw refusal(remoteId, 'interrupted', 'the transfer broke off', cause);
    });
    if (done) isWhole = true;
    else {
      chunks.push(value);
      bytes += value.byteLength;
    }
  }
  const head = Buffer.concat(chunks);
  const line = firstLineOfText(head, isWhole);
  if (head.length === 0 || line !== undefined) {
    void reader.cancel().catch(() => {});
    const what = line ? `text that begins with "${shownLine(line, redact)}"` : 'empty';
    throw refusal(remoteId, 'not_a_video', `what came is ${what}`);
  }
  return { body: rejoin(head, reader), kind: kindOf(head) ?? unknownKind };
}

function rejoin(head: Uint8Array, reader: ReadableStreamDefaultReader<Uint8Array>): ReadableStream<Uint8Array> {
  let isFirst = true;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (isFirst) {
          isFirst = false;
          controller.enqueue(head);
          return;
        }
        const { done, value } = await reader.read();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}

function refusal(remoteId: string, problem: ContentError['problem'], why: string, cause?: unknown): ContentError {
  return new ContentError(`The file of job ${remoteId} could not be fetched: ${why}.`, remoteId, problem, {
    retryable: true,
    cause,
  });
}
