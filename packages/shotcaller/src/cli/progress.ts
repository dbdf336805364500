import { dollars, jobReasonSentence, secondsText } from '@shotcaller/core';
import type { ProgressEvent, ProgressListener } from '../jobs/steps/step-context.ts';
import type { CommandTerminal } from './context.ts';
import { clean } from './render/clean.ts';

export interface ProgressPrinter {
  readonly tell: ProgressListener;
  /** Ends the line that is being rewritten. */
  readonly end: () => void;
}

/**
 * Shows a job on its way: one line that is rewritten on a terminal, a line a change elsewhere. When `signal` fires during a submit it says
 * what is waited for.
 */
export function progressPrinter(terminal: CommandTerminal, now: () => number, signal: AbortSignal): ProgressPrinter {
  const submitting = new Set<string>();
  const onAbort = () => {
    if (submitting.size === 0) return;
    end();
    terminal.talk(waitingForSubmit);
  };
  signal.addEventListener('abort', onAbort, { once: true });
  let open = false;
  let last = '';
  const end = () => {
    if (open) terminal.talk('\n');
    open = false;
  };
  return {
    end() {
      signal.removeEventListener('abort', onAbort);
      end();
    },
    tell(event) {
      if (event.kind === 'state') {
        if (event.attempt.state === 'submitting') submitting.add(event.attempt.id);
        else submitting.delete(event.attempt.id);
      }
      const text = clean(progressText(event, now()));
      if (text === '' || text === last) return;
      last = text;
      if (terminal.interactive && (event.kind === 'poll' || event.kind === 'download')) {
        terminal.rewriteLine(text.slice(0, terminal.columns - 1));
        open = true;
        return;
      }
      if (!terminal.interactive && event.kind === 'download') return;
      end();
      terminal.talk(`${text}\n`);
    },
  };
}

const waitingForSubmit =
  'Waiting for the answer to the request that was sent: it says whether the clip is bought. Ctrl-C again leaves at once; the outcome may then be unknown.\n';

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
