import type { ApiError } from './wire.ts';

/** An answer of the gateway that is not the one asked for. */
export class GatewayError extends Error {
  override readonly name = 'GatewayError';

  constructor(
    /** 0: no answer at all. */
    readonly status: number,
    readonly code: string,
    message: string,
    readonly detail: Partial<ApiError['error']>,
  ) {
    super(message);
  }

  /**
   * The gateway itself has refused an order: nothing was bought. Any other failure may hide an order that arrived, such as that of a proxy
   * which lost the answer, or of a key that already stands for an order.
   */
  get isRefusal(): boolean {
    const isOfGateway = this.code !== 'no_gateway' && this.code !== 'key_reused';
    return this.status >= 400 && this.status < 500 && isOfGateway;
  }
}

/** Reads an error body; whatever it is, an error comes of it. */
export function gatewayErrorOf(status: number, body: unknown): GatewayError {
  const error = (body as Partial<ApiError> | undefined)?.error;
  if (typeof error?.message === 'string') return new GatewayError(status, String(error.code), error.message, error);
  return new GatewayError(
    status,
    'no_gateway',
    `The gateway does not answer (HTTP ${status}). Try again in a moment.`,
    {},
  );
}
