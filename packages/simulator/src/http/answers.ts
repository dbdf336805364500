import type { z } from 'zod';
import { envelopeOf, type Refusal } from '../refusal.ts';
import type { WireZodError } from '../wire.ts';

/** JSON without a length: over sockets it goes out chunked, as on the real service. */
export function json(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });
}

export function errorAnswer(refusal: Refusal): Response {
  return json(refusal.status, envelopeOf(refusal), refusal.headers);
}

/** A value outside the schema. */
export function zodAnswer(error: z.ZodError): Response {
  const body: WireZodError = { success: false, error: { name: 'ZodError', message: error.message } };
  return json(400, body);
}

/** What the edge sends when it is the one that fails: a page, not JSON. */
export function htmlAnswer(status: number): Response {
  const title = `${status}: Bad gateway`;
  const page = `<!DOCTYPE html>\n<html><head><title>${title}</title></head><body><h1>${title}</h1><p>The simulated edge could not reach the origin.</p></body></html>\n`;
  return new Response(page, {
    status,
    headers: { 'content-type': 'text/html; charset=UTF-8', server: 'simulated-edge' },
  });
}

/** Thrown to say: cut the connection, send nothing. */
export class ConnectionCut extends Error {
  override readonly name = 'ConnectionCut';
}
