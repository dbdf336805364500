import { secondsText } from '@shotcaller/core';
import { type CSSProperties, useEffect, useState } from 'react';
import type { HeardJob } from '../api/job-book.ts';

/** Elapsed and expected time, counted on between the gateway's messages. The rest is a range: a single figure would be a guess. */
export function JobTime({ heard: { job, heardAtMs, pace } }: { readonly heard: HeardJob }) {
  const [nowMs, setNowMs] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  const { progress } = job;
  if (!progress) return null;
  const passed = Math.max(0, ((nowMs - heardAtMs) * pace) / 1000);
  const elapsed = progress.elapsedSeconds + passed;
  const { remainingSeconds, expectedSeconds, downloadedBytes, totalBytes } = progress;
  const p90 = expectedSeconds?.p90 ?? null;
  const style = {
    '--elapsed': p90 === null ? 0 : Math.min(1, elapsed / (p90 * 1.15)),
    '--middle': p90 === null || !expectedSeconds ? 0 : expectedSeconds.p50 / (p90 * 1.15),
    '--late': 1 / 1.15,
  } as CSSProperties;
  return (
    <div className="job-time">
      <p>
        <strong className="elapsed">{clock(elapsed)}</strong>{' '}
        {remainingSeconds && remainingSeconds.high - passed > 1 ? (
          <span>{rangeText(Math.max(0, remainingSeconds.low - passed), remainingSeconds.high - passed)} to go</span>
        ) : (
          <span>longer than expected{alarm(elapsed, expectedSeconds?.p50)}; this server still watches it</span>
        )}
        {downloadedBytes !== null && (
          <span className="soft">
            {' '}
            {(downloadedBytes / 1e6).toFixed(1)} {totalBytes === null ? '' : `of ${(totalBytes / 1e6).toFixed(1)} `}MB
          </span>
        )}
      </p>
      {expectedSeconds && (
        <>
          <div className="time-bar" style={style} aria-hidden="true" />
          <p className="soft">
            About {secondsText(expectedSeconds.p50)} (90 % finish within {secondsText(expectedSeconds.p90)}).
          </p>
        </>
      )}
    </div>
  );
}

/** How many times the usual, once that is much. */
function alarm(elapsed: number, usual: number | undefined): string {
  const times = usual === undefined || usual <= 0 ? 0 : Math.floor(elapsed / usual);
  return times >= 3 ? `, ${times} × the usual` : '';
}

function clock(seconds: number): string {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

function rangeText(low: number, high: number): string {
  const [from, to] = [secondsText(low), secondsText(high)];
  return from === to ? `about ${to}` : `${from} to ${to}`;
}
