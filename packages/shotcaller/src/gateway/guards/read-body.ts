/** Why a body was not read. */
export type BodyProblem = 'too_large' | 'not_json' | 'wrong_type' | 'went_away';

/** Reads a JSON body of at most `maxBytes`. The declared length is not believed, only checked first. */
export async function readJsonBody(
  request: Request,
  maxBytes: number,
): Promise<{ readonly value: unknown } | { readonly problem: BodyProblem }> {
  // A form or text/plain can be sent from any web page without asking; JSON cannot.
  if (!/^application\/([\w.-]+\+)?json\b/i.test(request.headers.get('content-type') ?? ''))
    return { problem: 'wrong_type' };
  const bytes = await readBytes(request, maxBytes);
  if ('problem' in bytes) return bytes;
  try {
    return { value: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.value)) };
  } catch {
    return { problem: 'not_json' };
  }
}

export async function readBytes(
  request: Request,
  maxBytes: number,
): Promise<{ readonly value: Uint8Array } | { readonly problem: BodyProblem }> {
  const declared = Number(request.headers.get('content-length') ?? 0);
  if (declared > maxBytes) return { problem: 'too_large' };
  if (request.body === null) return { value: new Uint8Array() };
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = request.body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      length += value.byteLength;
      if (length > maxBytes) {
        await reader.cancel().catch(() => undefined);
        return { problem: 'too_large' };
      }
      chunks.push(value);
    }
  } catch {
    return { problem: 'went_away' };
  }
  return { value: Buffer.concat(chunks) };
}
