import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/**
 * True when a test that needs something from outside can run. In CI everything has to be there, so the test runs and fails;
 * elsewhere it is skipped, and says what to do.
 */
export function isReady(present: boolean, remedy: string): boolean {
  if (present) return true;
  if (process.env.CI === 'true') throw new Error(`Missing in CI: ${remedy}`);
  console.warn(`Skipped: ${remedy}`);
  return false;
}

export function hasProgram(name: string): boolean {
  return spawnSync(name, ['-version'], { stdio: 'ignore' }).error === undefined;
}

export const chromiumPath = '/usr/bin/chromium';

export function hasChromium(): boolean {
  return existsSync(chromiumPath);
}
