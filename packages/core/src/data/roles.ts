import type { Task } from '../requirements/requirements.ts';

/** What a model is for where the catalogue does not say it. A model that is not listed makes clips, or is judged by its fields. */
export interface ModelRole {
  readonly model: string;
  readonly task: Exclude<Task, 'generate' | 'continue'>;
  readonly source: string;
  readonly asOf: string;
}

/** Editors, upscalers and avatar makers of the list of 2026-10-08, by their names and inputs in OpenRouter's documents. */
export const modelRoles: readonly ModelRole[] = [
  {
    model: 'black-forest-labs/flux-video-edit',
    task: 'edit',
    source: 'name and inputs in the model list',
    asOf: '2026-10-08',
  },
  { model: 'runway/aleph-2', task: 'edit', source: 'model page: edits a source video', asOf: '2026-10-08' },
  {
    model: 'black-forest-labs/flux-video-upscale',
    task: 'upscale',
    source: 'upscale_factor in the model list',
    asOf: '2026-10-08',
  },
  { model: 'heygen/avatar-iv', task: 'avatar', source: 'model page: a portrait that speaks', asOf: '2026-10-08' },
];

/** References that models are known to read; the catalogue has no field for it. */
export interface ReferenceSupport {
  readonly models: RegExp;
  readonly kinds: readonly ('image' | 'audio' | 'video')[];
  readonly grade: 'live' | 'documented' | 'price_key';
  readonly source: string;
  readonly asOf: string;
}

export const referenceSupport: readonly ReferenceSupport[] = [
  {
    models: /^bytedance\/seedance-(2\.\d|[3-9])/,
    kinds: ['image', 'audio', 'video'],
    grade: 'documented',
    source: 'API specification: audio and video references are honoured by Seedance 2 and newer',
    asOf: '2026-08-22',
  },
  {
    // Not 1.5-lite: `referencesRefused`.
    models: /^x-ai\/grok-imagine-video(?!-1\.5-lite)/,
    kinds: ['image'],
    grade: 'live',
    source: 'a job with one reference image, billed 0.052',
    asOf: '2026-10-02',
  },
];

/** References that a model's provider refuses, although a price key or its sisters suggest them. */
export const referencesRefused: readonly {
  readonly model: string;
  readonly kind: 'image' | 'audio' | 'video';
  readonly source: string;
  readonly asOf: string;
}[] = [
  {
    model: 'x-ai/grok-imagine-video-1.5-lite',
    kind: 'image',
    source: "refused by the model's provider (a public client's test)",
    asOf: '2026-11-27',
  },
];

/** Models whose clips carry a sound track although the catalogue says `generate_audio: false`: sound cannot be asked for, nor turned off. */
export const alwaysWithSound = {
  models: /^(minimax\/hailuo-3-max|heygen\/heygen-video-1)$/,
  source: 'clips carry a sound track although generate_audio is false in the catalogue',
  asOf: '2026-10-09',
};

export function hasSoundAlways(modelId: string): boolean {
  return alwaysWithSound.models.test(modelId);
}

/** Whether a clip of this model can have sound, or always has; `null`: not stated. The catalogue tells of a switch only. */
export function makesSound(model: { readonly id: string; readonly generateAudio: boolean | null }): boolean | null {
  return hasSoundAlways(model.id) || model.generateAudio;
}

/** Models that refuse to continue a job, recorded live on 2026-10-02. */
export const continuationRefused: readonly {
  readonly model: string;
  readonly source: string;
  readonly asOf: string;
}[] = [
  { model: 'x-ai/grok-imagine-video', source: '400 "does not support previous_job_id"', asOf: '2026-10-02' },
  { model: 'bytedance/seedance-2.0-mini', source: '400 "does not support previous_job_id"', asOf: '2026-10-02' },
];
