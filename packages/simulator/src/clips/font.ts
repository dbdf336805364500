import type { Colour, Picture } from './picture.ts';

/** Columns and rows of a glyph's cell, the gap to the next included, before scaling. */
export const cellWidth = 6;
export const cellHeight = 9;

/** Draws a line of text; characters outside ASCII lose their accents or become "?". */
export function drawText(
  picture: Picture,
  text: string,
  left: number,
  top: number,
  scale: number,
  colour: Colour,
): void {
  for (const [position, character] of [...plain(text)].entries()) {
    if (character === ' ') continue;
    const rows = glyphs[character] ?? glyphs['?']!;
    const x = left + position * cellWidth * scale;
    for (const [row, bits] of rows.entries()) {
      for (let column = 0; column < 5; column++) {
        if ((bits >> (4 - column)) & 1) picture.fill(x + column * scale, top + row * scale, scale, scale, colour);
      }
    }
  }
}

/** What drawText makes of a text, character by character. */
export function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/\s/gu, ' ')
    .replace(/[^ -~]/gu, '?');
}

/** A plain 5x7 face of our own making: seven rows of five bits for each character, eight with a descender. */
const glyphs: Readonly<Record<string, readonly number[]>> = Object.fromEntries(
  `
  !:4444004 ":aaa0000 #:aavavaa $:4fke5u4 %:op248j3 &:cik8lid ':c480000 (:2488842 ):8422248 *:04ele40 +:044v440
  ,:0000c48 -:000v000 .:00000cc /:0124og0 0:ehjlphe 1:4c4444e 2:eh1248v 3:v2421he 4:26aiv22 5:vgu11he 6:68guhhe
  7:v124888 8:ehhehhe 9:ehhf12c ::0cc0cc0 ;:0cc0c48 <:248g842 =:00v0v00 >:8421248 ?:eh12404 @:eh1dlle
  A:ehhvhhh B:uhhuhhu C:ehggghe D:uhhhhhu E:vgguggv F:vgguggg G:ehgnhhf H:hhhvhhh I:e44444e J:72222ic K:hikokih
  L:ggggggv M:hrllhhh N:hhpljhh O:ehhhhhe P:uhhuggg Q:ehhhlid R:uhhukih S:fgge11u T:v444444 U:hhhhhhe V:hhhhha4
  W:hhhllla X:hha4ahh Y:hhha444 Z:v1248gv [:e88888e \\:0g84210 ]:e22222e ^:4ah0000 _:000000v \`:8420000
  a:00e1fhf b:ggmphhu c:00egghe d:11djhhf e:00ehvge f:698s888 g:00fhhf1e h:ggmphhh i:40c444e j:20622ic k:ggikoki
  l:c44444e m:00qllhh n:00mphhh o:00ehhhe p:00uhhugg q:00fhhf11 r:00mpggg s:00ege1u t:88s8896 u:00hhhjd v:00hhha4
  w:00hhlla x:00ha4ah y:00hhhf1e z:00v248v {:2448442 |:4444444 }:8442448 ~:008l200
  `
    .trim()
    .split(/\s+/)
    .map((entry) => [entry[0]!, [...entry.slice(2)].map((digit) => Number.parseInt(digit, 32))]),
);
