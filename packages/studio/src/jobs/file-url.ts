import { useEffect, useState } from 'react';
import { clientKey, keyHeader } from '../api/client-key.ts';

/**
 * An address that the browser can play and save. With a client key the file is fetched first, since a video and a link carry no key;
 * `undefined` until it is here.
 */
export function useFileUrl(path: string | undefined): string | undefined {
  const [held, setHeld] = useState<string>();
  useEffect(() => {
    if (path === undefined || clientKey.get() === null) return;
    const controller = new AbortController();
    let url: string | undefined;
    const hold = async () => {
      const response = await fetch(path, { headers: keyHeader(), signal: controller.signal });
      if (!response.ok) return;
      url = URL.createObjectURL(await response.blob());
      setHeld(url);
    };
    hold().catch(() => undefined);
    return () => {
      controller.abort();
      if (url !== undefined) URL.revokeObjectURL(url);
    };
  }, [path]);
  return clientKey.get() === null ? path : held;
}

/** A path on this server, or nothing: an answer cannot send the page elsewhere. */
export function safePath(url: string | undefined): string | undefined {
  return url !== undefined && /^\/v1\/[\w./%~?=-]+$/.test(url) ? url : undefined;
}
