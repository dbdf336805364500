import { BitWriter, nalUnit } from './bit-writer.ts';

/** Frame number field of the slice header, in bits. */
export const frameNumberBits = 8;

/** Quantiser of every macroblock: see flat-macroblock.ts for why 22, with chroma at 22 - 12 = 10. */
const quantiser = 22;
const chromaOffset = -12;

/** Sequence parameter set: Constrained Baseline, 24 frames per second, BT.709, cropped to the true size. */
export function sequenceParameterSet(width: number, height: number): Uint8Array {
  const across = Math.ceil(width / 16);
  const down = Math.ceil(height / 16);
  const writer = new BitWriter();
  writer.bits(66, 8);
  writer.bits(0xc0, 8);
  writer.bits(levelFor(across * down), 8);
  writer.ue(0);
  writer.ue(frameNumberBits - 4);
  writer.ue(2); // picture order is decoding order
  writer.ue(1); // one reference frame
  writer.bits(0, 1);
  writer.ue(across - 1);
  writer.ue(down - 1);
  writer.bits(0b11, 2); // frames only; direct 8x8
  const cropRight = (across * 16 - width) / 2;
  const cropBottom = (down * 16 - height) / 2;
  writer.bits(cropRight || cropBottom ? 1 : 0, 1);
  if (cropRight || cropBottom) for (const crop of [0, cropRight, 0, cropBottom]) writer.ue(crop);
  writer.bits(1, 1);
  videoUsability(writer);
  return nalUnit(0x67, writer.finish());
}

/** Picture parameter set: CAVLC, and room in the slice header to switch the deblocking filter off. */
export function pictureParameterSet(): Uint8Array {
  const writer = new BitWriter();
  writer.ue(0);
  writer.ue(0);
  writer.bits(0, 2); // CAVLC; no field order
  writer.ue(0); // one slice group
  writer.ue(0);
  writer.ue(0);
  writer.bits(0, 3); // no weighted prediction
  writer.se(quantiser - 26);
  writer.se(0);
  writer.se(chromaOffset);
  writer.bits(0b100, 3); // deblocking control present; intra prediction from all; no redundant pictures
  return nalUnit(0x68, writer.finish());
}

function videoUsability(writer: BitWriter): void {
  writer.bits(0, 2); // no aspect ratio, no overscan
  writer.bits(1, 1);
  writer.bits(5, 3); // unspecified format
  writer.bits(0, 1); // limited range
  writer.bits(1, 1);
  for (const value of [1, 1, 1]) writer.bits(value, 8); // BT.709
  writer.bits(0, 1);
  writer.bits(1, 1); // timing
  for (const half of [0, 1, 0, 48]) writer.bits(half, 16); // 1 tick, 48 ticks per second: 24 frames
  writer.bits(1, 1);
  writer.bits(0, 3); // no HRD, no picture structure
  writer.bits(1, 1); // bitstream restrictions: nothing is reordered
  writer.bits(1, 1);
  for (const value of [0, 0, 16, 16, 0, 1]) writer.ue(value);
}

/** Smallest level for so many macroblocks a frame at 24 frames per second (H.264, table A-1). */
function levelFor(macroblocks: number): number {
  const levels: readonly (readonly [number, number])[] = [
    [1620, 30],
    [3600, 31],
    [5120, 32],
    [8192, 40],
    [22080, 50],
    [36864, 51],
  ];
  return levels.find(([most]) => macroblocks <= most)?.[1] ?? 60;
}
