import { createJsonBounds, type StructureProblem } from './json-bounds.ts';

/** Why a body was not read. `over_share`: its sender has too many bytes under way already. */
export type BodyProblem = 'too_large' | 'not_json' | 'wrong_type' | 'went_away' | 'over_share' | StructureProblem;

export interface BodyLimits {
  readonly maxBytes: number;
  /** Takes bytes from the sender's share; `false`: there are not so many left. */
  readonly takeBytes: (bytes: number) => boolean;
}

/** Reads a JSON body. The declared length is not believed, only checked first. */
export async function readJsonBody(
  request: Request,
  limits: BodyLimits,
): Promise<{ readonly value: unknown } | { readonly problem: BodyProblem }> {
  // A form or text/plain can be sent from any web page without asking; JSON cannot.
  if (!/^application\/([\w.-]+\+)?json\b/i.test(request.headers.get('content-type') ?? ''))
    return { problem: 'wrong_type' };
  const bytes = await readJsonBytes(request, limits);
  if ('problem' in bytes) return bytes;
  try {
    return { value: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.value)) };
  } catch {
    return { problem: 'not_json' };
  }
}

/** The bytes of a body whose structure is within bounds. It is left unread as soon as it is not. */
export async function readJsonBytes(
  request: Request,
  { maxBytes, takeBytes }: BodyLimits,
): Promise<{ readonly value: Uint8Array } | { readonly problem: BodyProblem }> {
  const declared = Number(request.headers.get('content-length') ?? 0);
  if (declared > maxBytes) return { problem: 'too_large' };
  if (request.body === null) return { value: new Uint8Array() };
  const problemIn = createJsonBounds();
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = request.body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      length += value.byteLength;
      const problem = length > maxBytes ? 'too_large' : takeBytes(value.byteLength) ? problemIn(value) : 'over_share';
      if (problem) {
        await reader.cancel().catch(() => undefined);
        return { problem };
      }
      chunks.push(value);
    }
  } catch {
    return { problem: 'went_away' };
  }
  return { value: Buffer.concat(chunks) };
}
