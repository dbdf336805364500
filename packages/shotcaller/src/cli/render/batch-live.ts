import { dollars, secondsText } from '@shotcaller/core';
import type { Forecast } from '../../batch/plan/forecast.ts';
import type { BatchProgress } from '../../batch/run/batch-state.ts';
import type { RunningClip } from '../../batch/run/clip-unit.ts';
import { fittingParts, turningMark } from '../live-text.ts';
import { titleOf } from './batch-plan.ts';
import { clean } from './clean.ts';
import { type Column, tableLines } from './table.ts';
import { widthOf } from './wrap.ts';

export interface BatchLiveSurroundings {
  readonly maxUsd: string | undefined;
  readonly left: Forecast | null;
  /** Milliseconds since 1970. */
  readonly nowMs: number;
  readonly columns: number;
  /** How often it was renewed. */
  readonly turn: number;
}

/** Clips that are shown by name; the screen belongs to what has ended. */
const mostShown = 8;

/** What a terminal shows below the talk: the clips that are being made, and the sums. */
export function batchLiveLines(progress: BatchProgress, surroundings: BatchLiveSurroundings): readonly string[] {
  const { columns, turn } = surroundings;
  const atWork = progress.clips.filter(({ state }) => isAtWork(state));
  // The last column is left free: a terminal may wrap what fills it.
  const table = tableLines(atWork.slice(0, mostShown), columns - 1, columnsAt(surroundings));
  const beyond = atWork.length - mostShown;
  return [
    ...(atWork.length > 0 ? table.map((line) => cutTo(line, columns - 1)) : []),
    ...(beyond > 0 ? [`… and ${beyond} more`] : []),
    fittingParts(sumsParts(progress, surroundings, turningMark(turn)), columns),
  ];
}

function columnsAt({ nowMs }: BatchLiveSurroundings): readonly Column<RunningClip>[] {
  return [
    { title: 'shot', cell: (clip) => cutTo(clean(titleOf(clip)), 24), rank: 0 },
    { title: 'model', cell: ({ model }) => clean(model ?? ''), rank: 2 },
    { title: 'state', cell: ({ state }) => state.replaceAll('_', ' '), rank: 0 },
    {
      title: 'so far',
      align: 'right',
      cell: ({ sinceMs }) => (sinceMs === null ? '' : secondsText(Math.max(0, nowMs - sinceMs) / 1000)),
      rank: 1,
    },
    { title: 'to go', cell: (clip) => toGoText(clip, nowMs), rank: 1 },
  ];
}

function toGoText({ state, sinceMs, planned: { outcome } }: RunningClip, nowMs: number): string {
  if (state !== 'generating' || sinceMs === null || outcome.kind !== 'to_buy' || !outcome.expectedTime) return '';
  const left = outcome.expectedTime.p90Seconds - (nowMs - sinceMs) / 1000;
  return left < 1 ? 'longer than usual' : `up to ${secondsText(left)}`;
}

function sumsParts(
  { clips, committedUsd }: BatchProgress,
  { maxUsd, left }: BatchLiveSurroundings,
  mark: string,
): readonly string[] {
  const count = (...states: readonly string[]) => clips.filter(({ state }) => states.includes(state)).length;
  const failed = count('failed', 'unknown');
  const toGo = leftText(left);
  return [
    `${mark} ${count('done')} of ${clips.length} done`,
    ...(failed > 0 ? [`${failed} failed or unknown`] : []),
    maxUsd === undefined ? dollars(committedUsd) : `${dollars(committedUsd)} of ${dollars(maxUsd)}`,
    ...(toGo === '' ? [] : [toGo]),
    `${count('submitting', 'generating', 'downloading')} under way`,
    `${count('waiting')} waiting`,
  ];
}

/** `2 to 4 min to go`; empty: not known, or nothing is left. */
export function leftText(left: Forecast | null): string {
  if (left === null || left.p90Seconds === 0) return '';
  const [from, to] = [secondsText(left.p10Seconds), secondsText(left.p90Seconds)];
  return `${from === to ? `about ${to}` : `${from} to ${to}`} to go`;
}

function isAtWork(state: string): boolean {
  return state === 'submitting' || state === 'generating' || state === 'downloading';
}

function cutTo(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text;
  let kept = text;
  while (widthOf(kept) >= columns) kept = [...kept].slice(0, -1).join('');
  return `${kept}…`;
}
