import { createHmac } from 'node:crypto';
import { billOf, errorText, pollingUrl } from '../openrouter-shape/job-body.ts';
import { type Snapshot, speakerOf, type Word } from '../orders/snapshot.ts';

/** Our own delivery, in the form of the service's, so that receivers need not know the difference. */
export function eventBody(
  snapshot: Snapshot,
  word: Word,
  { nowMs, origin }: { nowMs: number; origin: string },
): string {
  const { id } = snapshot.job;
  const bill = billOf(snapshot);
  return JSON.stringify({
    created_at: new Date(nowMs).toISOString(),
    data: {
      ...(word !== 'completed' && { error: errorText(snapshot, word) }),
      generation_id: id,
      id,
      model: speakerOf(snapshot).model,
      status: word,
      ...(word === 'completed' && { unsigned_urls: [`${pollingUrl(origin, id)}/content?index=0`] }),
      ...(word === 'completed' && bill !== undefined && { usage: { cost: bill, is_byok: false } }),
    },
    type: `video.generation.${word}`,
  });
}

/** `t=<unix seconds>,v1=<hex>`: HMAC-SHA256 over `<t>,<body>`, as the service signs. */
export function signatureOf(body: string, secret: string, nowMs: number): string {
  const timestamp = Math.floor(nowMs / 1000);
  return `t=${timestamp},v1=${createHmac('sha256', secret).update(`${timestamp},${body}`).digest('hex')}`;
}
