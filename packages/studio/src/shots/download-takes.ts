import { keyHeader } from '../api/client-key.ts';
import { GatewayError } from '../api/gateway-error.ts';
import { slugOf } from '../controls/visible-text.ts';
import { safePath } from '../jobs/file-url.ts';
import type { TakeView } from './shot-view.ts';
import { type ZipEntry, zipOf } from './zip.ts';

/** Fetches the clips of finished takes into one ZIP file with readable names, and saves it. */
export async function downloadTakes(prompt: string, takes: readonly TakeView[], starred: string | null): Promise<void> {
  const entries: ZipEntry[] = [];
  const words = wordsOf(prompt);
  for (const { heard, number, model, key } of takes) {
    for (const [index, { contentUrl, name }] of (heard?.job.files ?? []).entries()) {
      const path = safePath(contentUrl);
      if (path === undefined) continue;
      const response = await fetch(path, { headers: keyHeader() });
      if (!response.ok) {
        throw new GatewayError(
          response.status,
          'content',
          `The clip of ${model} cannot be read (HTTP ${response.status}).`,
          {},
        );
      }
      const ending = /\.[a-z0-9]{2,5}$/i.exec(name)?.[0] ?? '.mp4';
      const parts = [
        words,
        `take-${number}`,
        slugOf(model),
        ...(key === starred ? ['best'] : []),
        ...(index > 0 ? [index + 1] : []),
      ];
      entries.push({
        name: parts.join('_').replace(/[^\p{L}\p{N}._-]+/gu, '-') + ending,
        bytes: new Uint8Array(await response.arrayBuffer()),
      });
    }
  }
  const url = URL.createObjectURL(zipOf(entries));
  const link = document.createElement('a');
  link.href = url;
  link.download = `${words}.zip`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** The first words of a prompt as a file name. */
function wordsOf(prompt: string): string {
  const words = prompt.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.slice(0, 6).join('-').slice(0, 60) || 'clip';
}
