import { useEffect, useState } from 'react';

/** This machine's clock, read again every second while `isOn`. Milliseconds since 1970. */
export function useNow(isOn = true): number {
  const [nowMs, setNowMs] = useState(Date.now);
  useEffect(() => {
    if (!isOn) return;
    setNowMs(Date.now());
    const timer = setInterval(() => setNowMs(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [isOn]);
  return nowMs;
}
