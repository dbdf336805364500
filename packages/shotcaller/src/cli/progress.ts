import { dollars, jobReasonSentence, secondsText } from '@shotcaller/core';
import type { ProgressEvent, ProgressListener } from '../jobs/steps/step-context.ts';
import type { CommandTerminal } from './context.ts';
import { liveText, type Phase, phaseAfter } from './live-text.ts';
import { clean } from './render/clean.ts';

export interface ProgressPrinter {
  readonly tell: ProgressListener;
  /** Takes the line away that is being renewed. */
  readonly end: () => void;
}

export interface ProgressOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly signal: AbortSignal;
  /** Calls `tick` again and again until what it returns is called. Default four times a second. */
  readonly repeat?: (tick: () => void) => () => void;
}

/**
 * Shows a job on its way: a line for each thing that happens, and on a terminal below them one line that is renewed (phase, time so far,
 * time expected). When `signal` fires during a submit it says what is waited for.
 */
export async function progressPrinter(
  terminal: CommandTerminal,
  { now, signal, repeat = fourTimesASecond }: ProgressOptions,
): Promise<ProgressPrinter> {
  const submitting = new Set<string>();
  const live = await terminal.liveLine?.();
  const say = (text: string) => {
    live?.clear();
    terminal.talk(`${text}\n`);
    renew();
  };
  const onAbort = () => {
    if (submitting.size > 0) say(waitingForSubmit);
  };
  signal.addEventListener('abort', onAbort, { once: true });
  let phase: Phase | undefined;
  let last = '';
  let turn = 0;
  const renew = () => {
    if (phase) live?.show(liveText(phase, { nowMs: now(), columns: terminal.talkColumns ?? 80, turn }));
  };
  const stop = live
    ? repeat(() => {
        turn += 1;
        renew();
      })
    : undefined;
  return {
    end() {
      signal.removeEventListener('abort', onAbort);
      stop?.();
      phase = undefined;
      live?.clear();
    },
    tell(event) {
      if (event.kind === 'state') {
        if (event.attempt.state === 'submitting') submitting.add(event.attempt.id);
        else submitting.delete(event.attempt.id);
      }
      phase = phaseAfter(event, phase, now());
      const isTold = live ? event.kind !== 'poll' && event.kind !== 'download' : event.kind !== 'download';
      const text = clean(progressText(event, now()));
      if (text !== '' && text !== last && isTold) {
        last = text;
        say(text);
      } else renew();
      if (!phase) live?.clear();
    },
  };
}

export function fourTimesASecond(tick: () => void): () => void {
  const timer = setInterval(tick, 250);
  timer.unref();
  return () => clearInterval(timer);
}

const waitingForSubmit =
  'Waiting for the answer to the request that was sent: it says whether the clip is bought. Ctrl-C again leaves at once; the outcome may then be unknown.';

const stateWords: Readonly<Record<string, string>> = {
  submitting: 'Submitting once',
  submitted: 'Bought',
  running: 'Generating',
  downloading: 'Completed at the service; downloading',
  done: '',
  planned: '',
};

function progressText(event: ProgressEvent, nowMs: number): string {
  switch (event.kind) {
    case 'state': {
      const { state, remoteId, price, reason } = event.attempt;
      if (state === 'reserved' && reason) return `${jobReasonSentence(reason)} Trying again`;
      if (state === 'submitted' && remoteId) return `Bought: OpenRouter’s id is ${remoteId}`;
      if (state === 'submitting' && event.from === 'planned' && price.highUsd !== null) {
        return `Reserved up to ${dollars(price.highUsd)}, submitting once`;
      }
      return stateWords[state] ?? '';
    }
    case 'poll': {
      const elapsed = elapsedText(event.attempt.submittedAt, nowMs);
      const { remainingSeconds } = event;
      return remainingSeconds ? `Generating${elapsed}; ${remaining(remainingSeconds)} to go` : `Generating${elapsed}`;
    }
    case 'poll_failed':
      return `A poll failed (${event.message}); the job is not lost, next poll in ${secondsText(Math.max(0, event.nextPollMs - nowMs) / 1000)}`;
    case 'download':
      return `Downloading, ${(event.bytes / 1e6).toFixed(1)} MB`;
    case 'download_failed':
      return `${jobReasonSentence(event.reason)} Next try in ${secondsText(Math.max(0, event.nextTryMs - nowMs) / 1000)}`;
    case 'fallback':
      return event.from.reason
        ? `${event.from.model}: ${jobReasonSentence(event.from.reason)} Trying ${event.model}`
        : `${event.from.model} did not deliver; trying ${event.model}`;
    case 'not_recorded':
      return event.message;
    case 'waiting_for_other_process':
      return 'Another process carries this job; waiting for it';
    default:
      return event satisfies never;
  }
}

function elapsedText(since: string | null, nowMs: number): string {
  return since === null ? '' : ` for ${secondsText(Math.max(0, nowMs - Date.parse(since)) / 1000)}`;
}

function remaining({ low, high }: { readonly low: number; readonly high: number }): string {
  const [from, to] = [secondsText(low), secondsText(high)];
  return from === to ? `about ${to}` : `${from} to ${to}`;
}
