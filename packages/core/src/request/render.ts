import { renderAiSdk } from './render-ai-sdk.ts';
import { renderCurl } from './render-curl.ts';
import { renderFetch } from './render-fetch.ts';
import { renderOpenRouterSdk } from './render-openrouter-sdk.ts';
import { renderPython } from './render-python.ts';
import type { RequestBody } from './wire.ts';

/** What `renderRequest` can write: the body, or a program that sends it. */
export const requestFormats = ['json', 'curl', 'typescript', 'openrouter-sdk', 'python', 'ai-sdk'] as const;

/** One of `requestFormats`. */
export type RequestFormat = (typeof requestFormats)[number];

/** Where a rendered request goes to. */
export interface RenderOptions {
  /** Default: `https://openrouter.ai/api/v1`. */
  readonly baseUrl?: string;
}

/**
 * The request as JSON or as a program that sends it once and never again. `json` is the body whole. The programs take the key from
 * `OPENROUTER_API_KEY`, and read long `data:` URLs from files that they name at their top.
 */
export function renderRequest(
  body: RequestBody,
  format: RequestFormat,
  { baseUrl = defaultBaseUrl }: RenderOptions = {},
): string {
  const base = baseUrl.replace(/\/+$/, '');
  switch (format) {
    case 'json':
      return `${JSON.stringify(body, null, 2)}\n`;
    case 'curl':
      return renderCurl(body, base);
    case 'typescript':
      return renderFetch(body, base);
    case 'openrouter-sdk':
      return renderOpenRouterSdk(body, base);
    case 'python':
      return renderPython(body, base);
    case 'ai-sdk':
      return renderAiSdk(body, base);
    default:
      return format satisfies never;
  }
}

const defaultBaseUrl = 'https://openrouter.ai/api/v1';
