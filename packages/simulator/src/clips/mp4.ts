export interface VideoTrack {
  readonly width: number;
  readonly height: number;
  readonly sequenceParameterSet: Uint8Array;
  readonly pictureParameterSet: Uint8Array;
  /** One NAL unit for each frame; only the first is a key frame. */
  readonly frames: readonly Uint8Array[];
  readonly framesPerSecond: number;
}

export interface AudioTrack {
  /** AAC-LC, mono. */
  readonly packets: readonly Uint8Array[];
  readonly sampleRateHz: number;
  readonly samplesPerPacket: number;
  /** Samples at the start that are the encoder's run-in and are not played. */
  readonly primingSamples: number;
}

/**
 * Writes an MP4 with its index in front: `ftyp` of 32 bytes (isom), `moov`, `mdat`, a second of picture and a second of sound
 * in turn. No date is written, so the same tracks make the same bytes.
 */
export function writeMp4(video: VideoTrack, audio: AudioTrack | undefined): Uint8Array {
  const chunks = interleave(video, audio);
  const layout = (mediaStart: number) => {
    let offset = mediaStart;
    const offsets = { video: [] as number[], audio: [] as number[] };
    for (const chunk of chunks) {
      offsets[chunk.track].push(offset);
      offset += chunk.samples.reduce((sum, sample) => sum + sample.length, 0);
    }
    return movie(video, audio, chunks, offsets);
  };
  const head = fileType();
  // Offsets have a fixed width, so the size of the index does not depend on them.
  const mediaStart = head.length + layout(0).length + 8;
  const samples = chunks.flatMap((chunk) => chunk.samples);
  const mediaBytes = samples.reduce((sum, sample) => sum + sample.length, 0);
  return joined([head, layout(mediaStart), u32(mediaBytes + 8), ascii('mdat'), ...samples]);
}

interface Chunk {
  readonly track: 'video' | 'audio';
  readonly samples: readonly Uint8Array[];
}

function interleave(video: VideoTrack, audio: AudioTrack | undefined): readonly Chunk[] {
  const frames = video.frames.map((frame) => joined([u32(frame.length), frame]));
  const perSecond = audio ? Math.ceil(audio.sampleRateHz / audio.samplesPerPacket) : 0;
  const seconds = Math.max(
    Math.ceil(frames.length / video.framesPerSecond),
    audio ? Math.ceil(audio.packets.length / perSecond) : 0,
  );
  const chunks: Chunk[] = [];
  for (let second = 0; second < seconds; second++) {
    const pictures = frames.slice(second * video.framesPerSecond, (second + 1) * video.framesPerSecond);
    const sounds = audio?.packets.slice(second * perSecond, (second + 1) * perSecond) ?? [];
    if (pictures.length > 0) chunks.push({ track: 'video', samples: pictures });
    if (sounds.length > 0) chunks.push({ track: 'audio', samples: sounds });
  }
  return chunks;
}

/** Ticks per second of the whole file: divisible by 24, and the rate of the sound. */
const movieTimescale = 48_000;

function movie(
  video: VideoTrack,
  audio: AudioTrack | undefined,
  chunks: readonly Chunk[],
  offsets: { readonly video: readonly number[]; readonly audio: readonly number[] },
): Uint8Array {
  const ticksPerFrame = movieTimescale / video.framesPerSecond;
  const duration = video.frames.length * ticksPerFrame;
  const chunksOf = (track: Chunk['track']) => chunks.filter((chunk) => chunk.track === track);
  return box(
    'moov',
    fullBox(
      'mvhd',
      0,
      u32(0),
      u32(0),
      u32(movieTimescale),
      u32(duration),
      u32(0x10000),
      u16(0x100),
      zeros(10),
      matrix,
      zeros(24),
      u32(3),
    ),
    box(
      'trak',
      trackHeader(1, duration, video.width, video.height, false),
      media(
        { timescale: movieTimescale, duration, handler: 'vide', name: 'Simulated picture' },
        fullBox('vmhd', 1, zeros(8)),
        sampleTable(videoEntry(video), chunksOf('video'), offsets.video, ticksPerFrame, [1]),
      ),
    ),
    ...(audio
      ? [
          box(
            'trak',
            trackHeader(2, duration, 0, 0, true),
            box('edts', fullBox('elst', 0, u32(1), u32(duration), u32(audio.primingSamples), u32(0x10000))),
            media(
              {
                timescale: audio.sampleRateHz,
                duration: audio.packets.length * audio.samplesPerPacket,
                handler: 'soun',
                name: 'Simulated sound',
              },
              fullBox('smhd', 0, zeros(4)),
              sampleTable(audioEntry(audio), chunksOf('audio'), offsets.audio, audio.samplesPerPacket, undefined),
            ),
          ),
        ]
      : []),
  );
}

function fileType(): Uint8Array {
  return box('ftyp', ascii('isom'), u32(0x200), ascii('isomiso2avc1mp41'));
}

function trackHeader(id: number, duration: number, width: number, height: number, sound: boolean): Uint8Array {
  return fullBox(
    'tkhd',
    3,
    u32(0),
    u32(0),
    u32(id),
    u32(0),
    u32(duration),
    zeros(8),
    u16(0),
    u16(sound ? 1 : 0),
    u16(sound ? 0x100 : 0),
    zeros(2),
    matrix,
    u32(width * 0x10000),
    u32(height * 0x10000),
  );
}

interface MediaFacts {
  readonly timescale: number;
  readonly duration: number;
  readonly handler: string;
  readonly name: string;
}

function media(
  { timescale, duration, handler, name }: MediaFacts,
  mediaHeader: Uint8Array,
  table: Uint8Array,
): Uint8Array {
  // 0x55c4 is "und": no language.
  return box(
    'mdia',
    fullBox('mdhd', 0, u32(0), u32(0), u32(timescale), u32(duration), u16(0x55c4), u16(0)),
    fullBox('hdlr', 0, u32(0), ascii(handler), zeros(12), ascii(`${name}\0`)),
    box('minf', mediaHeader, box('dinf', fullBox('dref', 0, u32(1), fullBox('url ', 1))), table),
  );
}

function sampleTable(
  entry: Uint8Array,
  chunks: readonly Chunk[],
  offsets: readonly number[],
  ticksPerSample: number,
  keySamples: readonly number[] | undefined,
): Uint8Array {
  const samples = chunks.flatMap((chunk) => chunk.samples);
  return box(
    'stbl',
    fullBox('stsd', 0, u32(1), entry),
    fullBox('stts', 0, u32(1), u32(samples.length), u32(ticksPerSample)),
    ...(keySamples ? [fullBox('stss', 0, u32(keySamples.length), ...keySamples.map(u32))] : []),
    fullBox(
      'stsc',
      0,
      u32(chunks.length),
      ...chunks.flatMap((chunk, index) => [u32(index + 1), u32(chunk.samples.length), u32(1)]),
    ),
    fullBox('stsz', 0, u32(0), u32(samples.length), ...samples.map((sample) => u32(sample.length))),
    fullBox('stco', 0, u32(offsets.length), ...offsets.map(u32)),
  );
}

function videoEntry({ width, height, sequenceParameterSet: sps, pictureParameterSet: pps }: VideoTrack): Uint8Array {
  const configuration = box(
    'avcC',
    Uint8Array.of(1, sps[1]!, sps[2]!, sps[3]!, 0xff, 0xe1),
    u16(sps.length),
    sps,
    Uint8Array.of(1),
    u16(pps.length),
    pps,
  );
  const colour = box('colr', ascii('nclx'), u16(1), u16(1), u16(1), Uint8Array.of(0));
  return box(
    'avc1',
    zeros(6),
    u16(1),
    zeros(16),
    u16(width),
    u16(height),
    u32(0x480000),
    u32(0x480000),
    zeros(4),
    u16(1),
    zeros(32),
    u16(24),
    u16(0xffff),
    configuration,
    colour,
  );
}

function audioEntry({ sampleRateHz }: AudioTrack): Uint8Array {
  // AudioSpecificConfig: AAC-LC, 48 kHz (index 3), one channel.
  const decoder = descriptor(
    4,
    Uint8Array.of(0x40, 0x15, 0, 0, 0),
    u32(64_000),
    u32(48_000),
    descriptor(5, Uint8Array.of(0x11, 0x88)),
  );
  const stream = descriptor(3, u16(2), Uint8Array.of(0), decoder, descriptor(6, Uint8Array.of(2)));
  return box(
    'mp4a',
    zeros(6),
    u16(1),
    zeros(8),
    u16(1),
    u16(16),
    zeros(4),
    u32(sampleRateHz * 0x10000),
    fullBox('esds', 0, stream),
  );
}

function descriptor(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const content = joined(parts);
  return joined([Uint8Array.of(tag, content.length), content]);
}

const matrix = joined([0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000].map(u32));

function box(type: string, ...parts: readonly Uint8Array[]): Uint8Array {
  const content = joined(parts);
  return joined([u32(content.length + 8), ascii(type), content]);
}

function fullBox(type: string, flags: number, ...parts: readonly Uint8Array[]): Uint8Array {
  return box(type, u32(flags), ...parts);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

function u16(value: number): Uint8Array {
  return Uint8Array.of(value >>> 8, value & 0xff);
}

function u32(value: number): Uint8Array {
  return Uint8Array.of(value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff);
}

function zeros(count: number): Uint8Array {
  return new Uint8Array(count);
}

function ascii(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
