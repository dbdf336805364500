import { createReadStream } from 'node:fs';
import { extname } from 'node:path';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { withDeadline } from '../../outbound/deadline.ts';
import { safeName } from '../target.ts';
import { type FileStore, StoreError } from './file-store.ts';

export interface S3StoreOptions {
  /** `s3://bucket` or `s3://bucket/prefix`. */
  readonly url: string;
  /** Base URL of another service than Amazon's. */
  readonly endpoint?: string | undefined;
  /** Default `us-east-1`, which services that have none take. */
  readonly region?: string | undefined;
  /** Default: as the AWS SDK finds them (profile, instance, …). */
  readonly credentials?: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
  /** How long an upload may take beside a second for each 100 kB. Default 60,000. */
  readonly uploadSpareMs?: number;
}

/** A connection that is slower than this stands still for a clip of usual length. */
const slowestBytesPerSecond = 100_000;

/** Files in Amazon S3 or a service that speaks its API. Uploads are one request each: a clip is far smaller than its limit of 5 GB. */
export function createS3Store({
  url,
  endpoint,
  region = 'us-east-1',
  credentials,
  uploadSpareMs = 60_000,
}: S3StoreOptions): FileStore {
  const { hostname: Bucket, pathname } = new URL(url);
  const prefix = pathname.replace(/^\/+|\/+$/g, '');
  const client = new S3Client({
    region,
    // Services other than Amazon's know buckets by path, and not all of them its newer checksums.
    ...(endpoint !== undefined && { endpoint, forcePathStyle: true }),
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    ...(credentials && { credentials }),
    // What went wrong is thrown; standard error is for people.
    logger: { trace: silent, debug: silent, info: silent, warn: silent, error: silent },
  });
  const start = `s3://${Bucket}/`;
  const objectOf = (address: string) => ({ Bucket, Key: address.slice(start.length) });

  async function stat(address: string, abortSignal?: AbortSignal) {
    try {
      const { ContentLength } = await client.send(
        new HeadObjectCommand(objectOf(address)),
        abortSignal ? { abortSignal } : {},
      );
      return ContentLength === undefined ? undefined : { bytes: ContentLength };
    } catch (error) {
      if (isAbsent(error)) return undefined;
      throw storeError(error, `${address} could not be looked at`);
    }
  }

  async function send(
    address: string,
    path: string,
    { bytes, contentType, sha256 }: Parameters<FileStore['put']>[2],
    abortSignal: AbortSignal,
  ): Promise<void> {
    const body = createReadStream(path);
    const command = new PutObjectCommand({
      ...objectOf(address),
      Body: body,
      ContentLength: bytes,
      ContentType: contentType,
    });
    // The signature covers the hash of the file as it was checked: what arrives is that, or it is refused.
    command.middlewareStack.add(
      (next) => (args) => {
        (args.request as { headers: Record<string, string> }).headers['x-amz-content-sha256'] = sha256;
        return next(args);
      },
      { step: 'build', name: 'hashOfCheckedFile' },
    );
    try {
      await client.send(command, { abortSignal });
    } finally {
      body.destroy();
    }
    const there = await stat(address, abortSignal);
    if (there?.bytes !== bytes)
      throw new StoreError('Incomplete', `${address} has ${there?.bytes ?? 0} of ${bytes} bytes`);
  }

  return {
    holds: (address) => address.startsWith(start),
    addressOf({ id, jobId }, { sha256, path }) {
      const key = ['jobs', jobId, id, `${sha256}${extname(path)}`].map(safeName).join('/');
      return `${start}${prefix === '' ? '' : `${prefix}/`}${key}`;
    },
    async put(address, path, facts, signal) {
      const timeoutMs = uploadSpareMs + (facts.bytes / slowestBytesPerSecond) * 1000;
      try {
        await withDeadline({ timeoutMs, signal }, (inner) => send(address, path, facts, inner));
      } catch (error) {
        if (signal?.aborted || error instanceof StoreError) throw error;
        throw storeError(error, `${address} could not be written`);
      }
    },
    stat: (address) => stat(address),
    async read(address, range, signal) {
      const Range = range && `bytes=${range.first}-${range.last}`;
      try {
        const { Body } = await client.send(
          new GetObjectCommand({ ...objectOf(address), Range }),
          signal ? { abortSignal: signal } : {},
        );
        return Body?.transformToWebStream() as ReadableStream<Uint8Array> | undefined;
      } catch (error) {
        if (isAbsent(error)) return undefined;
        throw storeError(error, `${address} could not be read`);
      }
    },
    async delete(address) {
      await client.send(new DeleteObjectCommand(objectOf(address))).catch((error: unknown) => {
        if (!isAbsent(error)) throw storeError(error, `${address} could not be deleted`);
      });
    },
    link: (address, seconds) => getSignedUrl(client, new GetObjectCommand(objectOf(address)), { expiresIn: seconds }),
    close: () => client.destroy(),
  };
}

const silent = () => undefined;

function isAbsent(error: unknown): boolean {
  const { name } = error as { readonly name?: string };
  return name === 'NotFound' || name === 'NoSuchKey';
}

/** Messages of the SDK may hold addresses with keys in them: the name alone says what it was. */
function storeError(error: unknown, what: string): StoreError {
  const { name, code } = error as { readonly name?: string; readonly code?: string };
  return new StoreError(code ?? name ?? 'unknown', what);
}
