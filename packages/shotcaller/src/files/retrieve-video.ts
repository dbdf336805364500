import type { WireClient } from '../openrouter/client.types.ts';
import type { VideoOrder } from './compare-with-order.ts';
import { type DownloadedFile, type DownloadOptions, downloadToFile } from './download.ts';
import type { JobFile } from './job-file.ts';
import { type VideoVerification, verifyVideo } from './verify-video.ts';

export interface RetrieveVideoOptions extends Omit<DownloadOptions, 'isIntact'> {
  readonly order: VideoOrder;
}

/** The file as it is noted, and the extension of what it is, with its dot. */
export type RetrievedVideo = Omit<JobFile, 'path'> & Pick<DownloadedFile, 'extension'>;

/**
 * Downloads a finished job's file and holds it against the order. A file with damaged packets is fetched again before it is
 * taken. Throws as `downloadToFile` does.
 */
export async function retrieveVideo(
  client: Pick<WireClient, 'content'>,
  { order, ...options }: RetrieveVideoOptions,
): Promise<RetrievedVideo> {
  let verification: VideoVerification | undefined;
  const { isVideo, cutBytes, errorStatus, ...file } = await downloadToFile(client, {
    ...options,
    async isIntact(path) {
      verification = await verifyVideo(path, order);
      return !verification.facts.isTruncated;
    },
  });
  // Of what is no video the download does not ask whether it is intact.
  const { facts, differences } = (isVideo && verification) || (await verifyVideo(options.partPath, order));
  const { durationSeconds, width, height, hasAudio } = facts;
  const cut = cutBytes > 0 ? [{ code: 'bytes_cut', ordered: null, found: cutBytes } as const] : [];
  const status = errorStatus === null ? [] : [{ code: 'error_status', ordered: null, found: errorStatus } as const];
  return { ...file, durationSeconds, width, height, hasAudio, differences: [...differences, ...cut, ...status] };
}
