import { useCallback, useEffect, useState } from 'react';
import { clientKey, keyHeader } from '../api/client-key.ts';

/**
 * An address that the browser can play and save. With a client key the file is fetched first, since a video and a link carry no key;
 * `undefined` until it is here.
 */
export function useFileUrl(path: string | undefined): string | undefined {
  return useClipFile(path).url;
}

export interface ClipFile {
  /** `undefined`: not here yet, or not to be had. */
  readonly url: string | undefined;
  /** It did not arrive, or is no video. */
  readonly isLost: boolean;
  readonly onLost: () => void;
  /** Asks for it once more. */
  readonly again: () => void;
  /** Grows with every asking: a player that has failed does not begin anew by itself. */
  readonly tries: number;
}

/** The same for what plays it: a file that did not arrive can be asked for again. */
export function useClipFile(path: string | undefined): ClipFile {
  const [held, setHeld] = useState<string>();
  const [isLost, setIsLost] = useState(false);
  const [tries, setTries] = useState(0);
  const onLost = useCallback(() => setIsLost(true), []);
  const again = useCallback(() => {
    setIsLost(false);
    setTries((before) => before + 1);
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `tries` grows when it is to be fetched again
  useEffect(() => {
    if (path === undefined || clientKey.get() === null) return;
    const controller = new AbortController();
    let url: string | undefined;
    const hold = async () => {
      const response = await fetch(path, { headers: keyHeader(), signal: controller.signal });
      if (!response.ok) return onLost();
      url = URL.createObjectURL(await response.blob());
      setHeld(url);
    };
    hold().catch(() => !controller.signal.aborted && onLost());
    return () => {
      controller.abort();
      if (url !== undefined) URL.revokeObjectURL(url);
    };
  }, [path, tries, onLost]);
  return { url: clientKey.get() === null ? path : held, isLost, onLost, again, tries };
}

/** A path on this server, or nothing: an answer cannot send the page elsewhere. */
export function safePath(url: string | undefined): string | undefined {
  return url !== undefined && /^\/v1\/[\w./%~?=-]+$/.test(url) ? url : undefined;
}
