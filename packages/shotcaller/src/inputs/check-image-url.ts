import { connectionDetail } from '../outbound/connection-detail.ts';
import { DeadlineExceeded, withDeadline } from '../outbound/deadline.ts';
import type { GuardedFetch } from '../outbound/guarded-fetch.ts';
import { type BoundedBody, readBounded } from '../outbound/read-bounded.ts';
import { OutboundRefused } from '../outbound/refusal.ts';
import { aspectFindings } from './aspect.ts';
import { IMAGE_HEADER_BYTES, type ImageType, otherContent, readImageContent } from './image-content.ts';
import type { ImageFinding } from './image-finding.ts';
import { MAX_IMAGE_BYTES } from './prepare-image-input.ts';

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

/** What a fetch of the image showed. `null` where it did not come that far. */
export interface ImageCheck {
  readonly url: string;
  /** By content. */
  readonly type: ImageType | null;
  /** Pixels as shown. */
  readonly width: number | null;
  readonly height: number | null;
  /** Counted; `null` too when there are more than `maxBytes`. */
  readonly bytes: number | null;
  /** Errors first. */
  readonly findings: readonly ImageFinding[];
}

/**
 * Fetches an image as a provider would and says what is wrong with it: status, type by content, pixel size, shape against the
 * clip, byte size. Reads at most `maxBytes`. What goes wrong is a finding, not an exception.
 *
 * @throws the reason of `signal` when the caller stops it
 */
export async function checkImageUrl(url: string, options: CheckImageOptions): Promise<ImageCheck> {
  const { fetch, aspectRatio = null, maxBytes = MAX_IMAGE_BYTES, timeoutMs = 10_000, signal } = options;
  try {
    return await withDeadline(
      async (deadline) => {
        const headers = { accept: 'image/*', 'accept-encoding': 'identity' };
        const response = await fetch(url, { headers, signal: deadline });
        if (response.status !== 200) {
          response.body?.cancel().catch(() => {});
          return failed(url, { code: 'status_not_200', severity: 'error', status: response.status });
        }
        const body = await readBounded(response, { maxBytes, keepBytes: IMAGE_HEADER_BYTES });
        return judge(url, body, { stated: response.headers.get('content-type'), aspectRatio, maxBytes });
      },
      { timeoutMs, signal },
    );
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    return failed(url, failureFinding(error));
  }
}

function judge(
  url: string,
  { start, bytes, tooLarge }: BoundedBody,
  { stated, aspectRatio, maxBytes }: { stated: string | null; aspectRatio: string | null; maxBytes: number },
): ImageCheck {
  const image = readImageContent(start);
  const sizeFindings: readonly ImageFinding[] = tooLarge ? [{ code: 'too_large', severity: 'error', maxBytes }] : [];
  const facts = { url, bytes: tooLarge ? null : bytes };
  if (!image) {
    const finding: ImageFinding = { code: 'not_an_image', severity: 'error', found: otherContent(start) };
    return { ...facts, type: null, width: null, height: null, findings: [...sizeFindings, finding] };
  }
  const { type, size, turned } = image;
  const warnings: readonly ImageFinding[] = [
    ...(size ? aspectFindings(size, aspectRatio) : []),
    ...(turned ? [{ code: 'turned_by_orientation', severity: 'warning' } as const] : []),
    ...(mediaType(stated) === type ? [] : [{ code: 'type_differs', severity: 'warning', stated, type } as const]),
    ...(/^http:/i.test(url) ? [{ code: 'not_https', severity: 'warning' } as const] : []),
  ];
  const broken: readonly ImageFinding[] = size ? [] : [{ code: 'size_unreadable', severity: 'error', type }];
  return {
    ...facts,
    type,
    width: size?.width ?? null,
    height: size?.height ?? null,
    findings: [...sizeFindings, ...broken, ...warnings],
  };
}

function failed(url: string, finding: ImageFinding): ImageCheck {
  return { url, type: null, width: null, height: null, bytes: null, findings: [finding] };
}

function failureFinding(error: unknown): ImageFinding {
  const severity = 'error';
  if (error instanceof OutboundRefused)
    return { code: 'url_refused', severity, reason: error.code, target: error.target };
  if (error instanceof DeadlineExceeded) return { code: 'timed_out', severity, timeoutMs: error.timeoutMs };
  const detail = connectionDetail(error);
  return detail === 'ENOTFOUND' ? { code: 'host_not_found', severity } : { code: 'no_connection', severity, detail };
}

/** `image/jpg` is no registered type, but every browser takes it. */
function mediaType(header: string | null): string | undefined {
  const type = header?.split(';')[0]?.trim().toLowerCase();
  return type === 'image/jpg' ? 'image/jpeg' : type;
}
