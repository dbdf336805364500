/** Writes bits, most significant first, into a buffer that grows. */
export class BitWriter {
  #bytes = new Uint8Array(4096);
  #length = 0;
  #pending = 0;
  #pendingBits = 0;

  /** The lowest `count` bits of `value`; at most 24. */
  bits(value: number, count: number): void {
    this.#pending = (this.#pending << count) | (value & ((1 << count) - 1));
    this.#pendingBits += count;
    while (this.#pendingBits >= 8) {
      this.#pendingBits -= 8;
      this.#byte((this.#pending >>> this.#pendingBits) & 0xff);
    }
    this.#pending &= (1 << this.#pendingBits) - 1;
  }

  /** A code from a table, written as it is read: "000101". */
  code(text: string): void {
    this.bits(Number.parseInt(text, 2), text.length);
  }

  /** Unsigned Exp-Golomb. */
  ue(value: number): void {
    const length = 31 - Math.clz32(value + 1);
    this.bits(0, length);
    this.bits(value + 1, length + 1);
  }

  /** Signed Exp-Golomb. */
  se(value: number): void {
    this.ue(value > 0 ? 2 * value - 1 : -2 * value);
  }

  alignWithZeros(): void {
    if (this.#pendingBits > 0) this.bits(0, 8 - this.#pendingBits);
  }

  /** Whole bytes; only when aligned. */
  append(source: Uint8Array, start: number, count: number): void {
    this.#reserve(count);
    this.#bytes.set(source.subarray(start, start + count), this.#length);
    this.#length += count;
  }

  /** Ends an RBSP: a one, then zeros to the byte. */
  finish(): Uint8Array {
    this.bits(1, 1);
    this.alignWithZeros();
    return this.#bytes.slice(0, this.#length);
  }

  #byte(value: number): void {
    this.#reserve(1);
    this.#bytes[this.#length++] = value;
  }

  #reserve(count: number): void {
    if (this.#length + count <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(2 * this.#bytes.length, this.#length + count));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }
}

/** An RBSP as a NAL unit: header byte, then the payload with emulation prevention. */
export function nalUnit(header: number, rbsp: Uint8Array): Uint8Array {
  let escapes = 0;
  let zeros = 0;
  for (const byte of rbsp) {
    if (zeros >= 2 && byte <= 3) {
      escapes++;
      zeros = 0;
    }
    zeros = byte === 0 ? zeros + 1 : 0;
  }
  const unit = new Uint8Array(1 + rbsp.length + escapes);
  unit[0] = header;
  if (escapes === 0) {
    unit.set(rbsp, 1);
    return unit;
  }
  let at = 1;
  zeros = 0;
  for (const byte of rbsp) {
    if (zeros >= 2 && byte <= 3) {
      unit[at++] = 3;
      zeros = 0;
    }
    unit[at++] = byte;
    zeros = byte === 0 ? zeros + 1 : 0;
  }
  return unit;
}
