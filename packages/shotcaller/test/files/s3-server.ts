import { startFauxqs } from 'fauxqs';
import { createS3Store } from '../../src/files/stores/s3-store.ts';

const bucket = 'clips';

/** An S3 in this process, with one empty bucket. It takes any keys; what refuses wrong ones is tried elsewhere. */
export async function startS3(prefix = 'team') {
  const server = await startFauxqs({ port: 0, host: '127.0.0.1', logger: false });
  server.createBucket(bucket);
  const endpoint = `http://127.0.0.1:${server.port}`;
  const credentials = { accessKeyId: 'a-key', secretAccessKey: 'a-secret' };
  const open = (more: object = {}) =>
    createS3Store({ url: `s3://${bucket}/${prefix}`, endpoint, credentials, ...more });
  return { endpoint, bucket, open, stop: () => server.stop() };
}
