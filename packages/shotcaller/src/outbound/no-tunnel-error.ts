/** A proxy did not open the tunnel, or could not be reached: nothing of the request was sent. */
export class NoTunnelError extends Error {
  override readonly name = 'NoTunnelError';
  readonly code = 'ERR_PROXY_NO_TUNNEL';

  constructor(cause: unknown) {
    super('The proxy opened no connection.', { cause });
  }
}
