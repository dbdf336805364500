import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** One record as the list endpoint serves it. */
export function record(id: string, fields: Readonly<Record<string, unknown>> = {}) {
  return {
    id,
    name: id,
    description: 'A text.',
    supported_durations: [5, 10],
    supported_resolutions: ['720p'],
    supported_aspect_ratios: ['16:9'],
    generate_audio: null,
    pricing_skus: { duration_seconds: '0.10' },
    ...fields,
  };
}

/** The answer of the list endpoint. */
export function list(...records: readonly unknown[]): string {
  return JSON.stringify({ data: records });
}

/** A folder that ends with the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'shotcaller-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A clock that stands still. */
export function clockAt(now: string): { now(): string } {
  return { now: () => now };
}
