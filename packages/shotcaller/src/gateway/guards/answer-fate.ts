/** Whether the answer to a request got through to its client. */
export interface AnswerFate {
  readonly arrivedAtMs: number;
  /** Resolves when the answer is out, or when the client went away before. Never rejects. */
  readonly known: Promise<'delivered' | 'lost'>;
}

/** The fate of an answer under way; `decide` tells what became of it. */
export function createAnswerFate(
  arrivedAtMs: number,
): AnswerFate & { readonly decide: (how: 'delivered' | 'lost') => void } {
  let decide: (how: 'delivered' | 'lost') => void = () => undefined;
  const known = new Promise<'delivered' | 'lost'>((resolve) => {
    decide = resolve;
  });
  return { arrivedAtMs, known, decide };
}
