import { secondsText } from '@shotcaller/core';
import type { ProgressEvent } from '../jobs/steps/step-context.ts';
import { widthOf } from './render/wrap.ts';

/** What a job is at. */
export interface Phase {
  readonly name: string;
  readonly sinceMs: number;
  /** Between which moments it is expected to be over; milliseconds since 1970. */
  readonly expected?: { readonly fromMs: number; readonly toMs: number };
  /** Of what is done so far: `1.2 of 4.0 MB`, `40 %`. */
  readonly share?: string;
}

const phaseNames: Readonly<Record<string, string>> = {
  reserved: 'Reserved',
  submitting: 'Submitting',
  submitted: 'Queued',
  running: 'Generating',
  downloading: 'Downloading',
};

/** The phase after an event; `undefined`: nothing is under way. */
export function phaseAfter(event: ProgressEvent, before: Phase | undefined, nowMs: number): Phase | undefined {
  switch (event.kind) {
    case 'state': {
      const name = phaseNames[event.attempt.state];
      if (name === undefined) return undefined;
      return name === before?.name ? before : { name, sinceMs: nowMs };
    }
    case 'poll': {
      const { attempt, remainingSeconds, progress } = event;
      const name = phaseNames[attempt.state] ?? 'Generating';
      return {
        name,
        sinceMs: attempt.submittedAt === null ? (before?.sinceMs ?? nowMs) : Date.parse(attempt.submittedAt),
        ...(remainingSeconds && {
          expected: { fromMs: nowMs + remainingSeconds.low * 1000, toMs: nowMs + remainingSeconds.high * 1000 },
        }),
        ...(progress !== undefined && { share: `${Math.round(progress * 100)} %` }),
      };
    }
    case 'download': {
      const of = event.totalBytes === null ? '' : ` of ${megabytes(event.totalBytes)}`;
      const sinceMs = before?.name === 'Downloading' ? before.sinceMs : nowMs;
      return { name: 'Downloading', sinceMs, share: `${megabytes(event.bytes)}${of} MB` };
    }
    case 'waiting_for_other_process':
      return { name: 'Waiting for another process', sinceMs: before?.sinceMs ?? nowMs };
    default:
      return before;
  }
}

export interface LiveSurroundings {
  readonly nowMs: number;
  readonly columns: number;
  /** How often the line was renewed, for the mark that turns. */
  readonly turn: number;
}

/** One line: the phase, how long it has lasted, what is expected. What does not fit is left out from the end, never a part of a word. */
export function liveText(phase: Phase, { nowMs, columns, turn }: LiveSurroundings): string {
  const { name, sinceMs, expected, share } = phase;
  const parts = [
    `${turningMark(turn)} ${name}`,
    ...(share === undefined ? [] : [share]),
    `${secondsText(Math.max(0, nowMs - sinceMs) / 1000)} so far`,
    ...(expected ? [expectedText(expected, nowMs)] : []),
  ];
  return fittingParts(parts, columns);
}

/** Parts of a line, as many from the first on as fit. */
export function fittingParts(parts: readonly string[], columns: number): string {
  let kept = parts;
  while (kept.length > 1 && widthOf(kept.join(' · ')) >= columns) kept = kept.slice(0, -1);
  return kept.join(' · ');
}

/** A mark that turns. */
export function turningMark(turn: number): string {
  return marks[turn % marks.length] ?? '';
}

const marks = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

function expectedText({ fromMs, toMs }: NonNullable<Phase['expected']>, nowMs: number): string {
  const [from, to] = [Math.max(0, fromMs - nowMs) / 1000, (toMs - nowMs) / 1000];
  if (to < 1) return 'longer than usual';
  const [low, high] = [secondsText(from), secondsText(to)];
  if (from < 1) return `up to ${high} to go`;
  return low === high ? `about ${low} to go` : `${low} to ${high} to go`;
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
