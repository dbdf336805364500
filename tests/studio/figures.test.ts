import { describe, expect, it } from 'vitest';
import { needsChromium } from '../needs.ts';
import { moveSlider } from './slider.ts';

describe('figures', needsChromium, () => {
  it.each([30, 500])('ranks %i models anew as soon as a slider moves (how fast: bench/studio.mjs)', async (count) => {
    expect((await moveSlider(count)).rankings).toBeGreaterThan(1);
  });
});
