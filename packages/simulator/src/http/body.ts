import { type Refusal, refuse } from '../refusal.ts';

/** Reads a JSON body of at most `maxBytes`; a refusal when it is too large or no JSON. */
export async function readJson(request: Request, maxBytes: number): Promise<{ readonly value: unknown } | Refusal> {
  const bytes = await readBytes(request, maxBytes);
  if (!bytes) return refuse(413, 'Request payload too large');
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return refuse(400, 'Invalid JSON in request body');
  }
  try {
    return { value: JSON.parse(text) };
  } catch {
    return refuse(400, 'Invalid JSON in request body');
  }
}

async function readBytes(request: Request, maxBytes: number): Promise<Uint8Array | undefined> {
  if (!request.body) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body) {
    size += chunk.length;
    if (size > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}
