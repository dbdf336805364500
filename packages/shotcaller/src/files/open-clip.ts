import type { ContentStream, WireClient } from '../openrouter/client.types.ts';
import { type ContentKind, firstLineOfText, kindOf, shownLine, unknownKind } from '../openrouter/content-kind.ts';
import { ContentError } from '../openrouter/errors.ts';
import { linkedAddress } from '../openrouter/linked-address.ts';
import { peekBody } from '../openrouter/peek-body.ts';
import { contentError } from './content-error.ts';

export interface OpenedClip {
  readonly body: ReadableStream<Uint8Array>;
  readonly kind: ContentKind;
}

/**
 * Opens a clip at the service for whoever reads it there and then, its first bytes looked at: what is surely text is no clip. `urls` are
 * tried in turn, then the address made from the id; where a text names another address, that one is tried too. Throws `ContentError` as the
 * first of them failed; rejects with the signal's reason.
 */
export async function openClip(
  client: Pick<WireClient, 'content'>,
  remoteId: string,
  { urls, index, signal }: { readonly urls: readonly string[]; readonly index: number; readonly signal: AbortSignal },
): Promise<OpenedClip> {
  let first: unknown;
  const places: ({ readonly url: string; readonly isLinked?: true } | { readonly index: number })[] = [
    ...urls.map((url) => ({ url })),
    { index },
  ];
  for (let place = places.shift(); place; place = places.shift()) {
    const { isLinked, ...where } = { isLinked: undefined, ...place };
    try {
      return await look(await client.content(remoteId, { ...where, signal }), remoteId);
    } catch (error) {
      if (signal.aborted || !(error instanceof ContentError)) throw error;
      first ??= error;
      if (error.linksTo !== undefined && !isLinked) places.unshift({ url: error.linksTo, isLinked: true });
    }
  }
  throw first;
}

async function look(stream: ContentStream, remoteId: string): Promise<OpenedClip> {
  const { head, isWhole, body } = await peekBody(stream.body).catch((cause) => {
    throw contentError(remoteId, 'interrupted', 'the transfer broke off', { cause });
  });
  const line = firstLineOfText(head, isWhole);
  if (head.length === 0 || line !== undefined) {
    void body.cancel().catch(() => {});
    const what = line ? `text that begins with "${shownLine(line, stream.redact)}"` : 'empty';
    const link = isWhole && stream.isServedAtHome ? linkedAddress(Buffer.from(head).toString()) : undefined;
    throw contentError(remoteId, 'not_a_video', `what came is ${what}`, { linksTo: link });
  }
  return { body, kind: kindOf(head) ?? unknownKind };
}
