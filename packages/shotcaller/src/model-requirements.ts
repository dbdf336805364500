import type { ImageInput, RequirementsInput } from '@shotcaller/core';
import type { VideoModels } from './video-models.ts';

/** What a model takes: a line of `VideoModels`. */
export interface ModelTypes {
  readonly durationSeconds: number;
  readonly resolution: string;
  readonly aspectRatio: string;
  readonly firstFrame: string | ImageInput;
  readonly lastFrame: string | ImageInput;
  readonly passthrough: string;
}

/** An id that `VideoModels` lists, `auto`, or any other. */
export type ModelId = keyof VideoModels | 'auto' | (string & {});

/** The requirements that are the same for every model. */
export type OpenRequirements = Omit<RequirementsInput, keyof ModelTypes>;

/** Requirements of which the compiler knows what the model takes. */
export interface RequirementsOfModel<Model extends ModelTypes> extends OpenRequirements {
  readonly durationSeconds?: Model['durationSeconds'] | null;
  readonly resolution?: Model['resolution'] | null;
  readonly aspectRatio?: Model['aspectRatio'] | null;
  readonly firstFrame?: Model['firstFrame'] | null;
  readonly lastFrame?: Model['lastFrame'] | null;
  /** A name, `name=value`, or `{name, value}`. */
  readonly passthrough?: PassthroughOf<Model['passthrough']> | null;
}

/** Provider parameters by the names that a model takes. */
export type PassthroughOf<Name extends string> =
  | Named<Name>
  | readonly (Named<Name> | { readonly name: Name; readonly value?: unknown })[];
/** A parameter by its name, with or without a value: `name`, `name=value`. */
export type Named<Name extends string> = Name | `${Name}=${string}`;

/**
 * For the literal id of a model that `VideoModels` lists: its own requirements, so that a length or a name that it does not take does not
 * compile. For any other id, `auto`, or an id known only when the program runs: all requirements.
 */
export type RequirementsFor<Id extends string> = Id extends keyof VideoModels
  ? RequirementsOfModel<VideoModels[Id]>
  : RequirementsInput;
