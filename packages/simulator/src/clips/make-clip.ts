import tone from '../data/tone.json' with { type: 'json' };
import { framesPerSecond } from '../frame-size.ts';
import type { ClipSpec } from './clip-spec.ts';
import { createEncoder } from './h264-encoder.ts';
import { type AudioTrack, writeMp4 } from './mp4.ts';
import { createScene } from './scene.ts';

/** Makes the MP4 of a spec. Takes a fraction of a second of one core; the same spec makes the same bytes. */
export function makeClip(spec: ClipSpec): Uint8Array {
  const scene = createScene(spec);
  const encoder = createEncoder(spec.width, spec.height);
  const frames = Array.from({ length: spec.frames }, (_, index) => {
    scene.draw(index);
    return encoder.encode(scene.picture);
  });
  const { width, height } = spec;
  const { sequenceParameterSet, pictureParameterSet } = encoder;
  return writeMp4(
    { width, height, sequenceParameterSet, pictureParameterSet, frames, framesPerSecond },
    spec.audio ? soundFor(spec.frames / framesPerSecond) : undefined,
  );
}

/** A ready-made loop of AAC packets, repeated to the length of the picture. */
function soundFor(durationSeconds: number): AudioTrack {
  const { sampleRateHz, samplesPerPacket } = tone;
  const loop = tone.packets.map((text) => new Uint8Array(Buffer.from(text, 'base64')));
  // One packet more than fills the time: the first is the decoder's run-in and is not heard.
  const count = Math.ceil((durationSeconds * sampleRateHz) / samplesPerPacket) + 1;
  return {
    packets: Array.from({ length: count }, (_, index) => loop[index % loop.length]!),
    sampleRateHz,
    samplesPerPacket,
    primingSamples: samplesPerPacket,
  };
}
