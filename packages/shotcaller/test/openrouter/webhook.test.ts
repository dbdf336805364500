import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { signatureHeader } from '../../../simulator/src/webhooks/sign.ts';
import { verifyDelivery } from '../../src/openrouter/webhook.ts';

// Vectors computed by hand with HMAC-SHA256 over `<t>,<raw body>`.
const secret = 'whsec_test';
const timestamp = 1790983457;
const vector = '097b0e873cd1a36e263041be07efadf02b406a9b457eadc083e6bc542838d503';

function verify(header: string | undefined, body: string, nowSeconds = timestamp) {
  return verifyDelivery({
    headers: { 'x-openrouter-signature': header },
    rawBody: new TextEncoder().encode(body),
    secret,
    nowMs: nowSeconds * 1000,
  });
}

const signed = (body: string, at = timestamp) =>
  `t=${at},v1=${createHmac('sha256', secret).update(`${at},${body}`).digest('hex')}`;
/** The signature was right, since only the event could not be read. */
const accepted = { verified: false, why: 'unreadable_event' };
const rejected = (why: string) => ({ verified: false, why });

describe('the signature of a delivery', () => {
  test.each([
    ['{"a":1}', vector],
    ['{"error":"Zu groß – 4 µs"}', '367b8f8aa7a1f8aec4ae9021d92b2c0e29084f4924ba16162164a1dddd29d2e3'],
    ['', '865ee28601d2ea89522a76466078d6b37415dc33d516d34d47901e5d34389f26'],
  ])('%s is accepted with its vector', (body, v1) => {
    expect(verify(`t=${timestamp},v1=${v1}`, body)).toEqual(accepted);
  });

  test.each([
    ['300 s old', timestamp - 300, accepted],
    ['301 s old', timestamp - 301, rejected('too_old')],
    ['300 s ahead', timestamp + 300, accepted],
    ['301 s ahead', timestamp + 301, rejected('in_the_future')],
  ])('%s', (_, at, verdict) => {
    expect(verify(signed('{"a":1}', at), '{"a":1}')).toEqual(verdict);
  });

  test.each([
    ['another time stamp', `t=1790983456,v1=${vector}`, '{"a":1}', 'wrong_signature'],
    ['another body', `t=${timestamp},v1=${vector}`, '{"a": 1}', 'wrong_signature'],
    ['a letter that is not ASCII', `t=${timestamp},v1=${vector.slice(0, 63)}é`, '{"a":1}', 'malformed'],
    ['63 characters', `t=${timestamp},v1=${vector.slice(0, 63)}`, '{"a":1}', 'malformed'],
    ['no v1', `t=${timestamp}`, '{"a":1}', 'malformed'],
    ['no t', `v1=${vector}`, '{"a":1}', 'malformed'],
    ['t is no number', `t=abc,v1=${vector}`, '{"a":1}', 'malformed'],
    ['empty', '', '{"a":1}', 'unsigned'],
    ['no header', undefined, '{"a":1}', 'unsigned'],
  ])('rejected without an exception: %s', (_, header, body, why) => {
    expect(verify(header, body)).toEqual(rejected(why));
  });

  test('spaces and upper case are accepted', () => {
    expect(verify(`t=${timestamp}, v1=${vector.toUpperCase()}`, '{"a":1}')).toEqual(accepted);
  });

  test('covers the raw bytes, even those that are not UTF-8', () => {
    const rawBody = Uint8Array.of(0x7b, 0xff, 0xfe, 0x7d);
    const v1 = createHmac('sha256', secret).update(`${timestamp},`).update(rawBody).digest('hex');
    const headers = new Headers({ 'X-OpenRouter-Signature': `t=${timestamp},v1=${v1}` });
    expect(verifyDelivery({ headers, rawBody, secret, nowMs: timestamp * 1000 })).toEqual(accepted);
  });
});

describe('the event of a delivery', () => {
  const event = (data: object, type = 'video.generation.completed') =>
    JSON.stringify({ type, created_at: '2026-10-02T23:25:19.412Z', data });

  test('names the job; its dedupe key comes from what is signed', () => {
    const body = event({ id: 'gen-vid-1-a', status: 'completed', model: 'google/veo-3.1-lite', usage: { cost: 0.12 } });
    expect(verify(signatureHeader(secret, body, timestamp), body)).toEqual({
      verified: true,
      dedupeKey: 'gen-vid-1-a-completed',
      event: {
        remoteId: 'gen-vid-1-a',
        wireStatus: 'completed',
        type: 'video.generation.completed',
        createdAt: '2026-10-02T23:25:19.412Z',
        model: 'google/veo-3.1-lite',
      },
    });
  });

  test('null and absent are the same, and the type stands in for a missing status', () => {
    const body = event({ id: 'gen-vid-1-a', generation_id: null, model: null }, 'video.generation.failed');
    expect(verify(signed(body), body)).toMatchObject({ verified: true, event: { wireStatus: 'failed', model: null } });
  });
});
