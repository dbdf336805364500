/** What the published `ai` 7 and `ai` 6 take, held against the types of our own that the provider has. Only compiled. */
import {
  createProviderRegistry,
  customProvider,
  experimental_generateVideo as generateVideo,
  experimental_getVideoStatus as getVideoStatus,
  experimental_startVideo as startVideo,
} from 'ai';
import { customProvider as customProviderV6, experimental_generateVideo as generateVideoV6 } from 'ai-v6';
import { createShotcaller, createShotcallerV3 } from 'shotcaller/ai-sdk';

const shotcaller = createShotcaller({ apiKey: 'sk-or-v1-none' });
const shotcallerV3 = createShotcallerV3({ apiKey: 'sk-or-v1-none' });

export async function seven() {
  const model = shotcaller.video('google/veo-3.1-lite', { maxUsd: '0.50' });
  const registry = createProviderRegistry({ shotcaller });
  const custom = customProvider({ videoModels: { cheap: model }, fallbackProvider: shotcaller });
  const { operation } = await startVideo({ model, prompt: 'a mug', n: 2 });
  const status = await getVideoStatus(model, { operation });
  const videos = await Promise.all(
    [model, registry.videoModel('shotcaller:auto'), custom.videoModel('cheap')].map((one) =>
      generateVideo({ model: one, prompt: 'a mug', providerOptions: { shotcaller: { resolution: '720p' } } }),
    ),
  );
  return { status, videos };
}

export async function six() {
  const model = shotcallerV3.video('auto:fastAndCheap');
  const custom = customProviderV6({ videoModels: { cheap: model }, fallbackProvider: shotcallerV3 });
  return [
    await generateVideoV6({ model, prompt: 'a mug' }),
    await generateVideoV6({ model: custom.videoModel('cheap'), prompt: 'a mug' }),
  ];
}
