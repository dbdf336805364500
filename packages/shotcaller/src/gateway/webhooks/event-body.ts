import { createHmac } from 'node:crypto';
import { isoOf } from '../../iso-time.ts';
import { decisiveAttempt } from '../../jobs/job-result.ts';
import type { JobSnapshot, WireStatus } from '../jobs/wire-status.ts';
import { billOf, errorText, pollingUrl } from '../openrouter-shape/job-body.ts';

/** Our own delivery, in the form of the service's, so that receivers need not know the difference. */
export function eventBody(
  snapshot: JobSnapshot,
  status: WireStatus,
  { nowMs, origin }: { nowMs: number; origin: string },
): string {
  const { id } = snapshot.job;
  const bill = billOf(snapshot);
  return JSON.stringify({
    created_at: isoOf(nowMs),
    data: {
      ...(status !== 'completed' && { error: errorText(snapshot, status) }),
      generation_id: id,
      id,
      model: decisiveAttempt(snapshot.attempts).model,
      status,
      ...(status === 'completed' && { unsigned_urls: [`${pollingUrl(origin, id)}/content?index=0`] }),
      ...(status === 'completed' && bill !== undefined && { usage: { cost: bill, is_byok: false } }),
    },
    type: `video.generation.${status}`,
  });
}

/** `t=<unix seconds>,v1=<hex>`: HMAC-SHA256 over `<t>,<body>`, as the service signs. */
export function signatureOf(body: string, secret: string, nowMs: number): string {
  const timestamp = Math.floor(nowMs / 1000);
  return `t=${timestamp},v1=${createHmac('sha256', secret).update(`${timestamp},${body}`).digest('hex')}`;
}
