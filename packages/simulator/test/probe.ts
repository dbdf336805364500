import { execFileSync, spawnSync } from 'node:child_process';

export interface Probe {
  readonly codec: string;
  readonly width: number;
  readonly height: number;
  readonly framesPerSecond: number;
  readonly durationSeconds: number;
  readonly frames: number;
  readonly audioCodec: string | undefined;
}

/** What ffprobe says of a clip, every frame counted by decoding it. */
export function probe(clip: Uint8Array): Probe {
  const arguments_ = ['-v', 'error', '-count_frames', '-show_streams', '-show_format', '-of', 'json', '-'];
  const { streams, format } = JSON.parse(execFileSync('ffprobe', arguments_, { input: clip, encoding: 'utf8' }));
  const video = streams.find((stream: { codec_type: string }) => stream.codec_type === 'video');
  const [up, down] = video.r_frame_rate.split('/').map(Number);
  return {
    codec: video.codec_name,
    width: video.width,
    height: video.height,
    framesPerSecond: up / down,
    durationSeconds: Number(format.duration),
    frames: Number(video.nb_read_frames),
    audioCodec: streams.find((stream: { codec_type: string }) => stream.codec_type === 'audio')?.codec_name,
  };
}

/** One frame as 24-bit RGB, decoded by ffmpeg. */
export function frameOf(clip: Uint8Array, index: number): Buffer {
  const pick = ['-vf', `select=eq(n\\,${index})`, '-frames:v', '1', '-pix_fmt', 'rgb24', '-f', 'rawvideo', '-'];
  // Not execFileSync: ffmpeg stops reading after the frame, and that is no failure.
  return spawnSync('ffmpeg', ['-v', 'error', '-i', '-', ...pick], { input: clip, maxBuffer: 2 ** 28 }).stdout;
}

/** All frames as planar 4:2:0, decoded by ffmpeg. */
export function planesOf(clip: Uint8Array): Buffer {
  return execFileSync('ffmpeg', ['-v', 'error', '-i', '-', '-pix_fmt', 'yuv420p', '-f', 'rawvideo', '-'], {
    input: clip,
    maxBuffer: 2 ** 30,
  });
}
