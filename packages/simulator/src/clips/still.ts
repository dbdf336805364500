import jpeg from 'jpeg-js';
import { PNG } from 'pngjs';
import { dataUrlBytes, pictureSize } from './image.ts';
import { colourOf, Picture } from './picture.ts';

/** Largest picture that is decoded, in pixels: beyond it only a card is drawn. */
const mostPixels = 40_000_000;

/** Decodes a PNG or JPEG in a data: URL and fits it to the frame, cropping what hangs over. Undefined when it cannot. */
export function drawStill(url: string, width: number, height: number): Picture | undefined {
  const bytes = dataUrlBytes(url);
  const size = pictureSize(url);
  if (!bytes || !size || size.width * size.height > mostPixels) return undefined;
  const pixels = decode(bytes);
  return pixels && cover(pixels, width, height);
}

interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue, alpha. */
  readonly data: Uint8Array;
}

function decode(bytes: Uint8Array): Pixels | undefined {
  try {
    if (bytes[0] === 0x89) return PNG.sync.read(Buffer.from(bytes));
    if (bytes[0] === 0xff) return jpeg.decode(bytes, { useTArray: true, maxMemoryUsageInMB: 512 });
  } catch {
    // A picture that cannot be decoded is drawn as a card; the real service's answer to one is not known.
  }
  return undefined;
}

/** Averages the source pixels under each target pixel (at most 4x4 of them), after scaling to cover the frame. */
function cover(source: Pixels, width: number, height: number): Picture {
  const picture = new Picture(width, height);
  const ratio = Math.min(source.width / width, source.height / height);
  const left = (source.width - width * ratio) / 2;
  const top = (source.height - height * ratio) / 2;
  const samples = Math.max(1, Math.min(4, Math.ceil(ratio)));
  for (let y = 0; y < height; y += 2) {
    for (let x = 0; x < width; x += 2) {
      let cb = 0;
      let cr = 0;
      for (const [dx, dy] of quad) {
        const colour = sample(source, left + (x + dx) * ratio, top + (y + dy) * ratio, ratio, samples);
        picture.luma[(y + dy) * picture.stride + x + dx] = colour.y;
        cb += colour.cb;
        cr += colour.cr;
      }
      const chroma = ((y / 2) * picture.stride) / 2 + x / 2;
      picture.cb[chroma] = Math.round(cb / 4);
      picture.cr[chroma] = Math.round(cr / 4);
    }
  }
  return picture;
}

const quad = [
  [0, 0],
  [1, 0],
  [0, 1],
  [1, 1],
] as const;

function sample(source: Pixels, x: number, y: number, size: number, samples: number) {
  let red = 0;
  let green = 0;
  let blue = 0;
  for (let j = 0; j < samples; j++) {
    const row = Math.min(source.height - 1, Math.max(0, Math.floor(y + ((j + 0.5) * size) / samples)));
    for (let i = 0; i < samples; i++) {
      const column = Math.min(source.width - 1, Math.max(0, Math.floor(x + ((i + 0.5) * size) / samples)));
      const at = (row * source.width + column) * 4;
      // What is transparent is black.
      const alpha = source.data[at + 3]! / 255;
      red += source.data[at]! * alpha;
      green += source.data[at + 1]! * alpha;
      blue += source.data[at + 2]! * alpha;
    }
  }
  const count = samples * samples;
  return colourOf(red / count, green / count, blue / count);
}
