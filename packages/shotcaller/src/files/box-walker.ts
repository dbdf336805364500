import { firstBoxTypes } from '../openrouter/content-kind.ts';

export type BoxVerdict =
  /** Every top-level box is complete, media and index among them. */
  | 'whole'
  /** It began as an MP4 and ended inside a box, or before media and index were there. */
  | 'truncated'
  /** Does not begin like an MP4. */
  | 'not_mp4';

/** Follows the top-level boxes of an MP4 while its bytes arrive. */
export interface BoxWalker {
  push(chunk: Uint8Array): void;
  /** Offset at which a complete file ended and something else began: a second file, or garbage. `null` so far. */
  readonly endedAt: number | null;
  /** Up to here the bytes surely belong to the file: what follows may be the beginning of something else. */
  readonly settledAt: number;
  /** If no more bytes came: where the clip ends, before bytes that are none of it; `null`: all are, or it is not whole. */
  readonly clipEndsAt: number | null;
  /** The verdict if no more bytes came. */
  verdict(): BoxVerdict;
}

/** A file that ends inside one of these has lost some of its media. */
const mediaTypes = ['moov', 'moof', 'mdat'] as const;

/** What may stand beside media and index. Anything else behind them is taken for a box only if it is there to its end. */
const otherTypes: ReadonlySet<string> = new Set([
  ...['styp', 'free', 'skip', 'wide', 'uuid', 'meta', 'udta', 'sidx', 'ssix', 'mfra', 'pdin', 'prft', 'emsg', 'pnot'],
]);

/**
 * The service sends no length, so the file's own structure is all that tells a cut transfer from a whole one, and where an
 * endless one should have ended. Costs a few header bytes for each box; the content is skipped.
 */
export function createBoxWalker(): BoxWalker {
  const header = new Uint8Array(16);
  const seen = new Set<string>();
  let received = 0;
  let headerBytes = 0;
  let offset = 0;
  let bodyLeft = 0;
  let runsToEnd = false;
  let isOther = false;
  let endedAt: number | null = null;
  /** The box that is under way. */
  let type = '';
  let boxAt = 0;

  const isComplete = () => seen.has('mdat') && (seen.has('moov') || seen.has('moof'));
  const isAtBoundary = () => endedAt !== null || runsToEnd || (bodyLeft === 0 && headerBytes === 0);
  /** Media and index are there, and what is under way is neither. */
  const isBehindClip = () => {
    if (isOther || !isComplete() || isAtBoundary()) return false;
    const begun = headerBytes > 0 ? Buffer.from(header).toString('latin1', 4, Math.min(headerBytes, 8)) : type;
    return !mediaTypes.some((media) => begun !== '' && media.startsWith(begun));
  };

  const readHeader = () => {
    const view = new DataView(header.buffer);
    type = String.fromCharCode(...header.subarray(4, 8));
    let size = view.getUint32(0);
    const needed = size === 1 ? 16 : 8;
    if (headerBytes < needed) return;
    if (size === 1) size = view.getUint32(8) * 2 ** 32 + view.getUint32(12);
    boxAt = offset - headerBytes;
    const isBox = /^[\x20-\x7e\xa9]{4}$/.test(type) && (size === 0 || size >= needed);
    const isKnown = otherTypes.has(type) || mediaTypes.some((media) => media === type);
    if (seen.size === 0 && !(isBox && firstBoxTypes.has(type))) {
      isOther = true;
    } else if (!isBox || (isComplete() && (type === 'ftyp' || (size === 0 && !isKnown)))) {
      // Garbage before media and index are there means damage, and the verdict says truncated.
      endedAt = boxAt;
    } else {
      seen.add(type);
      runsToEnd = size === 0;
      bodyLeft = size - needed;
      headerBytes = 0;
    }
  };

  return {
    push(chunk) {
      let at = 0;
      received += chunk.byteLength;
      while (at < chunk.byteLength && !isOther && endedAt === null) {
        if (runsToEnd || bodyLeft > 0) {
          const taken = runsToEnd ? chunk.byteLength - at : Math.min(bodyLeft, chunk.byteLength - at);
          bodyLeft -= runsToEnd ? 0 : taken;
          at += taken;
          offset += taken;
          continue;
        }
        header[headerBytes++] = chunk[at++]!;
        offset++;
        if (headerBytes === 8 || headerBytes === 16) readHeader();
      }
    },
    get endedAt() {
      return endedAt;
    },
    get settledAt() {
      if (endedAt !== null && isComplete()) return endedAt;
      return isOther || endedAt !== null ? received : received - headerBytes;
    },
    get clipEndsAt() {
      if (isBehindClip()) return headerBytes > 0 ? offset - headerBytes : boxAt;
      return endedAt !== null && isComplete() ? endedAt : null;
    },
    verdict() {
      if (isOther) return 'not_mp4';
      return isComplete() && (isAtBoundary() || isBehindClip()) ? 'whole' : 'truncated';
    },
  };
}
