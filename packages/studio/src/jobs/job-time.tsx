import { secondsText } from '@shotcaller/core';
import type { CSSProperties } from 'react';
import type { HeardJob } from '../api/heard-jobs.ts';
import { useNow } from '../controls/use-now.ts';
import { jobsWords } from '../page-words.ts';
import { secondsRange } from '../words.ts';
import { timesTheUsual } from './times-the-usual.ts';

/** Elapsed and expected time, counted on between the gateway's messages. The rest is a range: a single figure would be a guess. */
export function JobTime({ heard }: { readonly heard: HeardJob }) {
  const { job, heardAtMs, pace } = heard;
  const nowMs = useNow();
  const { progress } = job;
  if (!progress) return null;
  const passed = Math.max(0, ((nowMs - heardAtMs) * pace) / 1000);
  const elapsed = progress.elapsedSeconds + passed;
  const { remainingSeconds, expectedSeconds, downloadedBytes, totalBytes } = progress;
  const times = timesTheUsual(heard, nowMs);
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
          <span>{secondsRange(Math.max(0, remainingSeconds.low - passed), remainingSeconds.high - passed)} to go</span>
        ) : (
          <span>longer than expected{times > 0 && `, ${jobsWords.usual(times)}`}; this server still watches it</span>
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

function clock(seconds: number): string {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
