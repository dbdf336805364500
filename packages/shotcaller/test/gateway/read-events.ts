import type { ServerEvent } from '../../src/gateway/own-api/addresses/system.ts';

/** Reads a stream of `/v1/events` until there is enough, then leaves it. */
export async function readEvents(
  response: Response,
  enough: (events: readonly { id: string; event: ServerEvent }[]) => boolean,
): Promise<readonly { id: string; event: ServerEvent }[]> {
  const events: { id: string; event: ServerEvent }[] = [];
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  while (!enough(events)) {
    const { done, value } = await reader.read();
    if (done) break;
    text += value;
    const blocks = text.split('\n\n');
    text = blocks.pop()!;
    for (const block of blocks) {
      const id = /^id: (.*)$/m.exec(block)?.[1];
      const data = /^data: (.*)$/m.exec(block)?.[1];
      if (id && data) events.push({ id, event: JSON.parse(data) as ServerEvent });
    }
  }
  await reader.cancel();
  return events;
}
