import type { DeliveryDifference } from '@shotcaller/core';
import type { WireClient } from '../openrouter/client.types.ts';
import type { VideoOrder } from './compare-with-order.ts';
import { type DownloadedFile, type DownloadOptions, downloadToFile } from './download.ts';
import { type VideoVerification, verifyVideo } from './verify-video.ts';

export interface RetrieveVideoOptions extends Omit<DownloadOptions, 'isIntact'> {
  readonly order: VideoOrder;
}

export interface RetrievedVideo extends DownloadedFile {
  readonly durationSeconds: number | null;
  readonly width: number | null;
  readonly height: number | null;
  readonly hasAudio: boolean | null;
  /** Empty: verified. */
  readonly differences: readonly DeliveryDifference[];
}

/**
 * Downloads a finished job's file and holds it against the order. A file with damaged packets is fetched again before it is
 * taken. Throws as `downloadToFile` does.
 */
export async function retrieveVideo(
  client: Pick<WireClient, 'content'>,
  { order, ...options }: RetrieveVideoOptions,
): Promise<RetrievedVideo> {
  let verification: VideoVerification | undefined;
  const file = await downloadToFile(client, {
    ...options,
    async isIntact(path) {
      verification = await verifyVideo(path, order);
      return !verification.facts.isTruncated;
    },
  });
  // Of what is no video the download does not ask whether it is intact.
  const { facts, differences } = (file.isVideo && verification) || (await verifyVideo(options.partPath, order));
  const { durationSeconds, width, height, hasAudio } = facts;
  const cut = file.cutBytes > 0 ? [{ code: 'bytes_cut', ordered: null, found: file.cutBytes } as const] : [];
  const status =
    file.errorStatus === null ? [] : [{ code: 'error_status', ordered: null, found: file.errorStatus } as const];
  return { ...file, durationSeconds, width, height, hasAudio, differences: [...differences, ...cut, ...status] };
}
