import type { GatewayContext, RoutesContext } from '../routes-context.ts';
import { heldBody } from './held-body.ts';

/** Sends a clip within the caller's share of downloads, and cuts it off when the key is revoked. */
export async function withinDownloads<Problem>(
  c: GatewayContext,
  { keyWatch }: Pick<RoutesContext, 'keyWatch'>,
  send: () => Promise<Response | Problem>,
): Promise<Response | Problem | 'no_place_left'> {
  const giveBack = c.get('share').open('downloads');
  if (!giveBack) return 'no_place_left';
  let isHeld = false;
  try {
    const sent = await send();
    if (!(sent instanceof Response) || sent.body === null) return sent;
    isHeld = true;
    let unwatch = () => undefined as unknown;
    const body = heldBody(sent.body, {
      onEnd() {
        unwatch();
        giveBack();
      },
      onCut(cut) {
        unwatch = keyWatch.watch(c.get('caller'), cut);
      },
    });
    return new Response(body, sent);
  } finally {
    if (!isHeld) giveBack();
  }
}
