import { createHmac, timingSafeEqual } from 'node:crypto';
import { isRemoteId } from './remote-id.ts';
import { asObject, asText, parseJson } from './untrusted-json.ts';

/** A webhook call as it came in. */
export interface ReceivedDelivery {
  /** `undefined` for a header that is not there. Names in lower case, as node:http and `Headers` give them. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>> | Headers;
  /** The bytes as received. A body parsed and written again has another signature. */
  readonly rawBody: Uint8Array;
  /** The workspace's signing secret. */
  readonly secret: string;
  /** Milliseconds since 1970. */
  readonly nowMs: number;
  /** How far the time stamp may be off, either way. Default 300, the documented window. */
  readonly toleranceSeconds?: number;
}

/** Whether a webhook call is from the service, and what it says. `dedupeKey` is the same for one that comes again. */
export type DeliveryVerdict =
  | { readonly verified: true; readonly event: DeliveredEvent; readonly dedupeKey: string }
  | {
      readonly verified: false;
      readonly why: 'unsigned' | 'malformed' | 'too_old' | 'in_the_future' | 'wrong_signature' | 'unreadable_event';
    };

/** What a delivery says. A hint to read the job again, never the truth about it. */
export interface DeliveredEvent {
  readonly remoteId: string;
  /** `completed`, `failed`, `cancelled`, `expired`, or a word of the future. */
  readonly remoteStatus: string;
  readonly type: string;
  /** As sent; `null` when absent. */
  readonly createdAt: string | null;
  readonly model: string | null;
}

/**
 * Checks the signature of a webhook delivery over its raw bytes, in constant time, and reads it. Never throws: whatever anyone
 * sends is an answer. `dedupeKey` is the same for every copy of one event.
 */
export function verifyDelivery(delivery: ReceivedDelivery): DeliveryVerdict {
  const { headers, rawBody, secret, nowMs, toleranceSeconds = 300 } = delivery;
  const header = headerOf(headers, 'x-openrouter-signature');
  if (header === undefined || header === '') return { verified: false, why: 'unsigned' };
  const parts = readSignature(header);
  if (!parts) return { verified: false, why: 'malformed' };
  const aheadSeconds = parts.timestamp - Math.floor(nowMs / 1000);
  if (aheadSeconds > toleranceSeconds) return { verified: false, why: 'in_the_future' };
  if (aheadSeconds < -toleranceSeconds) return { verified: false, why: 'too_old' };
  const expected = createHmac('sha256', secret).update(`${parts.timestampText},`).update(rawBody).digest();
  if (!timingSafeEqual(expected, Buffer.from(parts.signature, 'hex')))
    return { verified: false, why: 'wrong_signature' };
  const event = readEvent(rawBody);
  if (!event) return { verified: false, why: 'unreadable_event' };
  // The signature covers the body and not this header, so the key comes from the body.
  return { verified: true, event, dedupeKey: `${event.remoteId}-${event.remoteStatus}` };
}

/** The fields of a signature header `t=<unix seconds>,v1=<64 hex digits>`, with any spaces; `undefined` for anything else. */
function readSignature(
  header: string,
): { readonly timestamp: number; readonly timestampText: string; readonly signature: string } | undefined {
  const fields = new Map(
    header.split(',').map((field) => {
      const at = field.indexOf('=');
      return [field.slice(0, Math.max(0, at)).trim(), field.slice(at + 1).trim()] as const;
    }),
  );
  const timestampText = fields.get('t') ?? '';
  const signature = (fields.get('v1') ?? '').toLowerCase();
  // 64 hex digits before any comparing: another length or letter would make timingSafeEqual throw.
  if (!/^\d{1,12}$/.test(timestampText) || !/^[0-9a-f]{64}$/.test(signature)) return undefined;
  return { timestamp: Number(timestampText), timestampText, signature };
}

function readEvent(rawBody: Uint8Array): DeliveredEvent | undefined {
  const event = asObject(parseJson(new TextDecoder().decode(rawBody)));
  const data = asObject(event?.data);
  const remoteId = asText(data?.id);
  const type = asText(event?.type) ?? '';
  const word = asText(data?.status) ?? type.split('.').at(-1) ?? '';
  if (remoteId === undefined || !isRemoteId(remoteId) || word === '') return undefined;
  return {
    remoteId,
    remoteStatus: word.slice(0, 100),
    type: type.slice(0, 100),
    createdAt: asText(event?.created_at)?.slice(0, 100) ?? null,
    model: asText(data?.model)?.slice(0, 200) ?? null,
  };
}

function headerOf(headers: ReceivedDelivery['headers'], name: string): string | undefined {
  if (headers instanceof Headers) return headers.get(name) ?? undefined;
  const value = headers[name];
  return typeof value === 'string' ? value : value?.[0];
}
