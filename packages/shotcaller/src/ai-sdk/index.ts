/**
 * Shotcaller as a provider of the AI SDK: each video is a job of the ledger, bought once, checked and accounted for.
 * @module shotcaller/ai-sdk
 */
export type { ShotcallerProviderSettings } from './open-parts.ts';
export {
  createShotcaller,
  createShotcallerV3,
  type ShotcallerProvider,
  type ShotcallerProviderV3,
  type ShotcallerVideoModelId,
  shotcaller,
  VERSION,
} from './provider.ts';
export { VideoJobError } from './sdk-errors.ts';
export type { VideoModelV3, VideoModelV4 } from './sdk-types.ts';
export type { ShotcallerVideoOptions } from './video-options.ts';
