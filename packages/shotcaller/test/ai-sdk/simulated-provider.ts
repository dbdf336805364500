import { bundledCatalog } from '@shotcaller/core';
import type { SimulatorOptions } from '@shotcaller/simulator';
import {
  createShotcaller,
  createShotcallerV3,
  type ShotcallerProvider,
  type ShotcallerProviderSettings,
  type ShotcallerProviderV3,
} from '../../src/ai-sdk/index.ts';
import type { JsonObject, SdkCallOptions, SdkStatus, VideoModelV4 } from '../../src/ai-sdk/sdk-types.ts';
import { hastyClock, type Simulated, simulate } from '../jobs/simulated.ts';

const apiKey = 'sk-or-v1-of-the-provider';

export interface SimulatedProvider extends AsyncDisposable {
  readonly world: Simulated;
  /** A further process's provider over the same ledger. */
  open(settings?: ShotcallerProviderSettings): ShotcallerProvider;
  openV3(settings?: ShotcallerProviderSettings): ShotcallerProviderV3;
}

export async function simulateProvider(options: SimulatorOptions = {}): Promise<SimulatedProvider> {
  const world = await simulate(options);
  const opened: { close(): Promise<void> }[] = [];
  const settings = (more: ShotcallerProviderSettings): ShotcallerProviderSettings => ({
    apiKey,
    home: world.home,
    catalog: async () => bundledCatalog,
    fetch: (input, init) => world.simulator.fetch(input, init),
    clock: hastyClock,
    ...more,
  });
  const kept = <Provider extends { close(): Promise<void> }>(provider: Provider): Provider => {
    opened.push(provider);
    return provider;
  };
  return {
    world,
    open: (more = {}) => kept(createShotcaller(settings(more))),
    openV3: (more = {}) => kept(createShotcallerV3(settings(more))),
    async [Symbol.asyncDispose]() {
      for (const provider of opened) await provider.close();
      await world[Symbol.asyncDispose]();
    },
  };
}

export const model = 'google/veo-3.1-lite';

/** What `generateVideo({ prompt, duration: 4 })` hands to a model, with what is given over it. */
export function call(more: Partial<SdkCallOptions> & { readonly shotcaller?: JsonObject } = {}): SdkCallOptions {
  const { shotcaller, ...options } = more;
  return {
    prompt: 'A paper boat on a puddle',
    n: 1,
    aspectRatio: '16:9',
    resolution: '1280x720',
    duration: 4,
    fps: undefined,
    seed: undefined,
    image: undefined,
    frameImages: undefined,
    inputReferences: undefined,
    generateAudio: false,
    providerOptions: shotcaller ? { shotcaller } : {},
    headers: { 'idempotency-key': 'aisdk_vid_1', 'user-agent': 'ai/7.0.173' },
    ...options,
  };
}

/** Asks for the status until it is no longer pending, as `generateVideo` does. */
export async function ended(video: VideoModelV4, operation: Parameters<VideoModelV4['doStatus']>[0]['operation']) {
  for (;;) {
    const status: SdkStatus = await video.doStatus({ operation });
    if (status.status !== 'pending') return status;
    await hastyClock.sleep(1000);
  }
}
