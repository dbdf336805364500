/** A colour as samples of BT.709 in limited range. */
export interface Colour {
  readonly y: number;
  readonly cb: number;
  readonly cr: number;
}

/** A picture in 4:2:0 planes, padded to whole macroblocks of 16x16; drawing marks the macroblocks it touches. */
export class Picture {
  readonly across: number;
  readonly down: number;
  /** Samples from one line of luma to the next; half of it for chroma. */
  readonly stride: number;
  readonly luma: Uint8Array;
  readonly cb: Uint8Array;
  readonly cr: Uint8Array;
  /** One byte for each macroblock: not 0 where something was drawn since the last frame. */
  readonly marks: Uint8Array;
  readonly width: number;
  readonly height: number;

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.across = Math.ceil(width / 16);
    this.down = Math.ceil(height / 16);
    this.stride = this.across * 16;
    this.luma = new Uint8Array(this.stride * this.down * 16).fill(16);
    this.cb = new Uint8Array(this.luma.length / 4).fill(128);
    this.cr = new Uint8Array(this.luma.length / 4).fill(128);
    this.marks = new Uint8Array(this.across * this.down);
  }

  copy(): Picture {
    const copy = new Picture(this.width, this.height);
    copy.luma.set(this.luma);
    copy.cb.set(this.cb);
    copy.cr.set(this.cr);
    return copy;
  }

  /** Fills a rectangle; even coordinates give exact colour at the edges. Parts outside are left out. */
  fill(left: number, top: number, width: number, height: number, { y, cb, cr }: Colour): void {
    const right = Math.min(this.stride, left + width);
    const bottom = Math.min(this.down * 16, top + height);
    const fromX = Math.max(0, left);
    for (let line = Math.max(0, top); line < bottom; line++) {
      this.luma.fill(y, line * this.stride + fromX, line * this.stride + right);
      if (line % 2 === 1) continue;
      const start = (line / 2) * (this.stride / 2);
      this.cb.fill(cb, start + (fromX >> 1), start + (right >> 1));
      this.cr.fill(cr, start + (fromX >> 1), start + (right >> 1));
    }
    this.#mark(fromX, Math.max(0, top), right, bottom);
  }

  /** Copies a rectangle from a picture of the same size; coordinates are rounded out to even ones. */
  restore(source: Picture, left: number, top: number, width: number, height: number): void {
    const fromX = Math.max(0, left & ~1);
    const fromY = Math.max(0, top & ~1);
    const right = Math.min(this.stride, (left + width + 1) & ~1);
    const bottom = Math.min(this.down * 16, (top + height + 1) & ~1);
    if (right <= fromX) return;
    for (let line = fromY; line < bottom; line++) {
      const start = line * this.stride;
      this.luma.set(source.luma.subarray(start + fromX, start + right), start + fromX);
      if (line % 2 === 1) continue;
      const half = (line / 2) * (this.stride / 2);
      this.cb.set(source.cb.subarray(half + fromX / 2, half + right / 2), half + fromX / 2);
      this.cr.set(source.cr.subarray(half + fromX / 2, half + right / 2), half + fromX / 2);
    }
    this.#mark(fromX, fromY, right, bottom);
  }

  #mark(left: number, top: number, right: number, bottom: number): void {
    if (right <= left || bottom <= top) return;
    for (let row = top >> 4; row <= (bottom - 1) >> 4; row++) {
      this.marks.fill(1, row * this.across + (left >> 4), row * this.across + ((right - 1) >> 4) + 1);
    }
  }
}

/** Red, green and blue from 0 to 255 as a colour of the picture (BT.709, limited range). */
export function colourOf(red: number, green: number, blue: number): Colour {
  const y = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  return {
    y: Math.round(16 + (219 / 255) * y),
    cb: Math.round(128 + (112 / 255) * ((blue - y) / 0.9278)),
    cr: Math.round(128 + (112 / 255) * ((red - y) / 0.7874)),
  };
}
