import { BitWriter, nalUnit } from './bit-writer.ts';
import { writeFlatMacroblock } from './flat-macroblock.ts';
import { frameNumberBits, pictureParameterSet, sequenceParameterSet } from './h264-parameters.ts';
import type { Picture } from './picture.ts';

export interface Encoder {
  readonly sequenceParameterSet: Uint8Array;
  readonly pictureParameterSet: Uint8Array;
  /** Codes the picture as it is now and clears its marks. The first call makes a key frame. Returns one NAL unit. */
  encode(picture: Picture): Uint8Array;
}

const raw = 16;
const empty = 0;

/**
 * A lossless H.264 encoder for drawn pictures. A macroblock is skipped where nothing changed, coded by its colour where it
 * has one, and sent raw (I_PCM) elsewhere. That is all a test card needs, it is exact, and it costs next to nothing.
 */
export function createEncoder(width: number, height: number): Encoder {
  let frameNumber = 0;
  let previous: Picture | undefined;
  return {
    sequenceParameterSet: sequenceParameterSet(width, height),
    pictureParameterSet: pictureParameterSet(),
    encode(picture) {
      const key = previous === undefined;
      const writer = new BitWriter();
      writeSliceHeader(writer, key, frameNumber);
      writeMacroblocks(writer, picture, previous);
      previous = previous ? copyChanged(previous, picture) : picture.copy();
      picture.marks.fill(0);
      frameNumber = (frameNumber + 1) % 2 ** frameNumberBits;
      return nalUnit(key ? 0x65 : 0x41, writer.finish());
    },
  };
}

function writeSliceHeader(writer: BitWriter, key: boolean, frameNumber: number): void {
  writer.ue(0);
  writer.ue(key ? 7 : 5);
  writer.ue(0);
  writer.bits(frameNumber, frameNumberBits);
  if (key) {
    writer.ue(0);
    writer.bits(0, 2); // marking: output prior pictures, short term
  } else {
    writer.bits(0, 3); // default reference list, sliding window
  }
  writer.se(0);
  writer.ue(1); // deblocking off
}

function writeMacroblocks(writer: BitWriter, picture: Picture, previous: Picture | undefined): void {
  const { across, down } = picture;
  // Coefficient counts of the row above, then of this row: what prediction of counts needs.
  const counts = new Uint8Array(across);
  let skipped = 0;
  for (let row = 0; row < down; row++) {
    for (let column = 0; column < across; column++) {
      if (previous && !hasChanged(picture, previous, column, row)) {
        counts[column] = empty;
        skipped++;
        continue;
      }
      if (previous) writer.ue(skipped);
      skipped = 0;
      const typeOffset = previous ? 5 : 0;
      if (isFlat(picture, column, row)) {
        writeFlatMacroblock(writer, picture, column, row, typeOffset, {
          left: column > 0 ? counts[column - 1] : undefined,
          top: row > 0 ? counts[column] : undefined,
        });
        counts[column] = empty;
      } else {
        writeRawMacroblock(writer, picture, column, row, typeOffset);
        counts[column] = raw;
      }
    }
  }
  if (skipped > 0) writer.ue(skipped);
}

function writeRawMacroblock(writer: BitWriter, picture: Picture, column: number, row: number, typeOffset: 0 | 5): void {
  const { luma, cb, cr, stride } = picture;
  writer.ue(typeOffset + 25);
  writer.alignWithZeros();
  for (let y = 0; y < 16; y++) writer.append(luma, (row * 16 + y) * stride + column * 16, 16);
  for (const plane of [cb, cr]) {
    for (let y = 0; y < 8; y++) writer.append(plane, ((row * 8 + y) * stride) / 2 + column * 8, 8);
  }
}

function isFlat({ luma, cb, cr, stride }: Picture, column: number, row: number): boolean {
  return (
    isUniform(luma, row * 16 * stride + column * 16, stride, 16) &&
    isUniform(cb, row * 4 * stride + column * 8, stride / 2, 8) &&
    isUniform(cr, row * 4 * stride + column * 8, stride / 2, 8)
  );
}

function isUniform(plane: Uint8Array, start: number, stride: number, size: number): boolean {
  const value = plane[start];
  for (let y = 0; y < size; y++) {
    const line = start + y * stride;
    for (let x = 0; x < size; x++) if (plane[line + x] !== value) return false;
  }
  return true;
}

function hasChanged(now: Picture, before: Picture, column: number, row: number): boolean {
  if (now.marks[row * now.across + column] === 0) return false;
  const { stride } = now;
  const chroma = row * 4 * stride + column * 8;
  return (
    differs(now.luma, before.luma, row * 16 * stride + column * 16, stride, 16) ||
    differs(now.cb, before.cb, chroma, stride / 2, 8) ||
    differs(now.cr, before.cr, chroma, stride / 2, 8)
  );
}

function differs(now: Uint8Array, before: Uint8Array, start: number, stride: number, size: number): boolean {
  for (let y = 0; y < size; y++) {
    const line = start + y * stride;
    for (let x = 0; x < size; x++) if (now[line + x] !== before[line + x]) return true;
  }
  return false;
}

function copyChanged(target: Picture, source: Picture): Picture {
  const { stride, across, down } = source;
  for (let row = 0; row < down; row++) {
    for (let column = 0; column < across; column++) {
      if (source.marks[row * across + column] === 0) continue;
      copyBlock(target.luma, source.luma, row * 16 * stride + column * 16, stride, 16);
      copyBlock(target.cb, source.cb, row * 4 * stride + column * 8, stride / 2, 8);
      copyBlock(target.cr, source.cr, row * 4 * stride + column * 8, stride / 2, 8);
    }
  }
  return target;
}

function copyBlock(target: Uint8Array, source: Uint8Array, start: number, stride: number, size: number): void {
  for (let y = 0; y < size; y++) {
    const line = start + y * stride;
    target.set(source.subarray(line, line + size), line);
  }
}
