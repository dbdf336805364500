import { createServer } from 'node:http';
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

/** A store that takes whatever is sent and never answers. */
export async function startSilent() {
  let hear: () => void = () => undefined;
  const asked = new Promise<void>((resolve) => {
    hear = resolve;
  });
  const server = createServer((request) => {
    request.resume().on('end', hear);
    request.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return {
    url: `http://127.0.0.1:${port}`,
    /** Resolves once a whole file has arrived. */
    asked,
    stop() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
