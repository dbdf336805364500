import colours from 'picocolors';

/** Colour when the terminal wants it, plain text otherwise. */
export type Colours = ReturnType<typeof colours.createColors>;

export function coloursFor(colour: boolean): Colours {
  return colours.createColors(colour);
}
