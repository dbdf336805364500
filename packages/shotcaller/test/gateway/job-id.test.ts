import { expect, test } from 'vitest';
import { gatewayJobId } from '../../src/gateway/jobs/job-id.ts';

test('the id of a job follows from the time and the randomness that are handed in, and has letters and digits alone', () => {
  const drawn: number[] = [];
  const tokens = ['-_ab-_CD__', '0123--456', 'xyzXYZ789'];
  const newToken = (bytes: number) => tokens[drawn.push(bytes) - 1] ?? expect.fail('More was drawn than was needed.');
  expect(gatewayJobId(1_795_834_068_999, newToken)).toBe('gen-vid-1795834068-shotabCD0123456xyzXY');
  // In a group of three bytes every letter is as likely as every other.
  expect(drawn.map((bytes) => bytes % 3)).toEqual([0, 0, 0]);
});
