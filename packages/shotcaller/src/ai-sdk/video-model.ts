import { autoProfile, profiles } from '@shotcaller/core';
import type { ShotcallerParts } from '../shotcaller-parts.ts';
import { inWordsOfCall } from './in-words-of-call.ts';
import { type ReadCall, readCall } from './read-call.ts';
import { readJobs, readOperation } from './read-jobs.ts';
import { noSuchModel, VideoJobError } from './sdk-errors.ts';
import type { SdkCallOptions, SdkWarning, VideoModelV3, VideoModelV4 } from './sdk-types.ts';
import { type Started, startJobs } from './start-jobs.ts';
import type { ShotcallerVideoOptions } from './video-options.ts';

/**
 * Videos of one call, each a job of its own. Above 1, so that the one idempotency key of a call that asks for several comes here once,
 * with their number.
 */
const videosPerCall = 8;

const provider = 'shotcaller.video';

/** What both versions of a model stand on. */
export interface ModelGround {
  readonly modelId: string;
  readonly options: ShotcallerVideoOptions;
  readonly open: () => Promise<ShotcallerParts>;
}

/** The model for `ai` 7. Its functions are bound to nothing, and may be called alone. */
export function createVideoModelV4(ground: ModelGround): VideoModelV4 {
  checkModelId(ground.modelId);
  const { modelId, open } = ground;
  const awaited = new Set<string>();
  return {
    specificationVersion: 'v4',
    provider,
    modelId,
    maxVideosPerCall: videosPerCall,

    async handleWebhookOption({ webhook }) {
      const { url, received } = await webhook();
      awaited.add(url);
      return { webhookUrl: url, received };
    },

    async doStart(call) {
      const { webhookUrl } = call;
      const { started, warnings } = await start(ground, call, webhookUrl);
      const isAwaited = webhookUrl !== undefined && awaited.delete(webhookUrl);
      return {
        operation: { jobs: [...started.jobIds], ...(isAwaited && { isAwaited }) },
        warnings,
        response: { timestamp: new Date((await open()).clock.now()), modelId: started.model, headers: undefined },
      };
    },

    async doStatus({ operation, abortSignal }) {
      const { jobs, isAwaited } = readOperation(operation);
      // After a webhook `ai` asks once, and the webhook of one clip says nothing of the others.
      const until = isAwaited ? 'end' : 'look';
      return readJobs(await open(), jobs, { until, hasNews: isAwaited, ...(abortSignal && { signal: abortSignal }) });
    },
  };
}

/** The model for `ai` 6, which starts and waits in one call. */
export function createVideoModelV3(ground: ModelGround): VideoModelV3 {
  checkModelId(ground.modelId);
  return {
    specificationVersion: 'v3',
    provider,
    modelId: ground.modelId,
    maxVideosPerCall: videosPerCall,

    async doGenerate(call) {
      const { started, warnings } = await start(ground, call, undefined);
      const { jobIds } = started;
      const signal = call.abortSignal;
      const ended = await readJobs(await ground.open(), jobIds, { until: 'end', ...(signal && { signal }) });
      if (ended.status !== 'completed') {
        throw new VideoJobError(
          ended.status === 'error' ? ended.error : `Job ${jobIds.join(' ')} is under way.`,
          jobIds,
        );
      }
      const { videos, providerMetadata, response } = ended;
      return { videos, providerMetadata, response, warnings: [...warnings, ...ended.warnings] };
    },
  };
}

async function start(
  { modelId, options, open }: ModelGround,
  call: SdkCallOptions,
  webhookUrl: string | undefined,
): Promise<{ readonly started: Started; readonly warnings: SdkWarning[] }> {
  const signal = call.abortSignal;
  signal?.throwIfAborted();
  checkWebhookUrl(webhookUrl);
  const parts = await open();
  const { catalog } = await parts.choice.ground();
  const auto = autoProfile(modelId);
  const model = auto ? null : modelId;
  const profile = auto?.profile;
  const read: ReadCall = readCall(call, { model, catalog, options: { ...(profile && { profile }), ...options } });
  const started = await startJobs(parts, read, {
    model,
    n: call.n,
    ...(webhookUrl !== undefined && { webhookUrl }),
    ...(signal && { signal }),
  }).catch((error: unknown) => {
    throw inWordsOfCall(error, call);
  });
  const noted = started.warnings.map((message) => ({ type: 'other', message }) as const);
  return { started, warnings: [...read.warnings, ...noted] };
}

/** Whether the catalogue has the model shows when the first video is asked for; a profile that there is not shows now. */
function checkModelId(modelId: string): void {
  if (autoProfile(modelId) !== null) return;
  throw noSuchModel('videoModel', modelId, `Profiles are ${Object.keys(profiles).join(', ')}.`);
}

/** OpenRouter takes https alone; which address it can reach is its own to say. */
function checkWebhookUrl(webhookUrl: string | undefined): void {
  if (webhookUrl === undefined || (URL.canParse(webhookUrl) && /^https?:/i.test(webhookUrl))) return;
  throw new TypeError('The URL of the webhook is no http(s) URL. Nothing was bought.');
}
