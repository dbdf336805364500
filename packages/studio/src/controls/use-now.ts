import { useEffect, useState } from 'react';
import { ownNowMs } from '../api/server-clock.ts';

/**
 * The time, read again every second while `isOn`. Milliseconds since 1970.
 *
 * @param clock this page's own, for what is counted on from when it was heard; `serverNowMs` for what the server or another tab has dated
 */
export function useNow(isOn = true, clock = ownNowMs): number {
  const [nowMs, setNowMs] = useState(clock);
  useEffect(() => {
    if (!isOn) return;
    setNowMs(clock());
    const timer = setInterval(() => setNowMs(clock()), 1000);
    return () => clearInterval(timer);
  }, [isOn, clock]);
  return nowMs;
}
