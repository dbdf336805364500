/** Frames a second that token-priced models render at. */
const framesPerSecond = 24;

/**
 * Video tokens of a clip: `floor(pixels × (24 × seconds + 1) / 1024)`. The delivered clip has one frame more than
 * 24 × seconds, and bills of 2026-08-31 to 2026-10-02 match this count to the last digit.
 *
 * @param pixels width × height of the frame really rendered
 * @param seconds length asked for, input video included where it counts
 */
export function videoTokens(pixels: number, seconds: number): number {
  return Math.floor((pixels * (framesPerSecond * seconds + 1)) / 1024);
}
