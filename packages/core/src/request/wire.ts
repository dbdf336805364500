/** The body of a submit, as the API spells it (specification of 2026-08-22 and @openrouter/sdk 1.3.19). Absent fields are absent, never null. */
export interface RequestBody {
  readonly model: string;
  readonly prompt?: string;
  /** Whole seconds. */
  readonly duration?: number;
  readonly resolution?: string;
  readonly aspect_ratio?: string;
  /** Stands for `resolution` and `aspect_ratio`; never sent with them. */
  readonly size?: string;
  /** Left out only where the model has no switch: elsewhere the API would turn sound on, often at a higher price. */
  readonly generate_audio?: boolean;
  readonly seed?: number;
  readonly frame_images?: readonly FrameImage[];
  readonly input_references?: readonly InputReference[];
  readonly previous_job_id?: string;
  readonly upscale_factor?: number;
  readonly creativity?: number;
  readonly provider?: { readonly options: Readonly<Record<string, Readonly<Record<string, unknown>>>> };
  readonly callback_url?: string;
  readonly session_id?: string;
}

/** A picture that the clip begins or ends with, as the API takes it. */
export interface FrameImage {
  readonly type: 'image_url';
  readonly image_url: { readonly url: string };
  readonly frame_type: 'first_frame' | 'last_frame';
}

/** A picture, a recording or a video that the clip goes by, as the API takes it. */
export type InputReference =
  | { readonly type: 'image_url'; readonly image_url: { readonly url: string } }
  | { readonly type: 'audio_url'; readonly audio_url: { readonly url: string } }
  | { readonly type: 'video_url'; readonly video_url: { readonly url: string } };
