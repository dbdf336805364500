// The published AI SDK with Shotcaller's provider, as it is built: BASE_URL MODEL 6|7 WHAT [MORE]. SHOTCALLER_HOME says where the ledger is.
//   generate N · start · status OPERATION · webhook N · registry · default
import { createServer } from 'node:http';
import * as ours from '../../packages/shotcaller/dist/ai-sdk.js';
import { apiKey, baseUrl, fail, model, shot } from './shot.mjs';

const [version, what, more] = process.argv.slice(4);
globalThis.AI_SDK_LOG_WARNINGS = false;
const settings = {
  apiKey,
  baseURL: baseUrl,
  // The simulator is 300 times as fast as the measured times by which polls are placed.
  placePoll: (_attempt, nowMs) => ({ nextPollMs: nowMs + 200, remainingSeconds: null }),
};
const asked = {
  prompt: shot.prompt,
  duration: shot.durationSeconds,
  resolution: shot.size,
  aspectRatio: shot.aspectRatio,
  generateAudio: false,
};
const poll = { intervalMs: 100 };

const programs = {
  async generate(ai, provider) {
    return told(
      await ai.experimental_generateVideo({
        ...asked,
        model: provider.video(model),
        n: Number(more),
        ...(version === '7' && { poll }),
      }),
    );
  },
  async start(ai, provider) {
    const { operation } = await ai.experimental_startVideo({ ...asked, model: provider.video(model), n: 2 });
    return { operation };
  },
  async status(ai, provider) {
    for (;;) {
      const status = await ai.experimental_getVideoStatus(provider.video(model), { operation: JSON.parse(more) });
      if (status.status === 'error') throw new Error(status.error);
      if (status.status === 'completed') {
        return told({
          ...status,
          videos: status.videos.map(({ data, mediaType }) => ({ uint8Array: data, mediaType })),
        });
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  },
  async webhook(ai, provider) {
    const deliveries = [];
    let receive;
    const received = new Promise((resolve) => {
      receive = resolve;
    });
    const server = createServer(async (request, response) => {
      const body = JSON.parse(Buffer.concat(await request.toArray()).toString());
      deliveries.push(body.data.id);
      response.end('{}');
      receive({ headers: {}, body });
    });
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${server.address().port}/hook`;
    const result = await ai.experimental_generateVideo({
      ...asked,
      model: provider.video(model),
      n: Number(more),
      webhook: async () => ({ url, received }),
    });
    return { ...told(result), deliveries };
  },
  async registry(ai, provider) {
    const registry = ai.createProviderRegistry({ shotcaller: provider });
    const custom = ai.customProvider({
      videoModels: { cheap: provider.video('auto:fastAndCheap') },
      fallbackProvider: provider,
    });
    const models =
      version === '7'
        ? [registry.videoModel(`shotcaller:${model}`), custom.videoModel('cheap'), custom.videoModel(model)]
        : [custom.videoModel('cheap'), custom.videoModel(model)];
    const results = [];
    for (const one of models)
      results.push(
        told(await ai.experimental_generateVideo({ ...asked, model: one, ...(version === '7' && { poll }) })),
      );
    return { videos: results.flatMap(({ videos }) => videos) };
  },
  async default(ai, provider) {
    globalThis.AI_SDK_DEFAULT_PROVIDER = provider;
    return told(await ai.experimental_generateVideo({ ...asked, model: 'auto', ...(version === '7' && { poll }) }));
  },
};

function told({ videos, providerMetadata, warnings }) {
  return {
    videos: videos.map(({ uint8Array, mediaType }, index) => ({
      firstBox: Buffer.from(uint8Array.subarray(4, 8)).toString('latin1'),
      bytes: uint8Array.length,
      mediaType,
      ...providerMetadata.shotcaller.videos[index],
    })),
    warnings: warnings.map(({ message, feature }) => message ?? feature),
  };
}

try {
  const ai = await import(version === '6' ? 'ai-v6' : 'ai');
  const provider = version === '6' ? ours.createShotcallerV3(settings) : ours.createShotcaller(settings);
  console.log(JSON.stringify(await programs[what](ai, provider)));
  await provider.close();
  process.exit(0);
} catch (error) {
  fail(error);
}
