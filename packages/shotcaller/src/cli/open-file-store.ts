import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256Of } from '../disk/sha256-of.ts';
import { type FileStore, StoreError } from '../files/stores/file-store.ts';
import { isStoreAddress } from '../files/stores/store-address.ts';
import type { CommandContext } from './context.ts';
import { UsageError } from './usage-error.ts';

const s3Address = /^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](?:\/[^\s?#]*)?$/;

/** The store that `--files s3://…` names, tried before anything is bought; `undefined`: files stay in a folder. */
export async function openFileStore({ flags, environment }: CommandContext): Promise<FileStore | undefined> {
  const url = flags.text('files');
  if (url === undefined || !isStoreAddress(url)) return undefined;
  if (!s3Address.test(url))
    throw new UsageError(`--files ${url}: write s3://BUCKET or s3://BUCKET/PREFIX, or a folder.`);
  const { createS3Store } = await import('../files/stores/s3-store.ts').catch(() => {
    throw new UsageError(
      `--files ${url} needs the AWS SDK. Nothing was started. Install it with: npm install @aws-sdk/client-s3 @aws-sdk/s3-request-presigner`,
    );
  });
  const {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: token,
  } = environment;
  const store = createS3Store({
    url,
    endpoint: environment.AWS_ENDPOINT_URL_S3 || environment.AWS_ENDPOINT_URL || undefined,
    region: environment.AWS_REGION || environment.AWS_DEFAULT_REGION || undefined,
    ...(accessKeyId &&
      secretAccessKey && { credentials: { accessKeyId, secretAccessKey, ...(token && { sessionToken: token }) } }),
  });
  try {
    await tryStore(store);
  } catch (error) {
    store.close();
    if (!(error instanceof StoreError)) throw error;
    throw new UsageError(
      `${error.message} Clips cannot be stored there, so nothing was started or bought. Check bucket, endpoint (AWS_ENDPOINT_URL_S3), region and keys.`,
    );
  }
  return store;
}

/** Writes a file there and takes it away again. */
async function tryStore(store: FileStore): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'shotcaller-store-'));
  try {
    const [path, text] = [join(folder, 'probe.txt'), 'Shotcaller tried whether it can write here.\n'];
    await writeFile(path, text);
    const facts = {
      bytes: Buffer.byteLength(text),
      sha256: sha256Of(text),
      contentType: 'text/plain',
    };
    const unchecked = { durationSeconds: null, width: null, height: null, hasAudio: null, differences: [] };
    const address = store.addressOf({ id: 'probe', jobId: 'probe' }, { ...facts, ...unchecked, path });
    await store.put(address, path, facts);
    // Whoever may write and not delete can keep clips all the same.
    await store.delete(address).catch(() => undefined);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
