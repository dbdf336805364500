/** An id names the file of its clip: what every file system takes. */
export function isUsableId(id: string): boolean {
  return usableId.test(id) && Buffer.byteLength(id) <= mostIdBytes && !takenName.test(id);
}

/** The name of a batch stands in its dedupe keys and names its folder. */
export function isUsableName(name: string): boolean {
  return usableName.test(name);
}

export const allowedName =
  'text of 1 to 80 letters, digits, spaces, dots, dashes and underscores, a letter or digit first';

/** What an id that cannot be used may become; `null`: nothing of it is left. */
export function nearestId(id: string): string | null {
  const near = id
    .replace(/[^\p{L}\p{M}\p{N} ._-]+/gu, '-')
    .replace(/^[^\p{L}\p{N}]+/u, '')
    .replace(/^(.{0,70}).*$/su, '$1');
  let short = near;
  while (Buffer.byteLength(short) > mostIdBytes) short = short.replace(/.$/su, '');
  short = short.replace(/[^\p{L}\p{M}\p{N}_-]+$/u, '');
  const named = takenName.test(short) ? `shot-${short}` : short;
  return isUsableId(named) && named !== id ? named : null;
}

const usableName = /^[\p{L}\p{N}][\p{L}\p{M}\p{N} ._-]{0,79}$/u;
const usableId = /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N} ._-]{0,78}[\p{L}\p{M}\p{N}_-])?$/u;

/** A file name has at most 255 bytes, and the number of the take, the extension and a mark while it is written come after the id. */
export const mostIdBytes = 200;

/** Windows has devices of these names, whatever the extension; the last two are the batch's own files beside its clips. */
const takenName = /^(?:(?:con|prn|aux|nul|(?:com|lpt)[0-9])(?:\.|$)|(?:manifest|contact-sheet)$)/i;
