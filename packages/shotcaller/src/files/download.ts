import type { ContentStream, WireClient } from '../openrouter/client.types.ts';
import {
  type ContentKind,
  firstLineOfText,
  kindOf,
  shownLine,
  statedFileBytes,
  unknownKind,
} from '../openrouter/content-kind.ts';
import { ContentError } from '../openrouter/errors.ts';
import { linkedAddress } from '../openrouter/linked-address.ts';
import { nextDownload } from '../openrouter/retry-download.ts';
import { TimedOutError, withDeadline } from '../outbound/deadline.ts';
import { contentError } from './content-error.ts';
import { type FinishedPart, openPartFile, type PartFile } from './part-file.ts';
import { BrokenTransfer, type HeldPart, type TakeInOptions, takeIn, usualMaxBytes } from './take-in.ts';
import { unpackClip } from './unpack-clip.ts';

export interface DownloadOptions extends TakeInOptions {
  /** Addresses of the one file, in the order to try. The address built from the id and `index` comes last. */
  readonly urls?: readonly string[];
  /** Which output. Default 0. */
  readonly index?: number;
  /** Temporary file, emptied first. Nobody else may write it meanwhile. Its folder exists. */
  readonly partPath: string;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** For all tries together. Default 3,600,000. */
  readonly totalTimeoutMs?: number;
  /** No try begins after this time, milliseconds since 1970; one that is under way goes on. Default: the total alone bounds. */
  readonly retryUntilMs?: number;
  /** Looks into the whole file; `false` fetches it again, as if it had been cut. Default: its boxes alone decide. */
  readonly isIntact?: (partPath: string) => Promise<boolean>;
}

export interface DownloadedFile {
  readonly bytes: number;
  /** Lower-case hex. */
  readonly sha256: string;
  /** Of the bytes, whatever their label says. */
  readonly contentType: string;
  /** With its dot, for the bytes too. */
  readonly extension: string;
  readonly isVideo: boolean;
  /** Bytes behind the end of the clip, which were cut off. */
  readonly cutBytes: number;
  /** The HTTP status of an error with which the clip came all the same; `null`: it came as files do. */
  readonly errorStatus: number | null;
}

/**
 * Fetches one file to `partPath`, whole and synced to disk; giving it its name is the caller's part. Broken transfers go on where
 * they stopped if the server can, else start again; addresses are tried in turn. Whatever may be a video is taken, only what is surely
 * text is not; what looks damaged, is of no kind that is known, or comes with the status of an error, is taken once it came twice alike.
 * A text that only names another address is no file: that address is tried next.
 *
 * Throws `ContentError` when all addresses fail, `FileError` when this machine cannot keep the file, the signal's reason when aborted.
 * The most that came stays in `partPath`.
 */
export async function downloadToFile(
  client: Pick<WireClient, 'content'>,
  options: DownloadOptions,
): Promise<DownloadedFile> {
  const { remoteId, partPath, clock, signal, totalTimeoutMs = 3_600_000 } = options;
  const part = await openPartFile(partPath, remoteId);
  let isWhole = false;
  try {
    const file = await withDeadline({ clock, timeoutMs: totalTimeoutMs, signal }, (inner) =>
      tryAddresses(client, part, { ...options, signal: inner }),
    );
    isWhole = true;
    return file;
  } catch (error) {
    if (!(error instanceof TimedOutError)) throw error;
    throw contentError(remoteId, 'timed_out', `it took more than ${Math.round(totalTimeoutMs / 60_000)} minutes`, {
      cause: error,
    });
  } finally {
    await (isWhole ? part.closeWhole() : part.closeUnfinished());
  }
}

async function tryAddresses(client: Pick<WireClient, 'content'>, part: PartFile, options: DownloadOptions) {
  const { remoteId, urls = [], clock, random, signal, retryUntilMs = Number.POSITIVE_INFINITY } = options;
  const addresses: (string | undefined)[] = [...new Set(urls), undefined];
  /** Addresses that a text named which came in place of the file. */
  const linked = new Set<string>();
  let first: unknown;
  /** Hash of what came before and did not look right. */
  let doubtful: string | undefined;
  /** Where a transfer of a file that looks whole broke off. */
  let brokeOffAt: number | undefined;
  for (const [at, url] of addresses.entries()) {
    let held: HeldPart | undefined;
    let failures = 0;
    let mostBytes = part.bytes;
    for (;;) {
      try {
        const stream = await openStream(client, part, held, { ...options, url });
        held = await takeIn(stream, part, options).catch((error: unknown) => {
          // Announced longer than it is: where it broke off before, with a whole file, it ends.
          const isItsEnd = error instanceof BrokenTransfer && saysThatItIsWhole(part) && part.bytes === brokeOffAt;
          if (!isItsEnd) throw error;
          return undefined;
        });
        const file = await judge(part, stream, options);
        if (!file.isFine && file.sha256 !== doubtful) {
          doubtful = file.sha256;
          const { errorStatus } = stream;
          const why = errorStatus === undefined ? 'its packets are damaged' : `it came with HTTP ${errorStatus}`;
          throw contentError(remoteId, 'damaged', why);
        }
        const { isFine: _, kind, ...fetched } = file;
        const { mediaType: contentType, extension, isVideo } = kind;
        return { ...fetched, contentType, extension, isVideo, errorStatus: stream.errorStatus ?? null };
      } catch (error) {
        if (!(error instanceof ContentError) || signal?.aborted) throw error;
        // Why it cannot be gone on with tells more than that it broke off.
        if (first === undefined || (at === 0 && isFinal(error))) first = error;
        held = error instanceof BrokenTransfer ? error.held : undefined;
        failures = held && part.bytes > mostBytes ? 1 : failures + 1;
        mostBytes = Math.max(mostBytes, part.bytes);
        if (error instanceof BrokenTransfer && saysThatItIsWhole(part)) {
          brokeOffAt = part.bytes;
          held = undefined;
        }
        const { problem, retryAfterMs, linksTo } = error;
        // One step only: what a link leads to is the file, or nothing is.
        if (linksTo !== undefined && !linked.has(url ?? '') && !linked.has(linksTo)) {
          linked.add(linksTo);
          addresses.splice(at + 1, 0, linksTo);
          break;
        }
        const hasOtherAddress = at < addresses.length - 1;
        const next = nextDownload({ problem, retryAfterMs, failures, hasOtherAddress, random });
        if (next.action === 'next_address') break;
        // The first address is the one that ought to work; what it said tells most.
        if (next.action === 'give_up') throw first;
        if (clock.now() + next.delayMs > retryUntilMs) throw first;
        await clock.sleep(next.delayMs, signal ? { signal } : {});
      }
    }
  }
  throw first;
}

/** A refusal, as of a key that was revoked meanwhile, and a file that is gone. */
function isFinal({ problem }: ContentError): boolean {
  return problem === 'refused' || problem === 'gone';
}

type OpenOptions = DownloadOptions & { readonly url: string | undefined };

async function openStream(
  client: Pick<WireClient, 'content'>,
  part: PartFile,
  held: HeldPart | undefined,
  { remoteId, index = 0, url, signal }: OpenOptions,
): Promise<ContentStream> {
  const where = { ...(url === undefined ? { index } : { url }), ...(signal && { signal }) };
  if (held && part.bytes > 0) {
    const ifRange = held.validator === null ? {} : { ifRange: held.validator };
    const stream = await client.content(remoteId, { ...where, rangeStart: part.bytes, ...ifRange });
    if (stream.startsAt === 0 || isSameFile(stream, held)) {
      if (stream.startsAt === 0) await part.restart();
      return stream;
    }
    // Another file than the one that was begun.
    stream.release();
    void stream.body.cancel().catch(() => {});
  }
  const stream = await client.content(remoteId, where);
  await part.restart();
  return stream;
}

/** Not every server looks at `If-Range`: of a part, its own marks tell what file it is of. */
function isSameFile({ validator, totalBytes }: ContentStream, held: HeldPart): boolean {
  const hasOtherMark = validator !== null && held.validator !== null && validator !== held.validator;
  return totalBytes === held.totalBytes && !hasOtherMark;
}

interface JudgedFile extends FinishedPart {
  readonly kind: ContentKind;
  /** `false`: it may still be what the service has. */
  readonly isFine: boolean;
}

/** No clip of any kind is shorter. */
const leastBytes = 16;

/** The transfer has ended; what came, and whether it is whole, the bytes tell. */
async function judge(part: PartFile, stream: ContentStream, options: DownloadOptions): Promise<JudgedFile> {
  const { remoteId, partPath, isIntact, maxBytes = usualMaxBytes } = options;
  const cutBefore = await unpackClip(part, maxBytes);
  const { bytes, head } = part;
  if (bytes === 0) throw contentError(remoteId, 'damaged', 'it came without a byte');
  const line = firstLineOfText(head, bytes <= head.byteLength);
  if (line !== undefined) {
    const shown = line === '' ? 'an empty text' : `text that begins with "${shownLine(line, stream.redact)}"`;
    const mayLink = stream.isServedAtHome && bytes <= head.byteLength;
    const linksTo = mayLink ? linkedAddress(Buffer.from(head).toString()) : undefined;
    throw contentError(remoteId, 'not_a_video', `what came is ${shown}`, { linksTo });
  }
  if (!hasItsEnd(part)) throw contentError(remoteId, 'damaged', `it ends too early, after ${bytes} bytes`);
  const finished = await part.finish();
  const kind = kindOf(head) ?? unknownKind;
  const isWell = kind.isVideo && (isIntact === undefined || (await isIntact(partPath)));
  const isFine = isWell && stream.errorStatus === undefined;
  return { ...finished, cutBytes: finished.cutBytes + cutBefore, kind, isFine };
}

/** Whether nothing shows that bytes are missing at the end. */
function hasItsEnd({ boxes, bytes, head }: PartFile): boolean {
  return boxes.verdict() !== 'truncated' && bytes >= Math.max(leastBytes, statedFileBytes(head) ?? 0);
}

/** Whether the file itself says that all of it is here, whatever the transfer had announced. */
function saysThatItIsWhole(part: PartFile): boolean {
  return hasItsEnd(part) && (part.boxes.verdict() === 'whole' || statedFileBytes(part.head) !== null);
}
