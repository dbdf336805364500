import { connectionDetail } from '../outbound/connection-detail.ts';
import { TimedOutError, withDeadline } from '../outbound/deadline.ts';
import type { GuardedFetch } from '../outbound/guarded-fetch.ts';
import { readBounded } from '../outbound/read-bounded.ts';
import { OutboundRefused } from '../outbound/refusal.ts';
import type { ImageFinding } from './image-finding.ts';
import { type ImageJudgement, judgeImage } from './judge-image.ts';
import { maxImageBytes } from './prepare-image-input.ts';

export interface CheckImageOptions {
  /** Refuses what is not public; see `createGuardedFetch`. */
  readonly fetch: GuardedFetch;
  /** Of the clip, for example `9:16`; `null` when it is not settled. Default `null`. */
  readonly aspectRatio?: string | null;
  /** Default 12 MB. */
  readonly maxBytes?: number;
  /** For redirects and body together. Default 10 s. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal | undefined;
}

/** What a fetch of the image showed. */
export interface ImageCheck extends ImageJudgement {
  readonly url: string;
}

/**
 * Fetches an image as a provider would and says what is wrong with it: status, type by content, pixel size, shape against the
 * clip, byte size. Reads at most `maxBytes`. What goes wrong is a finding, not an exception.
 *
 * @throws the reason of `signal` when the caller stops it
 */
export async function checkImageUrl(url: string, options: CheckImageOptions): Promise<ImageCheck> {
  const { fetch, aspectRatio = null, maxBytes = maxImageBytes, timeoutMs = 10_000, signal } = options;
  try {
    return await withDeadline({ timeoutMs, signal }, async (deadline) => {
      const headers = { accept: 'image/*', 'accept-encoding': 'identity' };
      const response = await fetch(url, { headers, signal: deadline });
      if (response.status !== 200) {
        response.body?.cancel().catch(() => {});
        return failed(url, { code: 'status_not_200', severity: 'error', status: response.status });
      }
      const { start, bytes, tooLarge } = await readBounded(response, { maxBytes });
      const stated = response.headers.get('content-type');
      const judgement = judgeImage(start, { bytes, tooLarge, maxBytes, stated, aspectRatio });
      if (judgement.type === null || !/^http:/i.test(url)) return { url, ...judgement };
      return { url, ...judgement, findings: [...judgement.findings, { code: 'not_https', severity: 'warning' }] };
    });
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    return failed(url, failureFinding(error));
  }
}

function failed(url: string, finding: ImageFinding): ImageCheck {
  return { url, type: null, width: null, height: null, bytes: null, findings: [finding] };
}

function failureFinding(error: unknown): ImageFinding {
  const severity = 'error';
  if (error instanceof OutboundRefused)
    return { code: 'url_refused', severity, reason: error.code, target: error.target };
  if (error instanceof TimedOutError) return { code: 'timed_out', severity, timeoutMs: error.timeoutMs };
  const detail = connectionDetail(error);
  return detail === 'ENOTFOUND' ? { code: 'host_not_found', severity } : { code: 'no_connection', severity, detail };
}
