import { basename } from 'node:path';
import { dollars } from '@shotcaller/core';
import type { Forecast } from '../batch/plan/forecast.ts';
import { clipProblem } from '../batch/report/manifest.ts';
import type { BatchProgress } from '../batch/run/batch-state.ts';
import type { ClipResult } from '../batch/run/clip-result.ts';
import type { CommandTerminal } from './context.ts';
import { fourTimesASecond } from './progress.ts';
import { batchLiveLines, leftText } from './render/batch-live.ts';
import { titleOf } from './render/batch-plan.ts';
import { clean } from './render/clean.ts';

export interface BatchPrinter {
  readonly tell: (progress: BatchProgress) => void;
  readonly end: () => void;
}

export interface BatchPrinterOptions {
  readonly maxUsd: string | undefined;
  readonly timeLeft: (progress: BatchProgress) => Promise<Forecast>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Detaches. */
  readonly signal: AbortSignal;
  /** Calls `tick` again and again until what it returns is called. Default four times a second. */
  readonly repeat?: (tick: () => void) => () => void;
}

/** How often the time left is reckoned anew. Milliseconds. */
const forecastEveryMs = 3000;

const ended: ReadonlySet<string> = new Set(['done', 'failed', 'unknown', 'under_way', 'not_bought']);

/** Shows a batch on its way: a line for each clip that ends, and below them, on a terminal, what is being made and the sums, renewed. */
export async function batchPrinter(
  terminal: CommandTerminal,
  { maxUsd, timeLeft, now, signal, repeat = fourTimesASecond }: BatchPrinterOptions,
): Promise<BatchPrinter> {
  const live = await terminal.liveLine?.();
  let latest: BatchProgress | undefined;
  let left: Forecast | null = null;
  let reckonedAtMs = Number.NEGATIVE_INFINITY;
  let turn = 0;
  const shown = new Set<string>();
  const renew = () => {
    if (!latest || !live) return;
    live.show(...batchLiveLines(latest, { maxUsd, left, nowMs: now(), columns: terminal.talkColumns ?? 80, turn }));
  };
  const say = (text: string) => {
    live?.clear();
    terminal.talk(`${text}\n`);
  };
  const reckon = (progress: BatchProgress) => {
    if (now() - reckonedAtMs < forecastEveryMs) return;
    reckonedAtMs = now();
    timeLeft(progress).then(
      (forecast) => {
        left = forecast;
      },
      () => undefined,
    );
  };
  const onAbort = () => {
    say(
      'Stopping after the submits in progress. Clips that are bought continue at OpenRouter and are billed; run the same command again to fetch them.',
    );
    renew();
  };
  signal.addEventListener('abort', onAbort, { once: true });
  const stop = live
    ? repeat(() => {
        turn += 1;
        if (latest) reckon(latest);
        renew();
      })
    : undefined;
  return {
    tell(progress) {
      latest = progress;
      reckon(progress);
      const { changed, clips } = progress;
      if (changed && isNews(changed) && !shown.has(titleOf(changed))) {
        shown.add(titleOf(changed));
        const done = clips.filter(({ state }) => state === 'done').length;
        const isOver = clips.every(({ state }) => ended.has(state));
        const toGo = isOver ? '' : leftText(left);
        const sums = live ? '' : ` (${done} of ${clips.length}${toGo === '' ? '' : `, ${toGo}`})`;
        say(`${clean(endText(changed))}${sums}`);
      }
      renew();
    },
    end() {
      signal.removeEventListener('abort', onAbort);
      stop?.();
      latest = undefined;
      live?.clear();
    },
  };
}

/** What was not begun when the batch was stopped is one number at the end, not a line each. */
function isNews({ state, earlier, whyNot }: ClipResult): boolean {
  return ended.has(state) && !earlier && whyNot?.code !== 'stopped';
}

function endText(clip: ClipResult): string {
  const { state, model, job, file } = clip;
  const parts = [
    `${titleOf(clip)}: ${state.replaceAll('_', ' ')}`,
    ...(model === null ? [] : [model]),
    ...(job?.billedUsd == null ? [] : [`billed ${dollars(job.billedUsd)}`]),
    ...(file === null ? [] : [basename(file.path)]),
  ].join(', ');
  const problem = state === 'done' ? null : clipProblem(clip);
  return problem === null ? parts : `${parts}. ${problem}`;
}
