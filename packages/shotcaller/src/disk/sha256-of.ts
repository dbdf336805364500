/** In lower-case hex. `node:crypto` is loaded where something is hashed: a pick from the bundled list starts without it. */
export function sha256Of(content: string | Uint8Array): string {
  const { createHash } = process.getBuiltinModule('node:crypto');
  return createHash('sha256').update(content).digest('hex');
}
