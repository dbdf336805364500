/** Bytes of a file, from 0, both included. */
export interface Span {
  readonly first: number;
  readonly last: number;
}

/** More pieces than a client that fetches a file needs: what is beyond is not remembered. */
const mostSpans = 1000;

/** With the bytes of a further span; spans that touch become one, so that a whole file is one span however it came. */
export function withSpan(spans: readonly Span[], further: Span): readonly Span[] {
  if (spans.length >= mostSpans) return spans;
  const touches = ({ first, last }: Span) => first <= further.last + 1 && last >= further.first - 1;
  const joined = [further, ...spans.filter(touches)];
  return [
    ...spans.filter((span) => !touches(span)),
    {
      first: Math.min(...joined.map(({ first }) => first)),
      last: Math.max(...joined.map(({ last }) => last)),
    },
  ];
}

/** Whether spans hold a file of so many bytes from its first to its last. */
export function covers(spans: readonly Span[], bytes: number): boolean {
  return spans.some(({ first, last }) => first === 0 && last >= bytes - 1);
}
