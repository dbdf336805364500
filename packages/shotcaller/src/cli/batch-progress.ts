import { dollars, secondsText } from '@shotcaller/core';
import type { Forecast } from '../batch/plan/forecast.ts';
import { clipProblem } from '../batch/report/manifest.ts';
import type { BatchProgress } from '../batch/run/batch-state.ts';
import type { CommandTerminal } from './context.ts';
import { titleOf } from './render/batch-plan.ts';
import { clean } from './render/clean.ts';

export interface BatchPrinter {
  readonly tell: (progress: BatchProgress) => void;
  readonly end: () => void;
}

export interface BatchPrinterOptions {
  readonly maxUsd: string | undefined;
  readonly timeLeft: (progress: BatchProgress) => Promise<Forecast>;
  /** Milliseconds, of a clock that only runs on. */
  readonly nowMs: () => number;
}

/** How often the time left is reckoned anew. Milliseconds. */
const forecastEveryMs = 3000;

const ended: ReadonlySet<string> = new Set(['done', 'failed', 'unknown', 'under_way', 'not_bought']);

/** Shows a batch on its way: a line for each clip that ends, and below them, on a terminal, the sums in one line that is rewritten. */
export function batchPrinter(
  terminal: CommandTerminal,
  { maxUsd, timeLeft, nowMs }: BatchPrinterOptions,
): BatchPrinter {
  let isOpen = false;
  let left: Forecast | null = null;
  let reckonedAtMs = Number.NEGATIVE_INFINITY;
  const shown = new Set<string>();
  const closeLine = () => {
    if (isOpen) terminal.rewriteLine('');
    isOpen = false;
  };
  const reckon = (progress: BatchProgress) => {
    if (nowMs() - reckonedAtMs < forecastEveryMs) return;
    reckonedAtMs = nowMs();
    timeLeft(progress).then(
      (forecast) => {
        left = forecast;
      },
      () => undefined,
    );
  };
  return {
    tell(progress) {
      const { changed, clips } = progress;
      reckon(progress);
      const done = clips.filter(({ state }) => state === 'done').length;
      // What was not begun when the batch was stopped is one number at the end, not a line each.
      const isNews = changed && !changed.earlier && changed.whyNot?.code !== 'stopped';
      if (isNews && ended.has(changed.state) && !shown.has(titleOf(changed))) {
        shown.add(titleOf(changed));
        closeLine();
        const bill = changed.job?.billedUsd == null ? '' : `, billed ${dollars(changed.job.billedUsd)}`;
        const why = changed.state === 'done' ? '' : `. ${clipProblem(changed) ?? ''}`;
        const place = changed.file === null ? '' : `, ${changed.file.path}`;
        const model = changed.model === null ? '' : `, ${changed.model}`;
        const text = `${titleOf(changed)}: ${changed.state.replaceAll('_', ' ')}${model}${bill}${place}${why}`;
        const sums = terminal.interactive ? '' : ` (${done} of ${clips.length}${timeText(left)})`;
        terminal.talk(`${clean(text.trimEnd())}${sums}\n`);
      }
      if (!terminal.interactive) return;
      terminal.rewriteLine(sumsText(progress, { maxUsd, left }).slice(0, terminal.columns - 1));
      isOpen = true;
    },
    end: closeLine,
  };
}

function sumsText(
  { clips, committedUsd }: BatchProgress,
  { maxUsd, left }: { readonly maxUsd: string | undefined; readonly left: Forecast | null },
): string {
  const count = (...states: readonly string[]) => clips.filter(({ state }) => states.includes(state)).length;
  const parts = [
    `${count('done')} of ${clips.length} done`,
    `${count('submitting', 'generating', 'downloading')} being made`,
    `${count('waiting')} waiting`,
    ...(count('failed', 'unknown') > 0 ? [`${count('failed', 'unknown')} failed or unknown`] : []),
    maxUsd === undefined ? dollars(committedUsd) : `${dollars(committedUsd)} of ${dollars(maxUsd)}`,
  ];
  return `${parts.join(' · ')}${timeText(left)}`;
}

function timeText(left: Forecast | null): string {
  if (left === null || left.p90Seconds === 0) return '';
  const [from, to] = [secondsText(left.p10Seconds), secondsText(left.p90Seconds)];
  return `, ${from === to ? `about ${to}` : `${from} to ${to}`} to go`;
}
