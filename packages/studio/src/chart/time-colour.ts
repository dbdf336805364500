/** Seconds at the ends of the colour scale. Beyond them the colour stays. */
export const fastSeconds = 30;
export const slowSeconds = 200;

/** A CSS colour for a time: teal is fast, plum is slow, by the logarithm. The palette decides the shades. */
export function timeColour(seconds: number): string {
  const share = Math.log(seconds / fastSeconds) / Math.log(slowSeconds / fastSeconds);
  const bounded = Math.min(1, Math.max(0, share));
  const [from, to, part] =
    bounded < 0.5 ? ['fast', 'middle', bounded * 2] : (['middle', 'slow', bounded * 2 - 1] as const);
  return `color-mix(in oklab, var(--time-${to}) ${Math.round(part * 100)}%, var(--time-${from}))`;
}
