import jpeg from 'jpeg-js';
import { PNG } from 'pngjs';

/** A picture of four coloured quarters: red, green, blue and white, row by row. */
export function quartersPng(width: number, height: number): string {
  const picture = new PNG({ width, height });
  picture.data.set(quarters(width, height));
  return `data:image/png;base64,${PNG.sync.write(picture).toString('base64')}`;
}

export function quartersJpeg(width: number, height: number): string {
  const { data } = jpeg.encode({ width, height, data: quarters(width, height) }, 95);
  return `data:image/jpeg;base64,${Buffer.from(data).toString('base64')}`;
}

export const quarterColours = [
  [220, 30, 30],
  [30, 180, 40],
  [40, 60, 220],
  [240, 240, 240],
] as const;

function quarters(width: number, height: number): Buffer {
  const pixels = Buffer.alloc(width * height * 4, 255);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const colour = quarterColours[(y < height / 2 ? 0 : 2) + (x < width / 2 ? 0 : 1)]!;
      pixels.set(colour, (y * width + x) * 4);
    }
  }
  return pixels;
}
