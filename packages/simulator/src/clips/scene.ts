import { framesPerSecond } from '../frame-size.ts';
import { type Random, randomFor } from '../random.ts';
import type { ClipSpec } from './clip-spec.ts';
import { cellHeight, cellWidth, drawText, plain } from './font.ts';
import { type Colour, colourOf, Picture } from './picture.ts';
import { drawStill } from './still.ts';

export interface Scene {
  /** The one picture, drawn on again and again. */
  readonly picture: Picture;
  /** Brings the picture to frame `index`; call in order from 0. */
  draw(index: number): void;
}

const ink = colourOf(240, 240, 236);
const dim = colourOf(150, 158, 160);
const panel = colourOf(20, 24, 30);

/** Frames for which a given first frame is shown alone. */
const stillFrames = 12;

/**
 * A moving test card: a field in the seed's colours (or the first frame), a disc that bounces, a bar that grows, and a panel
 * that says model (unless it is hidden), seed, prompt and time code. In the last half second a given last frame comes down over the field.
 */
export function createScene(spec: ClipSpec): Scene {
  const { width, height } = spec;
  const random = randomFor('scene', spec.model, spec.prompt, spec.seed);
  const first = spec.firstFrameUrl === undefined ? undefined : drawStill(spec.firstFrameUrl, width, height);
  const last = spec.lastFrameUrl === undefined ? undefined : drawStill(spec.lastFrameUrl, width, height);
  const background = first ?? drawField(width, height, random);
  const layout = layOut(spec);
  const mover = createDisc(random, width, layout.top, Math.max(8, 2 * Math.round(Math.min(width, height) / 32)));
  const picture = background.copy();
  const panelFrom = first ? Math.min(stillFrames, spec.frames - 1) : 0;
  const curtainFrom = spec.frames - stillFrames;

  return {
    picture,
    draw(index) {
      if (last && index >= curtainFrom) {
        const shown = Math.ceil((layout.top * (index - curtainFrom + 1)) / stillFrames / 16) * 16;
        const rows = Math.min(layout.top, shown);
        background.restore(last, 0, 0, width, rows);
        picture.restore(last, 0, 0, width, rows);
      }
      if (index < panelFrom) return;
      if (index === panelFrom) drawPanel(picture, layout);
      mover.draw(picture, background, index);
      drawProgress(picture, layout, index / Math.max(1, spec.frames - 1));
      drawTimeCode(picture, layout, index, index === panelFrom ? '' : timeCode(index - 1, spec.frames), spec.frames);
    },
  };
}

interface Layout {
  readonly scale: number;
  readonly left: number;
  /** First line of the panel, on a macroblock. */
  readonly top: number;
  readonly lines: readonly string[];
  readonly width: number;
}

function layOut(spec: ClipSpec): Layout {
  const scale = Math.max(1, Math.round(Math.min(spec.width, spec.height) / 220));
  const left = 2 * Math.max(2, Math.round(scale * 3));
  const columns = Math.max(8, Math.floor((spec.width - 2 * left) / (cellWidth * scale)));
  const references = [
    spec.firstFrameUrl && `first frame: ${nameOf(spec.firstFrameUrl)}`,
    spec.lastFrameUrl && `last frame: ${nameOf(spec.lastFrameUrl)}`,
  ].filter((text) => text !== undefined && text !== '');
  const lines = [
    ...(spec.isModelHidden ? [] : wrap(spec.model, columns, 2)),
    ...wrap(`seed ${spec.seed}  ${spec.width}x${spec.height}${spec.audio ? '  sound' : ''}`, columns, 2),
    ...wrap(spec.prompt || '(no prompt)', columns, 4),
    ...references.flatMap((text) => wrap(text as string, columns, 1)),
  ];
  const heightPixels = (lines.length + 3) * cellHeight * scale + 2 * scale;
  const top = Math.max(0, Math.floor((spec.height - heightPixels) / 16) * 16);
  return { scale, left, top, lines, width: spec.width };
}

/** Data URLs are named by their type: their text is long and may be private. */
function nameOf(url: string): string {
  return url.startsWith('data:') ? url.slice(5, Math.min(url.search(/[;,]/), 40)) : url.replace(/^https?:\/\//, '');
}

function wrap(text: string, columns: number, mostLines: number): readonly string[] {
  const lines: string[] = [];
  let rest = plain(text.slice(0, 2000)).trim();
  while (rest !== '' && lines.length < mostLines) {
    const space = rest.length > columns ? rest.lastIndexOf(' ', columns) : rest.length;
    const cut = rest.length <= columns ? rest.length : space > columns / 2 ? space : columns;
    lines.push(rest.slice(0, cut));
    rest = rest.slice(cut).trim();
  }
  if (rest !== '' && lines.length > 0) lines[lines.length - 1] = `${lines.at(-1)!.slice(0, columns - 3)}...`;
  return lines;
}

function drawPanel(picture: Picture, { left, top, scale, lines }: Layout): void {
  picture.fill(0, top, picture.stride, picture.down * 16 - top, panel);
  for (const [index, line] of lines.entries()) {
    drawText(picture, line, left, top + (index + 1) * cellHeight * scale, scale, index === 0 || index > 1 ? ink : dim);
  }
}

function drawProgress(picture: Picture, { top, scale, width }: Layout, share: number): void {
  picture.fill(0, top, 2 * Math.round((share * width) / 2), 2 * scale, ink);
}

/** Minutes, seconds and frame, then the frame out of all: "00:04:23  119/120". */
function timeCode(index: number, frames: number): string {
  const seconds = Math.floor(index / framesPerSecond);
  const two = (value: number) => String(value).padStart(2, '0');
  const code = `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}:${two(index % framesPerSecond)}`;
  return `${code}  ${String(index + 1).padStart(String(frames).length, '0')}/${frames}`;
}

/** Draws only the characters that differ from the frame before. */
function drawTimeCode(picture: Picture, layout: Layout, index: number, before: string, frames: number): void {
  const { left, top, scale, lines } = layout;
  const text = timeCode(index, frames);
  const y = top + (lines.length + 1.5) * cellHeight * scale;
  const even = 2 * Math.round(y / 2);
  for (const [position, character] of [...text].entries()) {
    if (before[position] === character) continue;
    const x = left + position * cellWidth * scale;
    picture.fill(x, even, cellWidth * scale, 7 * scale, panel);
    drawText(picture, character, x, even, scale, ink);
  }
}

/** Squares of one macroblock, shading from one colour of the seed to another, with a little grain. */
function drawField(width: number, height: number, random: Random): Picture {
  const field = new Picture(width, height);
  const from = hueOf(random());
  const to = hueOf(random());
  for (let row = 0; row < field.down; row++) {
    for (let column = 0; column < field.across; column++) {
      const share = Math.min(1, Math.max(0, (column / field.across + row / field.down) / 2 + 0.04 * (random() - 0.5)));
      const mix = (channel: 0 | 1 | 2) => from[channel] + (to[channel] - from[channel]) * share;
      field.fill(column * 16, row * 16, 16, 16, colourOf(mix(0), mix(1), mix(2)));
    }
  }
  return field;
}

/** A muted colour of the circle. */
function hueOf(turn: number): readonly [number, number, number] {
  const channel = (shift: number) => 105 + 65 * Math.cos(2 * Math.PI * (turn + shift));
  return [channel(0), channel(1 / 3), channel(2 / 3)];
}

function createDisc(random: Random, width: number, height: number, radius: number) {
  const start = [random(), random()];
  const speed = [0.11 + 0.12 * random(), 0.13 + 0.14 * random()];
  const colour: Colour = colourOf(236, 196, 84);
  const at = (axis: 0 | 1, index: number, length: number) => {
    const room = Math.max(2, length - 2 * radius);
    const way = (start[axis]! + (speed[axis]! * index) / framesPerSecond) % 2;
    return 2 * Math.round((room * (way < 1 ? way : 2 - way)) / 2);
  };
  let drawn: readonly [number, number] | undefined;
  return {
    draw(picture: Picture, background: Picture, index: number) {
      if (height < 4 * radius) return;
      if (drawn) picture.restore(background, drawn[0], drawn[1], 2 * radius, 2 * radius);
      const left = at(0, index, width);
      const top = at(1, index, height);
      for (let line = 0; line < 2 * radius; line += 2) {
        const half = 2 * Math.round(Math.sqrt(radius ** 2 - (line + 1 - radius) ** 2) / 2);
        picture.fill(left + radius - half, top + line, 2 * half, 2, colour);
      }
      drawn = [left, top];
    },
  };
}
