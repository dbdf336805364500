/**
 * The parts of the AI SDK's provider interface that are used here, as structural types of our own, so that nothing of `@ai-sdk/*` is
 * needed at run time. A test of types holds them against those that `ai` 7 (V4) and `ai` 6 (V3) publish.
 */
export type JsonValue = null | string | number | boolean | JsonObject | JsonValue[];

export interface JsonObject {
  [key: string]: JsonValue | undefined;
}

export type SdkWarning =
  | { type: 'unsupported'; feature: string; details?: string }
  | { type: 'other'; message: string };

/** A picture or a video that goes in. */
export type SdkFile =
  | { readonly type: 'file'; readonly mediaType: string; readonly data: string | Uint8Array }
  | { readonly type: 'url'; readonly url: string; readonly mediaType?: string };

/** What `generateVideo` and `startVideo` hand on. */
export interface SdkCallOptions {
  readonly prompt: string | undefined;
  readonly n: number;
  /** `16:9` or `adaptive`. */
  readonly aspectRatio: string | undefined;
  /** `1280x720`. */
  readonly resolution: string | undefined;
  /** Seconds. */
  readonly duration: number | undefined;
  readonly fps: number | undefined;
  readonly seed: number | undefined;
  readonly image: SdkFile | undefined;
  readonly frameImages: readonly { readonly image: SdkFile; readonly frameType: string }[] | undefined;
  readonly inputReferences: readonly SdkFile[] | undefined;
  readonly generateAudio: boolean | undefined;
  readonly providerOptions: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly abortSignal?: AbortSignal;
}

export interface SdkVideo {
  type: 'binary';
  data: Uint8Array;
  mediaType: string;
}

export interface SdkResponse {
  timestamp: Date;
  modelId: string;
  headers: Record<string, string> | undefined;
}

export type SdkProviderMetadata = Record<string, JsonObject>;

export interface SdkStarted {
  operation: JsonValue;
  warnings: SdkWarning[];
  response: SdkResponse;
}

export type SdkStatus =
  | { status: 'pending'; response: SdkResponse }
  | {
      status: 'completed';
      videos: SdkVideo[];
      warnings: SdkWarning[];
      providerMetadata: SdkProviderMetadata;
      response: SdkResponse;
    }
  | { status: 'error'; error: string; response: SdkResponse };

/** A video model for `ai` 7. It has no `doGenerate`, so that `ai` always starts once and then only asks for the status. */
export interface VideoModelV4 {
  readonly specificationVersion: 'v4';
  readonly provider: string;
  readonly modelId: string;
  readonly maxVideosPerCall: number;
  readonly handleWebhookOption: <Delivery>(options: {
    readonly webhook: () => PromiseLike<{ readonly url: string; readonly received: PromiseLike<Delivery> }>;
  }) => Promise<{ webhookUrl: string; received: PromiseLike<Delivery> }>;
  doStart(options: SdkCallOptions & { readonly webhookUrl?: string }): Promise<SdkStarted>;
  doStatus(options: { readonly operation: JsonValue; readonly abortSignal?: AbortSignal }): Promise<SdkStatus>;
}

/** A video model for `ai` 6. */
export interface VideoModelV3 {
  readonly specificationVersion: 'v3';
  readonly provider: string;
  readonly modelId: string;
  readonly maxVideosPerCall: number;
  doGenerate(options: SdkCallOptions): Promise<{
    videos: SdkVideo[];
    warnings: SdkWarning[];
    providerMetadata: SdkProviderMetadata;
    response: SdkResponse;
  }>;
}
