import type { BitWriter } from './bit-writer.ts';
import type { Picture } from './picture.ts';

/**
 * Codes a macroblock of one colour exactly: Intra 16x16 with DC prediction and DC coefficients only. At luma quantiser 22
 * a level of 2r adds r to every sample; at chroma quantiser 10 the four levels H r H add r to each 4x4 block, whatever
 * its own prediction was. So what comes out is what went in, and no reconstruction has to be kept.
 */
export function writeFlatMacroblock(
  writer: BitWriter,
  picture: Picture,
  column: number,
  row: number,
  typeOffset: 0 | 5,
  luma: { readonly left: number | undefined; readonly top: number | undefined },
): void {
  const residuals = [picture.cb, picture.cr].map((plane) => chromaLevels(plane, picture.stride / 2, column, row));
  const hasChroma = residuals.some((levels) => levels.some((level) => level !== 0));
  // I_16x16_2_0_0 or I_16x16_2_1_0.
  writer.ue(typeOffset + (hasChroma ? 7 : 3));
  writer.ue(0); // chroma: DC prediction
  writer.se(0); // quantiser unchanged
  writeLumaLevel(writer, 2 * lumaResidual(picture, column, row), expectedCount(luma));
  if (hasChroma) for (const levels of residuals) writeChromaLevels(writer, levels);
}

/** How many coefficients the neighbours had: 16 in a raw macroblock, 0 in all others of ours. */
function expectedCount({ left, top }: { readonly left: number | undefined; readonly top: number | undefined }): number {
  if (left !== undefined && top !== undefined) return (left + top + 1) >> 1;
  return left ?? top ?? 0;
}

function lumaResidual({ luma, stride }: Picture, column: number, row: number): number {
  const origin = row * 16 * stride + column * 16;
  let sum = 0;
  if (row > 0) for (let x = 0; x < 16; x++) sum += luma[origin - stride + x]!;
  if (column > 0) for (let y = 0; y < 16; y++) sum += luma[origin + y * stride - 1]!;
  const sides = (row > 0 ? 1 : 0) + (column > 0 ? 1 : 0);
  const prediction = sides === 2 ? (sum + 16) >> 5 : sides === 1 ? (sum + 8) >> 4 : 128;
  return luma[origin]! - prediction;
}

/** The 2x2 Hadamard transform of the four residuals, in the order in which they are sent. */
function chromaLevels(plane: Uint8Array, stride: number, column: number, row: number): readonly number[] {
  const origin = row * 8 * stride + column * 8;
  const top = (x: number) => (row > 0 ? sumOf(plane, origin - stride + x, 1) : undefined);
  const left = (y: number) => (column > 0 ? sumOf(plane, origin + y * stride - 1, stride) : undefined);
  const value = plane[origin]!;
  const a = value - average(top(0), left(0));
  const b = value - (top(4) === undefined ? average(left(0)) : average(top(4)));
  const c = value - (left(4) === undefined ? average(top(0)) : average(left(4)));
  const d = value - average(top(4), left(4));
  return [a + b + c + d, a - b + c - d, a + b - c - d, a - b - c + d];
}

function sumOf(plane: Uint8Array, start: number, step: number): number {
  return plane[start]! + plane[start + step]! + plane[start + 2 * step]! + plane[start + 3 * step]!;
}

function average(...sums: readonly (number | undefined)[]): number {
  const present = sums.filter((sum) => sum !== undefined);
  if (present.length === 2) return (present[0]! + present[1]! + 4) >> 3;
  return present.length === 1 ? (present[0]! + 2) >> 2 : 128;
}

/** coeff_token for no coefficient, one of ±1, one larger; by how many the neighbours had (H.264, table 9-5). */
function tokensFor(count: number): readonly [string, string, string] {
  if (count < 2) return ['1', '01', '000101'];
  if (count < 4) return ['11', '10', '001011'];
  if (count < 8) return ['1111', '1110', '001111'];
  return ['000011', '000001', '000000'];
}

function writeLumaLevel(writer: BitWriter, level: number, count: number): void {
  const [none, one, larger] = tokensFor(count);
  if (level === 0) {
    writer.code(none);
    return;
  }
  if (Math.abs(level) === 1) {
    writer.code(one);
    writer.bits(level < 0 ? 1 : 0, 1);
  } else {
    writer.code(larger);
    writeLevelCode(writer, levelCode(level) - 2, 0);
  }
  writer.bits(1, 1); // no zeros before it
}

/** coeff_token of chroma DC by [number of levels][trailing ones] (H.264, table 9-5, last column). */
const chromaTokens: readonly (readonly string[])[] = [
  ['01'],
  ['000111', '1'],
  ['000100', '000110', '001'],
  ['000011', '0000011', '0000010', '000101'],
  ['000010', '00000011', '00000010', '0000000'],
];

/** total_zeros of chroma DC by [number of levels][zeros] (table 9-9a). */
const chromaTotalZeros: readonly (readonly string[])[] = [[], ['1', '01', '001', '000'], ['1', '01', '00'], ['1', '0']];

/** run_before by [zeros left][run] (table 9-10). */
const runBefore: readonly (readonly string[])[] = [[], ['1', '0'], ['1', '01', '00'], ['11', '10', '01', '00']];

function writeChromaLevels(writer: BitWriter, levels: readonly number[]): void {
  const present = levels.flatMap((level, position) => (level === 0 ? [] : [{ level, position }])).reverse();
  let ones = 0;
  while (ones < 3 && ones < present.length && Math.abs(present[ones]!.level) === 1) ones++;
  writer.code(chromaTokens[present.length]![ones]!);
  for (let index = 0; index < ones; index++) writer.bits(present[index]!.level < 0 ? 1 : 0, 1);
  let suffixLength = 0;
  for (let index = ones; index < present.length; index++) {
    const { level } = present[index]!;
    writeLevelCode(writer, levelCode(level) - (index === ones && ones < 3 ? 2 : 0), suffixLength);
    if (suffixLength === 0) suffixLength = 1;
    if (Math.abs(level) > 3 << (suffixLength - 1) && suffixLength < 6) suffixLength++;
  }
  if (present.length === 0 || present.length === 4) return;
  let zeros = present[0]!.position + 1 - present.length;
  writer.code(chromaTotalZeros[present.length]![zeros]!);
  for (let index = 0; index < present.length - 1 && zeros > 0; index++) {
    const run = present[index]!.position - present[index + 1]!.position - 1;
    writer.code(runBefore[zeros]![run]!);
    zeros -= run;
  }
}

function levelCode(level: number): number {
  return level > 0 ? 2 * level - 2 : -2 * level - 1;
}

/** level_prefix and level_suffix (clause 9.2.2.1). */
function writeLevelCode(writer: BitWriter, code: number, suffixLength: number): void {
  if (suffixLength === 0 && code >= 14) {
    const long = code >= 30;
    writer.bits(1, long ? 16 : 15);
    writer.bits(long ? code - 30 : code - 14, long ? 12 : 4);
    return;
  }
  const prefix = code >> suffixLength;
  if (prefix < 15) {
    writer.bits(1, prefix + 1);
    if (suffixLength > 0) writer.bits(code & ((1 << suffixLength) - 1), suffixLength);
  } else {
    writer.bits(1, 16);
    writer.bits(code - (15 << suffixLength), 12);
  }
}
