import { describe, expect, test } from 'vitest';
import { backoffMs } from '../../src/openrouter/backoff.ts';
import type { SubmitOutcome } from '../../src/openrouter/client.types.ts';
import { readRetryAfterMs } from '../../src/openrouter/retry-after.ts';
import { nextDownload, problemOfStatus } from '../../src/openrouter/retry-download.ts';
import { nextPollAfterFailure } from '../../src/openrouter/retry-poll.ts';
import { judgeSubmitAnswer, nextSubmit } from '../../src/openrouter/retry-submit.ts';
import { parseWireError } from '../../src/openrouter/wire-error.ts';

const middle = () => 0.5;
const said = (httpStatus: number, codes = {}) => ({
  httpStatus,
  errorType: null,
  limitSource: null,
  availabilityCode: null,
  ...codes,
});

describe('what an answer to a submit proves', () => {
  test.each([
    ['429 of the platform', said(429), 'refused_for_now'],
    ['429 of an upstream pool', said(429, { limitSource: 'upstream_provider_shared_pool' }), 'refused_for_now'],
    ['402 in-flight budget', said(402, { limitSource: 'openrouter_in_flight_budget' }), 'refused_for_now'],
    ['402 no credits', said(402, { limitSource: 'openrouter_credits' }), 'refused'],
    ['402 key limit', said(402, { limitSource: 'openrouter_key_limit' }), 'refused'],
    ['402 without a source', said(402), 'refused'],
    ['503 with an availability code', said(503, { availabilityCode: 'no_endpoints' }), 'refused_for_now'],
    ['503 with one that says final', said(503, { availabilityCode: 'model_deprecated', saysFinal: true }), 'refused'],
    ['503 provider overloaded', said(503, { errorType: 'provider_overloaded' }), 'refused_for_now'],
    ['503 provider unavailable', said(503, { errorType: 'provider_unavailable' }), 'refused_for_now'],
    ['503 without any code', said(503), 'unknown'],
    ['503 with a code of something else', said(503, { errorType: 'server_error' }), 'unknown'],
    ['502, whatever it says', said(502, { errorType: 'provider_unavailable' }), 'unknown'],
    ['529, whatever it says', said(529, { errorType: 'provider_overloaded' }), 'unknown'],
    ['500', said(500), 'unknown'],
    ['504', said(504), 'unknown'],
    ['524', said(524), 'unknown'],
    ['408', said(408), 'unknown'],
    ['302', said(302), 'unknown'],
    ['400', said(400), 'refused'],
    ['401', said(401), 'refused'],
    ['403', said(403), 'refused'],
    ['404', said(404), 'refused'],
    ['413', said(413), 'refused'],
    ['422', said(422), 'refused'],
    ['405', said(405), 'refused'],
    ['415', said(415), 'refused'],
    ['409: beside an idempotency key its job may exist', said(409), 'unknown'],
    ['425: too early, and perhaps taken later', said(425), 'unknown'],
    ['499: the client was gone, not the request', said(499), 'unknown'],
    ['406: said after the work is done', said(406), 'unknown'],
    ['412', said(412), 'unknown'],
    ['423', said(423), 'unknown'],
    ['424', said(424), 'unknown'],
    ['460, which no document has', said(460), 'unknown'],
    ['418, which no document has', said(418), 'unknown'],
    ['520: the edge got a strange answer', said(520), 'unknown'],
    ['521: the edge was refused a connection', said(521), 'never_arrived'],
    ['521 in an envelope of the service itself', said(521, { saidByService: true }), 'unknown'],
    ['522: the edge waited, perhaps after it had sent', said(522), 'unknown'],
    ['523: the edge has no route', said(523), 'never_arrived'],
    ['525: no TLS between edge and service', said(525), 'never_arrived'],
    ['526: a certificate that the edge refuses', said(526), 'never_arrived'],
    ['527', said(527), 'unknown'],
    ['530', said(530), 'unknown'],
  ])('%s', (_, answer, verdict) => {
    expect(judgeSubmitAnswer(answer)).toBe(verdict);
  });
});

describe('whether a submit is sent again', () => {
  const error = parseWireError(429, '', (text) => text);
  const refused = (more = {}): SubmitOutcome => ({
    kind: 'refused',
    httpStatus: 429,
    error,
    repeat: 'after_wait',
    ...more,
  });
  const accepted: SubmitOutcome = { kind: 'accepted', remoteId: 'a', pollingUrl: null, status: 'pending' };
  const unknown: SubmitOutcome = { kind: 'unknown', cause: 'connection_failed', detail: '' };
  const options = { attempts: 1, elapsedMs: 0, random: middle };

  test.each<[string, SubmitOutcome, object, object]>([
    ['accepted: no', accepted, {}, { action: 'stop' }],
    ['outcome unknown: never', unknown, {}, { action: 'stop' }],
    ['refused for good: no', refused({ repeat: 'no' }), {}, { action: 'stop' }],
    ['refused for now: after a growing wait', refused(), {}, { action: 'submit_again', delayMs: 1500 }],
    ['the third time: longer', refused(), { attempts: 3 }, { action: 'submit_again', delayMs: 6000 }],
    [
      'with Retry-After: that long and a little',
      refused({ retryAfterMs: 20_000 }),
      {},
      { action: 'submit_again', delayMs: 21_000 },
    ],
    ['the fifth time: no more', refused(), { attempts: 5 }, { action: 'stop' }],
    ['a wait that is too long: no', refused({ retryAfterMs: 900_000 }), {}, { action: 'stop' }],
    ['never sent: yes', { kind: 'not_sent', detail: '' }, {}, { action: 'submit_again', delayMs: 1500 }],
  ])('%s', (_, outcome, more, next) => {
    expect(nextSubmit(outcome, { ...options, ...more })).toEqual(next);
  });
});

describe('after a poll that failed', () => {
  const poll = { failures: 1, jobAgeMs: 3_600_000, random: middle };
  test.each([
    ['no answer at all: again', {}, { action: 'poll_again', delayMs: 1500 }],
    ['500: again', { httpStatus: 500 }, { action: 'poll_again', delayMs: 1500 }],
    [
      'the tenth 502 in a row: still again, a minute apart',
      { httpStatus: 502, failures: 10 },
      { action: 'poll_again', delayMs: 45_000 },
    ],
    [
      '429 with Retry-After: after that',
      { httpStatus: 429, retryAfterMs: 5000 },
      { action: 'poll_again', delayMs: 5250 },
    ],
    ['an unreadable 200: again', { httpStatus: 200 }, { action: 'poll_again', delayMs: 1500 }],
    [
      '404 of a young job: again',
      { httpStatus: 404, failures: 20, jobAgeMs: 60_000 },
      { action: 'poll_again', delayMs: 45_000 },
    ],
    [
      '404 of an old job: a few times again',
      { httpStatus: 404, failures: 4 },
      { action: 'poll_again', delayMs: 12_000 },
    ],
    ['and then no more', { httpStatus: 404, failures: 5 }, { action: 'stop_watching', why: 'job_not_found' }],
    ['401: the key is the matter', { httpStatus: 401 }, { action: 'stop_watching', why: 'key_refused' }],
    ['403: likewise', { httpStatus: 403 }, { action: 'stop_watching', why: 'key_refused' }],
    ['400: asking again will not help', { httpStatus: 400 }, { action: 'stop_watching', why: 'request_refused' }],
  ])('%s', (_, more, next) => {
    expect(nextPollAfterFailure({ ...poll, ...more })).toEqual(next);
  });
});

describe('after a download that failed', () => {
  const failed = { failures: 1, hasOtherAddress: false, random: middle };
  test.each([
    ['interrupted: again', { problem: 'interrupted' }, { action: 'try_again', delayMs: 750 }],
    ['not ready: again', { problem: 'not_ready' }, { action: 'try_again', delayMs: 750 }],
    [
      'the fifth time: the next address',
      { problem: 'unavailable', failures: 5, hasOtherAddress: true },
      { action: 'next_address' },
    ],
    ['or the end', { problem: 'unavailable', failures: 5 }, { action: 'give_up' }],
    ['gone: the next address at once', { problem: 'gone', hasOtherAddress: true }, { action: 'next_address' }],
    [
      'a host that is not opened: likewise',
      { problem: 'foreign_host_refused', hasOtherAddress: true },
      { action: 'next_address' },
    ],
    ['refused, and no other address: the end', { problem: 'refused' }, { action: 'give_up' }],
    ['damaged for the third time: the end', { problem: 'damaged', failures: 3 }, { action: 'give_up' }],
    [
      'too large: every address has the same file',
      { problem: 'too_large', hasOtherAddress: true },
      { action: 'give_up' },
    ],
  ] as const)('%s', (_, more, next) => {
    expect(nextDownload({ ...failed, ...more })).toEqual(next);
  });

  test.each([
    [400, 'not_ready'],
    [401, 'refused'],
    [403, 'refused'],
    [404, 'gone'],
    [409, 'not_ready'],
    [410, 'gone'],
    [429, 'unavailable'],
    [500, 'unavailable'],
    [502, 'unavailable'],
  ])('status %i means %s', (status, problem) => {
    expect(problemOfStatus(status)).toBe(problem);
  });
});

describe('how long to wait', () => {
  const now = Date.UTC(2026, 9, 9, 12);
  test.each([
    ['seconds', '20', undefined, 20_000],
    ['fractions of one', '0.5', undefined, 500],
    ['an HTTP date', 'Fri, 09 Oct 2026 12:00:30 GMT', undefined, 30_000],
    ['a date that has passed', 'Fri, 09 Oct 2026 11:00:00 GMT', undefined, 0],
    ['a day at most', '999999999', undefined, 86_400_000],
    ['the body, when the header is missing', null, 2, 2000],
    ['the header before the body', '3', 2, 3000],
    ['the body, when the header is nonsense', 'soon', 2, 2000],
    ['nothing usable', '-5', Number.NaN, undefined],
  ])('%s', (_, header, bodySeconds, milliseconds) => {
    expect(readRetryAfterMs(header, bodySeconds, now)).toBe(milliseconds);
  });

  test.each([
    ['three hours behind', 'Fri, 09 Oct 2026 15:00:00 GMT', 'Fri, 09 Oct 2026 15:00:30 GMT', 30_000],
    ['three hours ahead', 'Fri, 09 Oct 2026 09:00:00 GMT', 'Fri, 09 Oct 2026 09:00:30 GMT', 30_000],
    ['right, and the answer has no date', null, 'Fri, 09 Oct 2026 12:00:30 GMT', 30_000],
    ['right, and the answer has nonsense for a date', 'soon', 'Fri, 09 Oct 2026 12:00:30 GMT', 30_000],
  ])('a date means the same when the clock here is %s', (_, sentAt, header, milliseconds) => {
    expect(readRetryAfterMs(header, undefined, now, sentAt)).toBe(milliseconds);
  });

  test('without a hint it doubles up to a cap, half of it jitter', () => {
    const waits = [0, 1, 2, 20].map((attempt) =>
      [0, 0.999].map((value) => backoffMs({ attempt, random: () => value })),
    );
    expect(waits).toEqual([
      [500, 1000],
      [1000, 1999],
      [2000, 3998],
      [30_000, 59_970],
    ]);
  });
});
