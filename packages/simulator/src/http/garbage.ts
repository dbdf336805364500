import type { Socket } from 'node:net';
import { envelopeOf, refuse } from '../refusal.ts';

const statuses: Readonly<Record<string, readonly [number, string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'Request Timeout'],
  HPE_HEADER_OVERFLOW: [431, 'Request Header Fields Too Large'],
};

/** Bytes that are no HTTP, come too slowly, or ask for a tunnel: a 4xx in the documented shape, then the end. */
export function answerGarbage(socket: Socket, code = ''): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const [status, reason] = statuses[code] ?? [400, 'Bad Request'];
  const message = status === 400 ? 'Malformed HTTP request' : reason;
  const body = JSON.stringify(envelopeOf(refuse(status, message)));
  socket.end(
    `HTTP/1.1 ${status} ${reason}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}
