import { gzipSync } from 'node:zlib';
import type { Fault } from '../faults/parse.ts';
import type { Job } from '../job.ts';
import { storageUrl } from '../poll-body.ts';
import { htmlAnswer } from './answers.ts';
import type { VideosContext } from './videos.ts';

const chunkBytes = 64 * 1024;

/** Their clips carry a sound track although the catalogue says `generate_audio: false` (seen until 2026-10-09). It has no price. */
const alwaysWithSound: ReadonlySet<string> = new Set(['minimax/hailuo-3-max', 'heygen/heygen-video-1']);

/** The clip of a completed job: 200, `video/mp4`, no length, unless a scenario bends it. */
export async function fileAnswer(
  { simulation, clips, modelInClips }: Pick<VideosContext, 'simulation' | 'clips' | 'modelInClips'>,
  request: Request,
  job: Job,
  faults: readonly Fault[],
): Promise<Response> {
  const headers = { 'content-type': 'video/mp4' };
  if (request.method === 'HEAD') return new Response(null, { headers });
  const { strikes } = simulation;
  const unaskedAudio = strikes.standing(faults, 'file', job.id).some(({ bend }) => bend === 'unasked-audio');
  const model = simulation.models().find(({ id }) => id === job.model);
  const audio = job.plan.audio || alwaysWithSound.has(job.model) || (unaskedAudio && model?.generate_audio !== true);
  const bend = strikes.strike(faults, 'file', job.id, (effect) => effect.bend !== 'unasked-audio')?.bend;

  if (bend === 'redirect') {
    return new Response(null, { status: 302, headers: { location: storageUrl(job, new URL(request.url).origin) } });
  }
  if (bend === 'html') return new Response(await htmlAnswer(200).text(), { headers });
  if (bend === 'empty') return new Response(stream(new Uint8Array(), 'end'), { headers });

  const first = job.request.frame_images?.find(({ frame_type }) => frame_type === 'first_frame');
  const last = job.request.frame_images?.find(({ frame_type }) => frame_type === 'last_frame');
  const clip = await clips.make({
    model: job.model,
    prompt: job.request.prompt ?? '',
    seed: job.seed,
    width: job.plan.width,
    height: job.plan.height,
    frames: job.plan.frames,
    audio,
    ...(!modelInClips && { isModelHidden: true }),
    ...(first && { firstFrameUrl: first.image_url.url }),
    ...(last && { lastFrameUrl: last.image_url.url }),
  });
  if (bend === 'wrong-type') {
    return new Response(stream(clip, 'end'), { headers: { 'content-type': 'application/octet-stream' } });
  }
  if (bend === 'base64') {
    const text = `data:video/mp4;base64,${Buffer.from(clip).toString('base64')}`;
    return new Response(text, { headers: { 'content-type': 'text/plain' } });
  }
  if (bend === 'gzip') {
    return new Response(gzipSync(clip), { headers: { ...headers, 'content-encoding': 'gzip' } });
  }
  if (bend === 'trailing') {
    const comment = new TextEncoder().encode('\n<!-- served by proxy.example -->\n');
    return new Response(stream(Buffer.concat([clip, comment]), 'end'), { headers });
  }
  const half = clip.subarray(0, Math.floor(clip.length / 2));
  if (bend === 'truncated') return new Response(stream(half, 'end'), { headers });
  if (bend === 'cut') return new Response(stream(half, 'break'), { headers });
  return new Response(stream(clip, bend === 'endless' ? 'repeat' : 'end'), { headers });
}

/** Sends bytes as they are asked for, and then ends, breaks off, or starts over for ever. */
function stream(bytes: Uint8Array, then: 'end' | 'break' | 'repeat'): ReadableStream<Uint8Array> {
  let offset = 0;
  return new ReadableStream(
    {
      pull(controller) {
        if (offset >= bytes.length && then === 'repeat') offset = 0;
        if (offset < bytes.length) {
          controller.enqueue(bytes.slice(offset, offset + chunkBytes));
          offset += chunkBytes;
        } else if (then === 'break') controller.error(new TypeError('terminated'));
        else controller.close();
      },
    },
    { highWaterMark: 0 },
  );
}
