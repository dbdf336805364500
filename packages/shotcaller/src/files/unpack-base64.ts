/** The bytes of the base64 that begins at `at` of a text, up to the first sign that is none of it. Takes both alphabets. */
export async function* unpackBase64(
  chunks: AsyncIterable<Uint8Array>,
  at: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  let toSkip = at;
  let packed = '';
  let isOver = false;
  for await (const chunk of chunks) {
    const skipped = Math.min(toSkip, chunk.byteLength);
    toSkip -= skipped;
    packed += Buffer.from(chunk.buffer, chunk.byteOffset + skipped, chunk.byteLength - skipped).toString('latin1');
    const end = packed.search(endOfBase64);
    isOver = end >= 0;
    // An escape may be cut in two.
    const heldBack = isOver || !packed.endsWith('\\') ? '' : '\\';
    const signs = packed.slice(0, isOver ? end : packed.length - heldBack.length).replace(betweenBase64, '');
    const whole = signs.length - (isOver ? 0 : signs.length % 4);
    if (whole > 0) yield bytesOf(signs.slice(0, whole));
    packed = signs.slice(whole) + heldBack;
    if (isOver) return;
  }
  if (packed !== '') yield bytesOf(packed);
}

const endOfBase64 = /[^A-Za-z0-9+/_\-\s\\]/;
/** It goes on behind white space, behind the escapes of it in JSON, and behind the backslash of an escaped slash. */
const betweenBase64 = /\\[nrt]|[\s\\]+/g;

/** In memory of their own: whoever takes them may hand it to another thread. */
function bytesOf(base64: string): Uint8Array {
  return new Uint8Array(Buffer.from(base64, 'base64'));
}
