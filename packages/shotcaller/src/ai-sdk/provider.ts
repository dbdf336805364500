import { openedAtFirstUse } from '../first-use.ts';
import type { ModelId } from '../model-requirements.ts';
import { version } from '../settings/version.ts';
import { checkSettings, openParts, type ShotcallerProviderSettings } from './open-parts.ts';
import { noSuchModel } from './sdk-errors.ts';
import type { VideoModelV3, VideoModelV4 } from './sdk-types.ts';
import { createVideoModelV3, createVideoModelV4, type ModelGround } from './video-model.ts';
import type { ShotcallerVideoOptions } from './video-options.ts';

/** The version of this package, under the name that providers of the AI SDK have for it. */
export const VERSION = version;

/** An id of the catalogue, or `auto` with or without a profile: then the model is picked for each call. */
export type ShotcallerVideoModelId = ModelId | 'auto:balanced' | 'auto:fastAndCheap' | 'auto:qualityAndCost';

interface Provider<Version extends 'v3' | 'v4', Model> {
  readonly specificationVersion: Version;
  /** @throws NoSuchModelError of the AI SDK for a profile that there is not */
  video<Id extends ShotcallerVideoModelId>(modelId: Id, options?: ShotcallerVideoOptions<Id>): Model;
  /** The same under the name that registries ask for. */
  videoModel<Id extends ShotcallerVideoModelId>(modelId: Id, options?: ShotcallerVideoOptions<Id>): Model;
  /** There are none: throws NoSuchModelError of the AI SDK. */
  languageModel(modelId: string): never;
  embeddingModel(modelId: string): never;
  imageModel(modelId: string): never;
  /** Lets go of everything under way and closes the ledger. The next call opens it anew. */
  close(): Promise<void>;
}

/** The provider for `ai` 7: each video is a job of the ledger. */
export type ShotcallerProvider = Provider<'v4', VideoModelV4>;
/** The provider for `ai` 6. */
export type ShotcallerProviderV3 = Provider<'v3', VideoModelV3>;

/** The provider for `ai` 7. Nothing is read or opened before the first video is asked for. */
export function createShotcaller(settings: ShotcallerProviderSettings = {}): ShotcallerProvider {
  return createProvider('v4', settings, createVideoModelV4);
}

/** The provider for `ai` 6. */
export function createShotcallerV3(settings: ShotcallerProviderSettings = {}): ShotcallerProviderV3 {
  return createProvider('v3', settings, createVideoModelV3);
}

/** The provider for `ai` 7, with all settings from the environment. */
export const shotcaller: ShotcallerProvider = createShotcaller();

function createProvider<Version extends 'v3' | 'v4', Model>(
  specificationVersion: Version,
  settings: ShotcallerProviderSettings,
  createModel: (ground: ModelGround) => Model,
): Provider<Version, Model> {
  checkSettings(settings);
  const unopened = () => openedAtFirstUse(() => openParts(settings));
  let parts = unopened();
  const video = (modelId: string, options: ShotcallerVideoOptions<string> = {}) =>
    createModel({ modelId, options, open: () => parts.use() });
  const none = (modelType: string) => (modelId: string) => {
    throw noSuchModel(modelType, modelId, 'Shotcaller makes videos: use video(modelId).');
  };
  return {
    specificationVersion,
    video,
    videoModel: video,
    languageModel: none('languageModel'),
    embeddingModel: none('embeddingModel'),
    imageModel: none('imageModel'),
    async close() {
      const closing = parts;
      parts = unopened();
      await closing.close();
    },
  };
}
