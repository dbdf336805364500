import { PNG } from 'pngjs';

/**
 * A PNG of at most so many bytes where that can be had: packed as tightly as it goes, then with fewer shades, which a picture of a page
 * hardly shows.
 */
export function smallPng(bytes, mostBytes) {
  if (bytes.length <= mostBytes) return bytes;
  const image = PNG.sync.read(bytes);
  let smallest = bytes;
  for (const lostBits of [0, 2, 3, 4]) {
    const step = 2 ** lostBits;
    const data = Buffer.from(image.data);
    for (let at = 0; at < data.length; at += 1) data[at] = Math.min(255, Math.round(image.data[at] / step) * step);
    const { width, height } = image;
    const packed = PNG.sync.write({ width, height, data }, { deflateLevel: 9, filterType: -1, colorType: 2 });
    if (packed.length < smallest.length) smallest = packed;
    if (smallest.length <= mostBytes) break;
  }
  return smallest;
}
