import { type FileHandle, open } from 'node:fs/promises';
import type { InputVideoTrack, EncodedPacketSink as PacketSink } from 'mediabunny';
import { kindBytes, kindOf } from '../openrouter/content-kind.ts';
import { editedSeconds, type ReadBytes } from './edit-list.ts';
import { isSystemError } from './file-error.ts';
import { hasWholeNalUnits, nalLengthBytes } from './nal-units.ts';
import { releaseMemory } from './release-memory.ts';
import { endsWithWholeBox } from './whole-boxes.ts';

/** What a video file is, found by walking its packets. */
export interface VideoFacts {
  /** By its short name, such as `mp4`; `unknown`. */
  readonly container: string;
  /** A container of video whose tracks this cannot read: nothing below is known of it. */
  readonly isUnreadable?: true;
  /** As presented: from the first frame to the end of the last, or as an edit list says; `null` without a video track. */
  readonly durationSeconds: number | null;
  /** Pixels as shown, after rotation. */
  readonly width: number | null;
  readonly height: number | null;
  readonly hasAudio: boolean;
  /** Packets are missing or damaged. The header of a file cut in half still states the full duration. */
  readonly isTruncated: boolean;
}

/** Files up to this many bytes, which is most clips, are read at once: a hundred small reads cost more than the walk. */
const readAtOnceBytes = 4 * 1024 * 1024;

/**
 * Walks every packet of a file, a large one piece by piece: memory stays at some 8 MiB however large it is. A file that is no
 * video is an answer (`container: 'unknown'`); only a file that cannot be opened throws.
 */
export async function inspectVideo(path: string): Promise<VideoFacts> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    if (size > readAtOnceBytes) return await inspect(path, size, (at, length) => readAt(file, at, length));
    const bytes = await readAt(file, 0, size);
    try {
      return await inspect(bytes, bytes.length, (at, length) => bytes.subarray(at, at + length));
    } finally {
      releaseMemory(bytes.buffer);
    }
  } finally {
    await file.close();
  }
}

async function readAt(file: FileHandle, at: number, length: number): Promise<Buffer> {
  // Of its own memory: a large piece of the shared one would be kept as long as any other.
  const bytes = Buffer.allocUnsafeSlow(length);
  let read = 0;
  for (;;) {
    const { bytesRead } = await file.read(bytes, read, length - read, at + read);
    read += bytesRead;
    if (bytesRead === 0 || read === length) return bytes.subarray(0, read);
  }
}

async function inspect(file: string | Uint8Array, fileBytes: number, read: ReadBytes): Promise<VideoFacts> {
  const kind = kindOf(await read(0, kindBytes));
  const container = kind?.container ?? 'unknown';
  const isMp4 = container === 'mp4' || container === 'quicktime';
  // 0.2 s to load: only who downloads pays it.
  const { BufferSource, EncodedPacketSink, FilePathSource, Input, MATROSKA, MP4, MPEG_TS, OGG, QTFF, WEBM } =
    await import('mediabunny');
  const source =
    typeof file === 'string'
      ? new FilePathSource(file, { handleUnhandledError: () => {} })
      : new BufferSource(file as Uint8Array<ArrayBuffer>);
  const input = new Input({ source, formats: [MP4, QTFF, WEBM, MATROSKA, MPEG_TS, OGG] });
  try {
    if (!(await input.canRead())) return isMp4 || !kind?.isVideo ? { ...nothing, container } : unreadable(container);
    const video = await input.getPrimaryVideoTrack();
    const audio = await input.getPrimaryAudioTrack();
    if (!video) return { ...nothing, container, hasAudio: audio !== null };
    const walked = await walkVideo(video, new EncodedPacketSink(video));
    // The reader stops without a word at the first packet that lies beyond the end.
    const isFileWhole = !isMp4 || (await endsWithWholeBox(fileBytes, (at) => read(at, 16)));
    const edited = isMp4 ? await editedSeconds(fileBytes, read) : null;
    const isAudioWhole = audio === null || (await walkAudio(new EncodedPacketSink(audio)));
    return {
      container,
      durationSeconds: Math.min(walked.durationSeconds, edited ?? Number.POSITIVE_INFINITY),
      width: await video.getDisplayWidth(),
      height: await video.getDisplayHeight(),
      hasAudio: audio !== null,
      isTruncated: !isFileWhole || !walked.isWhole || !isAudioWhole,
    };
  } catch (error) {
    if (isSystemError(error)) throw error;
    // The reader gives up on structures that end early in many words; they all mean this. Of other containers it knows less.
    return isMp4 || container === 'webm' ? { ...nothing, container } : unreadable(container);
  } finally {
    input.dispose();
  }
}

function unreadable(container: string): VideoFacts {
  return { ...nothing, container, isUnreadable: true, isTruncated: false };
}

const nothing: VideoFacts = {
  container: 'unknown',
  durationSeconds: null,
  width: null,
  height: null,
  hasAudio: false,
  isTruncated: true,
};

async function walkVideo(track: InputVideoTrack, sink: PacketSink) {
  const config = await track.getDecoderConfig().catch(() => null);
  const lengthBytes = nalLengthBytes(track.codec, config?.description);
  let frames = 0;
  let startsAt = Number.POSITIVE_INFINITY;
  let endsAt = Number.NEGATIVE_INFINITY;
  let isWhole = true;
  try {
    for await (const packet of sink.packets()) {
      const isComplete = packet.data.byteLength > 0 && packet.data.byteLength === packet.byteLength;
      if (!isComplete || (lengthBytes !== undefined && !hasWholeNalUnits(packet.data, lengthBytes))) {
        isWhole = false;
        break;
      }
      frames++;
      startsAt = Math.min(startsAt, packet.timestamp);
      endsAt = Math.max(endsAt, packet.timestamp + packet.duration);
    }
  } catch {
    isWhole = false;
  }
  const isShort = frames > 0 && endsAt - startsAt < (await statedSeconds(track)) - 0.5;
  return { durationSeconds: frames === 0 ? 0 : endsAt - startsAt, isWhole: isWhole && frames > 0 && !isShort };
}

async function walkAudio(sink: PacketSink): Promise<boolean> {
  try {
    for await (const packet of sink.packets()) {
      if (packet.data.byteLength === 0 || packet.data.byteLength !== packet.byteLength) return false;
    }
    return true;
  } catch {
    return false;
  }
}

/** What the header says. A walk that ends well before it has lost packets without meeting a broken one. */
async function statedSeconds(track: InputVideoTrack): Promise<number> {
  return (await track.getDurationFromMetadata().catch(() => null)) ?? 0;
}
