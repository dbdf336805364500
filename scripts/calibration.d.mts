/** How well one kind of left-out figure is predicted; `inside` is the share within the 80 % interval that is shown, 0 to 1. */
export interface LeftOut {
  readonly name: string;
  readonly n: number;
  readonly inside: number;
  readonly bias: number;
  readonly error: number;
  readonly rms: number;
}

export declare const timesLeftOut: readonly LeftOut[];
export declare const ratingsLeftOut: readonly LeftOut[];
