/**
 * The wire types of OpenRouter's video API: pure types, no behaviour. Field names are OpenRouter's.
 * Source: OpenAPI file of 2026-08-22 with the additions of @openrouter/sdk 1.3.19 (2026-09-23).
 */

export type WireJobStatus = 'pending' | 'in_progress' | 'completed' | 'failed' | 'cancelled' | 'expired';

/** A record of `GET /videos/models`. */
export interface WireModel {
  readonly id: string;
  readonly canonical_slug: string;
  readonly hugging_face_id?: string | null;
  readonly name: string;
  readonly description: string;
  /** Unix seconds. */
  readonly created: number;
  readonly supported_resolutions: readonly string[] | null;
  readonly supported_aspect_ratios: readonly string[] | null;
  /** `WIDTHxHEIGHT`, in pixels. */
  readonly supported_sizes: readonly string[] | null;
  /** Whole seconds; a set, not a range, and not always sorted. */
  readonly supported_durations: readonly number[] | null;
  readonly supported_frame_images: readonly ('first_frame' | 'last_frame')[] | null;
  readonly upscale_factor: { readonly min?: number | null; readonly max?: number | null } | null;
  readonly creativity: readonly number[] | null;
  readonly generate_audio: boolean | null;
  readonly seed: boolean | null;
  /** Decimal strings; the unit is in the key. */
  readonly pricing_skus: Readonly<Record<string, string>> | null;
  readonly allowed_passthrough_parameters: readonly string[];
}

/** What a job cost, as a poll says it. */
export interface WireUsage {
  /** US dollars. */
  readonly cost?: number | null;
  readonly is_byok?: boolean;
}

/** The answer to a submit and to a poll. */
export interface WireJob {
  readonly id: string;
  readonly polling_url: string;
  readonly status: WireJobStatus;
  readonly generation_id?: string;
  readonly unsigned_urls?: readonly string[];
  readonly urls?: readonly string[];
  readonly usage?: WireUsage;
  readonly error?: string;
}

/** The body of an error. */
export interface WireErrorEnvelope {
  readonly error: {
    readonly message: string;
    /** Equals the HTTP status. */
    readonly code: number;
    readonly metadata?: Readonly<Record<string, unknown>>;
    readonly availability?: Readonly<Record<string, unknown>>;
  };
}

/** The second shape of a 400: a value outside the schema. `message` is a JSON array of issues in a string. */
export interface WireZodError {
  readonly success: false;
  readonly error: { readonly name: 'ZodError'; readonly message: string };
}

/** The body of a webhook call. */
export interface WireWebhookEvent {
  readonly type: `video.generation.${'completed' | 'failed' | 'cancelled' | 'expired'}`;
  /** ISO time with milliseconds. */
  readonly created_at: string;
  readonly data: {
    readonly id: string;
    readonly status: WireJobStatus;
    readonly generation_id: string | null;
    readonly model: string | null;
    readonly unsigned_urls?: readonly string[];
    readonly usage?: WireUsage;
    readonly error?: string;
  };
}
