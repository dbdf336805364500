import { createHash } from 'node:crypto';
import {
  copyFileSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sendFile } from '../../src/gateway/content/send-file.ts';
import { temporaryFolder } from '../catalog/list.ts';

const clip = Buffer.from('the clip that was checked');
const sha256 = createHash('sha256').update(clip).digest('hex');

async function held() {
  const path = join(await temporaryFolder(), 'clip.mp4');
  writeFileSync(path, clip);
  const ask = (headers: Record<string, string> = {}, signal: AbortSignal | null = null) =>
    sendFile(new Request('http://127.0.0.1/content', { headers, signal }), {
      path,
      sha256,
      name: 'clip.mp4',
      type: 'video/mp4',
    });
  return { path, ask };
}

test('the file that was checked is served, whole and in ranges', async () => {
  const { ask } = await held();
  expect(await (await ask())?.text()).toBe(clip.toString());
  expect(await (await ask({ range: 'bytes=4-7' }))?.text()).toBe('clip');
  expect((await ask({ 'if-none-match': `"${sha256}"` }))?.status).toBe(304);
});

test.each<[string, (path: string) => void]>([
  ['another clip of the same length', (path) => writeFileSync(path, Buffer.alloc(clip.length, 'x'))],
  [
    'another clip that was renamed over it, with its times',
    (path) => {
      writeFileSync(`${path}.other`, Buffer.alloc(clip.length, 'y'));
      utimesSync(`${path}.other`, new Date(0), new Date(0));
      renameSync(`${path}.other`, path);
    },
  ],
  ['one byte less', (path) => writeFileSync(path, clip.subarray(1))],
  [
    'a link to a file of the system',
    (path) => {
      renameSync(path, `${path}.gone`);
      symlinkSync('/etc/passwd', path);
    },
  ],
  [
    'a link to a file with the very bytes',
    (path) => {
      renameSync(path, `${path}.moved`);
      symlinkSync(`${path}.moved`, path);
    },
  ],
  ['a folder', (path) => renameSync(path, `${path}.gone`)],
])('%s in its place is not served under its hash', async (_name, replace) => {
  const { path, ask } = await held();
  const before = await ask();
  await before?.text();
  replace(path);
  for (const headers of [{}, { range: 'bytes=0-3' }, { 'if-none-match': `"${sha256}"` }]) {
    expect(await ask(headers)).toBeUndefined();
  }
});

test('the same bytes in another file of that name are the clip', async () => {
  const { path, ask } = await held();
  copyFileSync(path, `${path}.copy`);
  renameSync(`${path}.copy`, path);
  expect(Buffer.from(await (await ask())!.arrayBuffer())).toEqual(readFileSync(path));
});

test.skipIf(process.platform !== 'linux')(
  'a client that goes before its answer is begun leaves no file open',
  async () => {
    const { path, ask } = await held();
    const isOpen = () =>
      readdirSync('/proc/self/fd').some((name) => {
        try {
          return readlinkSync(`/proc/self/fd/${name}`) === path;
        } catch {
          return false;
        }
      });
    const client = new AbortController();
    const answer = await ask({}, client.signal);
    expect(isOpen()).toBe(true);
    client.abort();
    await expect.poll(isOpen).toBe(false);
    await expect(answer?.text()).rejects.toThrow();
    // Gone while the file was looked at.
    await ask({ range: 'bytes=0-3' }, AbortSignal.abort());
    await expect.poll(isOpen).toBe(false);
  },
);
