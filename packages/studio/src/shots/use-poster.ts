import { useEffect, useState } from 'react';
import { keyHeader } from '../api/client-key.ts';
import { transact } from '../api/page-database.ts';
import { pause, pauseMs } from '../api/pause.ts';
import type { FileView } from '../api/wire.ts';
import { safePath } from '../jobs/file-url.ts';

const posterWidth = 480;
/** A clip that could not be fetched or drawn, as while the server starts anew, is tried again: over a minute in all. */
const mostTries = 8;
const longestPauseMs = 60_000;
/** A video that gives no picture for so long must not keep the others waiting. */
const longestLookMs = 10_000;
let queue: Promise<unknown> = Promise.resolve();

/** A still of a clip as an address; `null` until it is drawn. It is drawn from the video once and kept in this browser. */
export function usePoster(file: FileView | undefined): string | null {
  const [url, setUrl] = useState<string | null>(null);
  const sha256 = file?.sha256;
  const contentUrl = safePath(file?.contentUrl);
  useEffect(() => {
    if (sha256 === undefined || contentUrl === undefined) return;
    let made: string | null = null;
    const gone = new AbortController();
    const show = async () => {
      for (let failures = 0; failures < mostTries; failures += 1) {
        if (failures > 0) await pause(pauseMs(failures, longestPauseMs), gone.signal);
        if (gone.signal.aborted) return;
        // Another tab may have drawn it in the meantime.
        const kept = await transact('posters', 'readonly', (store) => store.get(sha256)).catch(() => undefined);
        const blob =
          kept instanceof Blob ? kept : await drawInTurn(contentUrl, () => gone.signal.aborted).catch(() => undefined);
        if (gone.signal.aborted) return;
        if (!blob) continue;
        if (!(kept instanceof Blob)) {
          await transact('posters', 'readwrite', (store) => store.put(blob, sha256)).catch(() => undefined);
        }
        if (gone.signal.aborted) return;
        made = URL.createObjectURL(blob);
        setUrl(made);
        return;
      }
    };
    show().catch(() => undefined);
    return () => {
      gone.abort();
      if (made !== null) URL.revokeObjectURL(made);
      setUrl(null);
    };
  }, [sha256, contentUrl]);
  return url;
}

/** One at a time: a page of two hundred clips must not decode them all at once. */
function drawInTurn(contentUrl: string, isGone: () => boolean): Promise<Blob | undefined> {
  const turn = queue.then(() => (isGone() ? undefined : draw(contentUrl)));
  queue = turn.catch(() => undefined);
  return turn;
}

async function draw(contentUrl: string): Promise<Blob | undefined> {
  const response = await fetch(contentUrl, { headers: keyHeader() });
  if (!response.ok) return undefined;
  const source = URL.createObjectURL(await response.blob());
  const video = document.createElement('video');
  try {
    video.muted = true;
    video.preload = 'auto';
    video.src = source;
    await until(video, 'loadeddata');
    video.currentTime = Number.isFinite(video.duration) ? video.duration / 3 : 0;
    await until(video, 'seeked');
    const scale = Math.min(1, posterWidth / Math.max(1, video.videoWidth));
    const canvas = new OffscreenCanvas(Math.round(video.videoWidth * scale), Math.round(video.videoHeight * scale));
    canvas.getContext('2d')?.drawImage(video, 0, 0, canvas.width, canvas.height);
    return await canvas.convertToBlob({ type: 'image/webp', quality: 0.8 });
  } finally {
    video.removeAttribute('src');
    // Lets the decoder go: a page may hold only so many.
    video.load();
    URL.revokeObjectURL(source);
  }
}

function until(video: HTMLVideoElement, event: 'loadeddata' | 'seeked'): Promise<void> {
  const over = new AbortController();
  const { signal } = over;
  return new Promise<void>((resolve, reject) => {
    video.addEventListener(event, () => resolve(), { signal });
    video.addEventListener('error', () => reject(video.error), { signal });
    const timer = setTimeout(() => reject(new Error(`No ${event} in time.`)), longestLookMs);
    signal.addEventListener('abort', () => clearTimeout(timer));
  }).finally(() => over.abort());
}
