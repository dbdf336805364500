import { keyHeader } from '../api/client-key.ts';
import { GatewayError } from '../api/gateway-error.ts';
import { saveFile } from '../controls/save-file.ts';
import { slugOf } from '../controls/visible-text.ts';
import { safePath } from '../jobs/file-url.ts';
import { inBytes } from '../projects/shot-names.ts';
import type { TakeView } from './shot-view.ts';
import { type ZipEntry, zipOf } from './zip.ts';

/** A clip that can be fetched, and how it is called in the ZIP file. */
export interface NamedClip {
  readonly name: string;
  readonly path: string;
  readonly model: string;
}

/** The clips of the finished takes of a shot: `lantern-over-a-lake_take-2_wan-3.0_best.mp4`. */
export function clipsOf(
  { takes, starred }: { readonly takes: readonly TakeView[]; readonly starred: string | null },
  shotName: string,
): readonly NamedClip[] {
  return takes.flatMap(({ heard, number, model, key }) =>
    (heard?.job.status === 'done' ? heard.job.files : []).flatMap(({ contentUrl, name }, index) => {
      const path = safePath(contentUrl);
      if (path === undefined) return [];
      const ending = /\.[a-z0-9]{2,5}$/i.exec(name)?.[0] ?? '.mp4';
      const parts = [
        inBytes(shotName),
        `take-${number}`,
        slugOf(model),
        ...(key === starred ? ['best'] : []),
        ...(index > 0 ? [index + 1] : []),
      ];
      return [{ name: parts.join('_').replace(/(?:[^\p{L}\p{M}\p{N}._-]\p{M}*)+/gu, '-') + ending, path, model }];
    }),
  );
}

/** Fetches clips into one ZIP file and saves it as `NAME.zip`. */
export async function downloadClips(clips: readonly NamedClip[], zipName: string): Promise<void> {
  const entries: ZipEntry[] = [];
  for (const { name, path, model } of clips) {
    const response = await fetch(path, { headers: keyHeader() });
    if (!response.ok) {
      throw new GatewayError(
        response.status,
        'content',
        `The clip of ${model} cannot be read (HTTP ${response.status}).`,
        {},
      );
    }
    entries.push({ name, bytes: new Uint8Array(await response.arrayBuffer()) });
  }
  saveFile(zipOf(entries), `${zipName}.zip`);
}
