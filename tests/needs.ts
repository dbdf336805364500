import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestOptions } from 'vitest';
import { chromiumPath, noChromium } from './chromium.mjs';

declare module 'vitest' {
  interface TaskMeta {
    /** Why the test is skipped; the closing lines of a run show each reason once. */
    skippedFor?: string;
  }
}

/**
 * Options for a `describe` or a `test` that cannot run everywhere. The closing lines of a run show the reason; with `CI=true` the
 * whole suite fails for a skipped test.
 */
function skipUnless(isHere: boolean, reason: string): TestOptions {
  return isHere ? {} : { skip: true, meta: { skippedFor: reason } };
}

export const needsChromium = skipUnless(chromiumPath !== undefined, noChromium);

export const needsFfmpeg = skipUnless(
  hasProgram('ffmpeg') && hasProgram('ffprobe'),
  'ffmpeg is not installed (apt-get install ffmpeg)',
);

const clients = fileURLToPath(new URL('clients/node_modules/@openrouter/sdk', import.meta.url));

export const needsClients = skipUnless(
  existsSync(clients) && hasProgram('curl') && hasProgram('jq'),
  'the published clients are not installed (npm ci --ignore-scripts --prefix tests/clients; apt-get install curl jq)',
);

export const needsDocsSite = skipUnless(
  existsSync(fileURLToPath(new URL('../docs/node_modules/.package-lock.json', import.meta.url))),
  'the packages of the docs site are not installed (npm ci --ignore-scripts --prefix docs)',
);

export const needsPrometheus = skipUnless(
  hasProgram('prometheus') && hasProgram('promtool'),
  'prometheus is not installed (apt-get install prometheus)',
);

export const needsSwift = skipUnless(
  hasProgram('swift-proxy-server') && hasProgram('swift-object-server'),
  'Swift is not installed (apt-get install swift-proxy swift-account swift-container swift-object)',
);

export const needsLinux = skipUnless(process.platform === 'linux', 'it needs /dev/full and /proc of Linux');

export const needsSmallDisk = skipUnless(
  process.platform === 'linux' && process.getuid?.() === 0,
  'it mounts a small tmpfs, which only root on Linux may',
);

export const needsSignals = skipUnless(process.platform !== 'win32', 'Windows has no signals');

/** For `context.skip`, in a table of programs. `undefined`: the program is here. */
export function missingProgram(name: string): string | undefined {
  return hasProgram(name) ? undefined : `${name} is not installed (apt-get install ${name})`;
}

/** For `context.skip`: whether PostgreSQL starts is known only once it was tried. */
export const noPostgres = 'PostgreSQL did not start here (set DATABASE_URL, or see the warning above)';

function hasProgram(name: string): boolean {
  if (existsSync(name)) return true;
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.some((folder) => existsSync(join(folder, name)) || existsSync(join(folder, `${name}.exe`)));
}
