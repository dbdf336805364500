import { refusedTunnelStatus } from './no-tunnel-error.ts';

/** The system's own word for a failed connection, for example ECONNREFUSED: `fetch` hides it one or two causes deep. Of a proxy its answer. */
export function connectionDetail(error: unknown): string {
  let inner = error;
  for (let depth = 0; depth < 5 && inner instanceof Error; depth += 1) {
    const status = refusedTunnelStatus(inner);
    if (status !== undefined) return `the proxy answered HTTP ${status}${status === '407' ? ': it wants a login' : ''}`;
    const { code } = inner as NodeJS.ErrnoException;
    if (typeof code === 'string') return code;
    const next: unknown = inner instanceof AggregateError ? inner.errors[0] : inner.cause;
    if (next === undefined) return inner.message;
    inner = next;
  }
  return String(inner);
}
