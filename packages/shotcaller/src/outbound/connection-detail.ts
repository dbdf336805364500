import { causesOf, errorCode } from './causes-of.ts';
import { refusedTunnelStatus } from './no-tunnel-error.ts';

/** The system's own word for a failed connection, for example ECONNREFUSED: `fetch` hides it one or two causes deep. Of a proxy its answer. */
export function connectionDetail(error: unknown): string {
  const causes = causesOf(error);
  for (const cause of causes) {
    const status = refusedTunnelStatus(cause);
    if (status !== undefined) return `the proxy answered HTTP ${status}${status === '407' ? ': it wants a login' : ''}`;
    const code = errorCode(cause);
    if (code !== undefined) return code;
  }
  const last = causes.at(-1);
  return last instanceof Error ? last.message : String(last);
}
