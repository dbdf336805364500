import type { Clock } from '../clock.ts';
import type { Endpoint } from './endpoint.ts';
import type { createGetter } from './exchange.ts';
import type { Redact } from './redact.ts';

/** What every call of the client needs. */
export interface CallContext {
  readonly endpoint: Endpoint;
  readonly get: ReturnType<typeof createGetter>;
  readonly clock: Clock;
  readonly redact: Redact;
  readonly timeoutMs: number;
  readonly maxBodyBytes: number;
}
