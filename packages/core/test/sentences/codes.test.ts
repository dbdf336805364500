import { describe, expect, test } from 'vitest';
import type { DeliveryDifference } from '../../src/delivery-difference.ts';
import type { JobReason } from '../../src/job-reason.ts';
import { codeFamilies } from '../../src/sentences/code-families.ts';
import { reasonCodes } from '../../src/sentences/codes.ts';
import { deliveryDifferenceSentence } from '../../src/sentences/delivery-difference.ts';
import { jobReasonSentence } from '../../src/sentences/job-reason.ts';
import { readingFailureSentence } from '../../src/sentences/reading-failure.ts';
import { readingFailureSamples } from '../../src/sentences/samples.ts';

describe.each(codeFamilies().map((family) => [family.title, family] as const))('%s', (_title, { codes, about }) => {
  test('say what they are', () => {
    expect(codes.length).toBeGreaterThan(1);
    expect(about).toMatch(/\.$/);
    expect(codes.map(({ code }) => code)).toEqual([...new Set(codes.map(({ code }) => code))].sort());
  });

  test.each(codes.map(({ code, sentence }) => [code, sentence]))('%s has a whole sentence', (code, sentence) => {
    expect(sentence).toMatch(/^[\p{L}\d].*[.?]$/su);
    expect(sentence).not.toMatch(/undefined|null|NaN|\[object|\.\.| {2}/);
    expect(sentence).not.toContain(code.includes('_') ? code : '\0');
  });
});

test('a reason is either a broken rule or not stated, and each is listed once', () => {
  const [broken, notStated] = codeFamilies().map(({ codes }) => codes.map(({ code }) => code));
  expect([...broken!, ...notStated!].sort()).toEqual(reasonCodes);
  expect(notStated).toContain('passthrough_slug_unknown');
  expect(broken).toContain('last_frame_needs_first_frame');
});

test.each(Object.values(readingFailureSamples))(
  'why a chat model’s reading does not count says whether it was billed: $code',
  (failure) => {
    expect(readingFailureSentence(failure)).toMatch(/Nothing was (sent or )?billed\.|may be billed/);
  },
);

describe('what another version wrote', () => {
  test.each(['a_new_code', 'toString', '__proto__', ''])('a reason with the code %j is told, not thrown', (code) => {
    const sentence = jobReasonSentence({ code, message: 'Out of moons.' } as unknown as JobReason);
    expect(sentence).toBe(
      `Another version of Shotcaller wrote a code that this version does not know: ${code}. Out of moons.`,
    );
  });

  test('a reason without the arguments of today is told, not thrown', () => {
    expect(jobReasonSentence({ code: 'job_failed' } as JobReason)).toBe('The job failed at OpenRouter.');
    expect(jobReasonSentence({ code: 'polls_refused', message: 7 } as unknown as JobReason)).toMatch(/billed\.$/);
  });

  test('a difference that is not known is told, not thrown', () => {
    const difference = { code: 'colour_differs', ordered: 'red', found: 'blue' } as unknown as DeliveryDifference;
    expect(deliveryDifferenceSentence(difference)).toMatch(/colour_differs\.$/);
  });
});

describe('money in the reasons of a job', () => {
  test.each<[JobReason, string]>([
    [
      { code: 'over_budget', cap: 'job', limitUsd: '0.80', bookedUsd: '0', neededUsd: '2' },
      'This clip may cost up to $2.00; your limit per job is $0.80. Nothing was bought.',
    ],
    [
      { code: 'over_budget', cap: 'key_day', limitUsd: '1', bookedUsd: '0.96', neededUsd: '0.12' },
      'This clip may cost up to $0.12; the limit per day of this key is $1.00, of which $0.96 is already spent or reserved and $0.040 is left. Nothing was bought.',
    ],
    [
      { code: 'price_unknown_with_cap', cap: 'key' },
      'The price of this clip is not known, so it cannot be checked against the limit of this key. Nothing was bought.',
    ],
    [
      { code: 'submit_outcome_unknown', cause: 'connection_failed', detail: 'ECONNRESET' },
      'The connection broke before OpenRouter answered, so you may have been billed. Shotcaller does not submit it a second time. Details: ECONNRESET.',
    ],
  ])('%j', (reason, sentence) => {
    expect(jobReasonSentence(reason)).toBe(sentence);
  });
});

describe('a broken budget says which, what is left and when it renews', () => {
  const day = { code: 'over_budget', cap: 'day', limitUsd: '1', bookedUsd: '0.9', neededUsd: '0.2' } as const;
  const renewsAt = '2026-10-10T00:00:00.000Z';
  test.each([
    ['2026-10-10 02:00', '2026-10-10 02:00 your time (00:00 UTC)'],
    ['2026-10-09 17:00', '2026-10-09 17:00 your time (2026-10-10 00:00 UTC)'],
    ['2026-10-10 00:00', '2026-10-10 00:00 UTC'],
    [undefined, '2026-10-10 00:00 UTC'],
  ])('where the clock shows %s', (local, says) => {
    const sentence = jobReasonSentence({ ...day, renewsAt }, { localTime: () => local });
    expect(sentence).toContain('your limit per day is $1.00, of which $0.90 is already spent or reserved and $0.10 is');
    expect(sentence).toContain(`The limit renews at ${says}.`);
  });

  test('speaks of all clips that would be bought together, and of one of them where the limit is for each', () => {
    expect(jobReasonSentence(day, { clips: 3 })).toMatch(/^These clips may cost up to \$0\.20; your limit per day/);
    expect(jobReasonSentence({ ...day, cap: 'job', bookedUsd: '0' }, { clips: 3 })).toMatch(
      /^One of these clips may cost up to \$0\.20; your limit per job/,
    );
    expect(jobReasonSentence(day, { clips: 1 })).toMatch(/^This clip may cost/);
  });

  test('an overdrawn budget has nothing left, and a limit of the job alone is called that', () => {
    expect(jobReasonSentence({ ...day, bookedUsd: '1.5' })).toContain('and $0.00 is left');
    const own = { ...day, cap: 'job', setBy: 'job', bookedUsd: '0' } as const;
    expect(jobReasonSentence(own)).toBe(
      'This clip may cost up to $0.20; the limit that you gave this job is $1.00. Nothing was bought.',
    );
  });
});
