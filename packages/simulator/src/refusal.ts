import type { WireErrorEnvelope } from './wire.ts';

/** An answer that is an error, before it becomes HTTP. */
export interface Refusal {
  /** HTTP status and `error.code`. */
  readonly status: number;
  readonly message: string;
  readonly metadata?: Readonly<Record<string, unknown>>;
  /** Stands beside `metadata` in the envelope when no endpoint is left. */
  readonly availability?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

export function refuse(status: number, message: string, more: Omit<Refusal, 'status' | 'message'> = {}): Refusal {
  return { status, message, ...more };
}

/** The documented envelope. */
export function envelopeOf({ status, message, metadata, availability }: Refusal): WireErrorEnvelope {
  return { error: { message, code: status, ...(metadata && { metadata }), ...(availability && { availability }) } };
}
