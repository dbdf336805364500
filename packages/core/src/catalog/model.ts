/** One entry of the list of video models, parsed. `null` everywhere means "the catalogue does not state it", never "no". */
export interface VideoModel {
  /** `author/slug`, the id that a request names. */
  readonly id: string;
  /** The dated id, for example `google/veo-3.1-20260320`. */
  readonly canonicalSlug: string | null;
  readonly name: string;
  /** Unix seconds at which the model was listed. */
  readonly createdUnixSeconds: number | null;
  /** Resolution classes as the catalogue spells them, for example `720p`, `4K`. Compare without case. */
  readonly resolutions: readonly string[] | null;
  /** For example `16:9`. */
  readonly aspectRatios: readonly string[] | null;
  /** For example `1280x720`. */
  readonly sizes: readonly string[] | null;
  /** Whole seconds, ascending. A set, not a range. */
  readonly durationsSeconds: readonly number[] | null;
  readonly frameTypes: readonly FrameType[] | null;
  /** Upscalers only: the factors accepted. */
  readonly upscaleFactor: { readonly min: number; readonly max: number } | null;
  /** Upscalers only: the levels accepted. */
  readonly creativity: readonly number[] | null;
  /** Whether the model can be told to make sound. `false` is not a promise of silence. */
  readonly generateAudio: boolean | null;
  /** Whether the model honours a seed. */
  readonly seed: boolean | null;
  /** Price keys as served, values as decimal strings; values that were not strings or numbers are `null`. */
  readonly pricingSkus: Readonly<Record<string, string | null>> | null;
  readonly passthroughParameters: readonly string[] | null;
  /** Fields that this version does not know, as served. */
  readonly unknownFields: Readonly<Record<string, unknown>>;
}

/** Which end of the clip a picture is for; a word that the API may add is kept as it is. */
export type FrameType = 'first_frame' | 'last_frame' | (string & {});

/** Where a catalogue came from. */
export type CatalogSource = 'live' | 'cache' | 'last_known_good' | 'bundled' | 'file' | 'given';

/** A list of models with its origin and age. */
export interface Catalog {
  readonly source: CatalogSource;
  /** When the list was true: ISO 8601 date or time, UTC; `null` when unknown. */
  readonly asOf: string | null;
  readonly models: readonly VideoModel[];
  /** What the parser skipped or did not understand. */
  readonly issues: readonly CatalogIssue[];
}

/** Something in a served catalogue that the parser could not use. The rest of the list is kept. */
export type CatalogIssue =
  | { readonly code: 'record_not_an_object'; readonly index: number }
  | { readonly code: 'record_without_id'; readonly index: number }
  | { readonly code: 'duplicate_id'; readonly index: number; readonly model: string }
  | { readonly code: 'field_unreadable'; readonly model: string; readonly field: string }
  | { readonly code: 'sku_unknown'; readonly model: string; readonly sku: string }
  | { readonly code: 'sku_value_unreadable'; readonly model: string; readonly sku: string };
