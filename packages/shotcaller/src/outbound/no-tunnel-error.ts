/** The HTTP status with which a proxy refused a tunnel, of an error of undici as it stands; `undefined`: it is another error. */
export function refusedTunnelStatus(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  return /^Proxy response \((\d+)\) !== 200 when HTTP Tunneling$/.exec(error.message)?.[1];
}

/** A proxy did not open the tunnel, or could not be reached: nothing of the request was sent. */
export class NoTunnelError extends Error {
  override readonly name = 'NoTunnelError';
  readonly code = 'ERR_PROXY_NO_TUNNEL';

  constructor(cause: unknown) {
    super('The proxy opened no connection.', { cause });
  }
}
