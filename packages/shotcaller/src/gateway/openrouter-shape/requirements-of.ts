import {
  parseRequirements,
  type Requirements,
  RequirementsError,
  type RequirementsInput,
  type Task,
} from '@shotcaller/core';
import type { SubmitBody } from './submit-body.ts';

/**
 * What a submit asks for, in the words of the requirements. `task` is the named model's, since the wire has no word for it.
 * `problems`: what cannot be read; `requirements` is then the rest, enough for a price where there can be one.
 */
export function requirementsOf(
  body: SubmitBody,
  task: Task | null,
): { readonly requirements: Requirements; readonly problems?: RequirementsError } {
  const input = inputOf(body, task ?? taskOfBody(body));
  try {
    return { requirements: parseRequirements(input) };
  } catch (error) {
    if (!(error instanceof RequirementsError)) throw error;
    return { requirements: readableRest(input, error), problems: error };
  }
}

function taskOfBody(body: SubmitBody): Task {
  if (body.upscale_factor != null || body.creativity != null) return 'upscale';
  return body.previous_job_id ? 'continue' : 'generate';
}

function inputOf(body: SubmitBody, task: Task): RequirementsInput {
  const frame = (type: string) => body.frame_images?.find(({ frame_type }) => frame_type === type)?.image_url.url;
  const references = (body.input_references ?? []).map((reference) => {
    if (reference.type === 'image_url') return { kind: 'image' as const, url: reference.image_url.url };
    if (reference.type === 'audio_url') return { kind: 'audio' as const, url: reference.audio_url.url };
    return { kind: 'video' as const, url: reference.video_url.url };
  });
  const takesSource = task === 'edit' || task === 'upscale';
  const source = takesSource ? references.find(({ kind }) => kind === 'video') : undefined;
  const portrait = task === 'avatar' ? references.find(({ kind }) => kind === 'image') : undefined;
  const firstFrame = frame('first_frame') ?? portrait?.url;
  return present({
    task: task === 'generate' && body.previous_job_id ? 'continue' : task,
    prompt: body.prompt,
    durationSeconds: takesSource ? undefined : body.duration,
    resolution: body.resolution,
    aspectRatio: body.aspect_ratio,
    size: body.size,
    firstFrame,
    lastFrame: frame('last_frame'),
    references: references.filter((reference) => reference !== source && reference !== portrait),
    audio: body.generate_audio,
    seed: body.seed,
    previousJobId: body.previous_job_id,
    sourceVideo: source && { url: source.url },
    upscaleFactor: body.upscale_factor,
    creativity: body.creativity,
  });
}

function present(input: Record<string, unknown>): RequirementsInput {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined && value !== null));
}

/** Leaves out the fields that are wrong, and those of other tasks; at worst nothing but the task is left. */
function readableRest(input: RequirementsInput, { problems }: RequirementsError): Requirements {
  const wrong = new Set(problems.flatMap(({ field, conflictsWith = [] }) => [field, ...conflictsWith].map(rootOf)));
  const rest = Object.fromEntries(Object.entries(input).filter(([name]) => !wrong.has(name)));
  for (const attempt of [rest, { ...rest, task: 'generate' }, { prompt: input.prompt }, {}]) {
    try {
      return parseRequirements(attempt);
    } catch (error) {
      if (!(error instanceof RequirementsError)) throw error;
    }
  }
  return parseRequirements({});
}

function rootOf(field: string): string {
  return field.replace(/[.[].*$/s, '');
}
