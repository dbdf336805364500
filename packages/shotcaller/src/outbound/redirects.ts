const redirectStatuses: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Whether an answer with this status sends on to the address in its `location`. */
export function isRedirect(status: number): boolean {
  return redirectStatuses.has(status);
}
