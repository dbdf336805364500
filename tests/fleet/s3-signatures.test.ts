import { execFile } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FileStore, StoreError } from '../../packages/shotcaller/src/files/stores/file-store.ts';
import { createS3Store } from '../../packages/shotcaller/src/files/stores/s3-store.ts';
import { attempt, facts, path, storeContract, unchecked } from '../../packages/shotcaller/test/files/store-contract.ts';
import { needsSwift } from '../needs.ts';
import { patienceMs } from '../patience.ts';
import { startSwift } from './swift.ts';

const program = fileURLToPath(new URL('../../packages/shotcaller/bin/shotcaller.js', import.meta.url));

describe('a store in an S3 that checks signatures', needsSwift, () => {
  let swift: Awaited<ReturnType<typeof startSwift>>;
  let store: FileStore;
  const open = (more: object = {}) =>
    createS3Store({ url: 's3://clips/team', endpoint: swift.endpoint, credentials: swift.credentials, ...more });

  beforeAll(async () => {
    swift = await startSwift();
    store = open();
  }, 3 * patienceMs);

  afterAll(async () => {
    store?.close();
    await swift?.stop();
  });

  storeContract(() => store);

  test('refuses a wrong secret', async () => {
    const forged = open({ credentials: { ...swift.credentials, secretAccessKey: 'wrong' } });
    const address = forged.addressOf({ id: 'forged', jobId: 'forged' }, { ...facts, ...unchecked, path });
    await expect(forged.put(address, path, facts)).rejects.toThrow(/SignatureDoesNotMatch/);
    expect(await store.stat(address)).toBeUndefined();
    forged.close();
  });

  test('refuses bytes that are not those that were checked', async () => {
    const address = store.addressOf(attempt, { ...facts, ...unchecked, path });
    const other = { ...facts, sha256: 'f'.repeat(64) };
    await expect(store.put(address, path, other)).rejects.toThrow(StoreError);
  });

  test('keeps serve from starting, which says what to look at and no secret', async () => {
    const home = mkdtempSync(join(tmpdir(), 'shotcaller-s3-serve-'));
    const { code, talk } = await new Promise<{ code: unknown; talk: string }>((resolve) => {
      execFile(
        process.execPath,
        [program, 'serve', '--port', '0', '--files', 's3://clips/team'],
        {
          env: {
            PATH: process.env.PATH,
            SHOTCALLER_HOME: home,
            AWS_ENDPOINT_URL_S3: swift.endpoint,
            AWS_ACCESS_KEY_ID: swift.credentials.accessKeyId,
            AWS_SECRET_ACCESS_KEY: 'a wrong secret',
          },
        },
        (error, _out, talked) => resolve({ code: error?.code, talk: talked }),
      );
    });
    expect(code).toBe(2);
    expect(talk).toContain('SignatureDoesNotMatch');
    expect(talk).toContain('nothing was started or bought');
    expect(talk).not.toContain('a wrong secret');
  });
});
