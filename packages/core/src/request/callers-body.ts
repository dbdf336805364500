import type { RequestBody } from './wire.ts';

/** Fields of a request that requirements have words for. */
const spoken: ReadonlySet<string> = new Set([
  'model',
  'prompt',
  'duration',
  'resolution',
  'aspect_ratio',
  'size',
  'generate_audio',
  'seed',
  'frame_images',
  'input_references',
  'previous_job_id',
  'upscale_factor',
  'creativity',
  'callback_url',
]);

/** The caller's own request body, in the wire's words. */
export type CallersBody = Readonly<Record<string, unknown>>;

/** A request with the fields of the caller's own body added that requirements have no word for, `provider` among them. */
export function withUnspokenFields(request: RequestBody, body: CallersBody): CallersBody {
  return { ...Object.fromEntries(Object.entries(body).filter(([name]) => !spoken.has(name))), ...request };
}

/** A body with the address for the webhook set, or taken out: a caller's own address is called by us, not by the service. */
export function withCallback(body: CallersBody, callbackUrl: string | undefined): CallersBody {
  const { callback_url: _, ...rest } = body;
  return callbackUrl === undefined ? rest : { ...rest, callback_url: callbackUrl };
}
