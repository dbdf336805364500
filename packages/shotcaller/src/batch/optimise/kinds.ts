/** What one model would do for a shot. */
export interface Candidate {
  readonly model: string;
  /** Upper price, in pico-dollars. */
  readonly costPico: bigint;
  readonly quality: { readonly low: number; readonly rating: number; readonly high: number };
  /** Mean seconds. */
  readonly seconds: number;
}

/** Shots that have the same choice. */
export interface Kind {
  /** Places of the shots in the list. */
  readonly shots: readonly number[];
  readonly candidates: readonly Candidate[];
}

/** Puts shots with the same candidates together, and drops what another candidate is no worse than in every respect. */
export function kindsOf(choices: readonly (readonly Candidate[])[], withTime: boolean): readonly Kind[] {
  const kinds = new Map<string, { shots: number[]; candidates: readonly Candidate[] }>();
  for (const [place, candidates] of choices.entries()) {
    const name = candidates
      .map(({ model, costPico, quality, seconds }) =>
        [model, costPico, quality.rating, withTime ? seconds : ''].join(' '),
      )
      .join('\n');
    const known = kinds.get(name);
    if (known) known.shots.push(place);
    else kinds.set(name, { shots: [place], candidates: undominated(candidates, withTime) });
  }
  return [...kinds.values()];
}

function undominated(candidates: readonly Candidate[], withTime: boolean): readonly Candidate[] {
  return candidates.filter(
    (one, place) =>
      !candidates.some((other, index) => {
        if (index === place) return false;
        const isNoWorse =
          other.costPico <= one.costPico &&
          other.quality.rating >= one.quality.rating &&
          (!withTime || other.seconds <= one.seconds);
        const isBetter =
          other.costPico < one.costPico ||
          other.quality.rating > one.quality.rating ||
          (withTime && other.seconds < one.seconds);
        // Of equals the first one stays.
        return isNoWorse && (isBetter || index < place);
      }),
  );
}
