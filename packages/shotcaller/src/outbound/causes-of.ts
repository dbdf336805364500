/** An error and what lies below it, at most five deep: `fetch` hides what happened one or two causes deep. */
export function causesOf(error: unknown): readonly unknown[] {
  const links: unknown[] = [];
  for (let link = error; link !== undefined && links.length < 5; link = innerError(link)) links.push(link);
  return links;
}

/** What lies below: the cause, or the first of several. */
export function innerError(error: unknown): unknown {
  if (!(error instanceof Error)) return undefined;
  return error.cause ?? (error instanceof AggregateError ? error.errors[0] : undefined);
}

/** The system's code of an error, or a database's SQLSTATE, when it has one. */
export function errorCode(error: unknown): string | undefined {
  const code = (error as { readonly code?: unknown } | null | undefined)?.code;
  return typeof code === 'string' ? code : undefined;
}
