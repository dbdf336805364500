import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { freePort } from '../free-port.mjs';
import { patienceMs } from '../patience.ts';

const kinds = ['account', 'container', 'object'] as const;
const run = promisify(execFile);

/** Debian's Swift with its S3 API, on loopback, its files in a temporary folder and a bucket `clips`: it refuses signatures that are not right. */
export async function startSwift() {
  const folder = mkdtempSync(join(tmpdir(), 'shotcaller-swift-'));
  mkdirSync(join(folder, 'devices/one'), { recursive: true });
  const port = await freePort();
  const common = (on: number) =>
    `[DEFAULT]\nbind_ip = 127.0.0.1\nbind_port = ${on}\nworkers = 0\nuser = ${userInfo().username}\nswift_dir = ${folder}\n` +
    `devices = ${folder}/devices\nmount_check = false\nrecon_cache_path = ${folder}\n`;
  writeFileSync(
    join(folder, 'proxy-server.conf'),
    `${common(port)}[pipeline:main]
pipeline = catch_errors cache s3api tempauth proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:1
[filter:s3api]
use = egg:swift#s3api
[filter:tempauth]
use = egg:swift#tempauth
user_test_tester = testing .admin
`,
  );
  for (const kind of kinds) {
    const on = await freePort();
    writeFileSync(
      join(folder, `${kind}-server.conf`),
      `${common(on)}[pipeline:main]\npipeline = ${kind}-server\n[app:${kind}-server]\nuse = egg:swift#${kind}\n`,
    );
    const builder = join(folder, `${kind}.builder`);
    await run('swift-ring-builder', [builder, 'create', '4', '1', '0']);
    await run('swift-ring-builder', [builder, 'add', `r1z1-127.0.0.1:${on}/one`, '1']);
    await run('swift-ring-builder', [builder, 'rebalance']);
  }
  const servers: readonly ChildProcess[] = [...kinds, 'proxy'].map((kind) =>
    spawn(`swift-${kind}-server`, [join(folder, `${kind}-server.conf`)], { stdio: 'ignore' }),
  );
  const endpoint = `http://127.0.0.1:${port}`;
  const credentials = { accessKeyId: 'test:tester', secretAccessKey: 'testing' };
  const client = new S3Client({ endpoint, credentials, region: 'us-east-1', forcePathStyle: true, maxAttempts: 1 });
  const endMs = Date.now() + patienceMs;
  // The first server answers before those behind it do: only an object that is written says that all are there.
  const Bucket = 'clips';
  const write = async () => {
    await client.send(new CreateBucketCommand({ Bucket })).catch(() => 'it is there already, or nothing is');
    await client.send(new PutObjectCommand({ Bucket, Key: 'ready', Body: 'ready' }));
    return true;
  };
  while (!(await write().catch(() => false))) {
    if (Date.now() > endMs) throw new Error('Swift did not start.');
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  client.destroy();
  return {
    endpoint,
    credentials,
    async stop() {
      await Promise.all(
        servers.map(async (server) => {
          if (server.exitCode !== null || server.signalCode !== null) return;
          const gone = new Promise((resolve) => server.once('exit', resolve));
          server.kill('SIGKILL');
          await gone;
        }),
      );
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
