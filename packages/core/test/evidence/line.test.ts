import { expect, test } from 'vitest';
import { predecessorOf } from '../../src/index.ts';

test.each<[string, readonly string[], string | undefined]>([
  ['alibaba/wan-4.0', ['alibaba/wan-2.7', 'alibaba/wan-3.0'], 'alibaba/wan-3.0'],
  // A version tells more than a tier does, also where it differs by a tenth.
  ['alibaba/wan-3.0-prime', ['alibaba/wan-2.6-prime', 'alibaba/wan-2.7'], 'alibaba/wan-2.7'],
  ['alibaba/wan-3.0-prime', ['alibaba/wan-2.7', 'alibaba/wan-2.7-prime'], 'alibaba/wan-2.7-prime'],
  // 1.10 is the tenth minor version, after 1.9.
  [
    'x-ai/grok-imagine-video-1.11',
    ['x-ai/grok-imagine-video-1.9', 'x-ai/grok-imagine-video-1.10'],
    'x-ai/grok-imagine-video-1.10',
  ],
  ['x-ai/grok-imagine-video-1.9', ['x-ai/grok-imagine-video-1.10'], undefined],
  ['bytedance/seedance-2.0', ['bytedance/seedance-1-5-pro', 'bytedance/seedream-1.9'], 'bytedance/seedance-1-5-pro'],
])('before %s, of %j, came %s', (model, models, before) => {
  expect(predecessorOf(model, models)).toBe(before);
});
