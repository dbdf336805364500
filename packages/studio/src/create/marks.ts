import type { RankedModel } from '@shotcaller/core';

export interface Mark {
  readonly mark: string;
  readonly meaning: string;
  readonly applies: (place: RankedModel) => boolean;
}

/** The signs behind a row, as the terminal has them. */
export const marks: readonly Mark[] = [
  { mark: '≈', meaning: 'near tie with the first', applies: ({ tiedWith }) => tiedWith.length > 0 },
  {
    mark: '▽',
    meaning: 'beaten by another model on price, time and quality',
    applies: ({ dominatedBy }) => dominatedBy !== null,
  },
  { mark: '!', meaning: 'has a warning', applies: ({ warnings }) => warnings.length > 0 },
  {
    mark: '?',
    meaning: 'no evidence for time or quality: the average of all models',
    applies: ({ quality, speed }) => quality.basis.level === 'prior' || speed.basis.level === 'prior',
  },
  { mark: '¿', meaning: 'the catalogue leaves something open', applies: ({ notStated }) => notStated.length > 0 },
];

export function marksOf(place: RankedModel): readonly Mark[] {
  return marks.filter(({ applies }) => applies(place));
}
