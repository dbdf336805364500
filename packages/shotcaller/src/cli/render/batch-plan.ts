import {
  changeSentence,
  dollars,
  priceRange,
  reasonSentence,
  requestFindingSentence,
  secondsText,
} from '@shotcaller/core';
import type { BatchPlan, PlannedClip } from '../../batch/plan/batch-plan.ts';
import { shotReasonSentence } from '../../batch/plan/shot-reason.ts';
import { budgetNeed } from '../../batch/plan/within-budget.ts';
import { cannotContinueText } from '../../batch/run/clip-result.ts';
import { budgetWayOut } from './batch-budget.ts';
import { clean } from './clean.ts';
import { type Column, tableLines } from './table.ts';

/** A plan as people read it: a line a shot, the sums, and what cannot be made and why. */
export function renderBatchPlan(plan: BatchPlan, width: number): string {
  const { clips, total, name } = plan;
  const lines = [
    `${clean(name)}: ${countText(clips.length, 'clip')}`,
    '',
    ...tableLines(clips, width, columns),
    '',
    ...totalLines(plan),
    ...optimumLines(plan),
    ...clips.flatMap(impossibleLines),
    ...warningLines(clips),
    ...renamedLines(clips),
  ];
  if (total.unknownPrices > 0)
    lines.push(`The price of ${countText(total.unknownPrices, 'clip')} is not known and in no sum.`);
  return `${lines.join('\n')}\n`;
}

export function titleOf({ shot, take }: Pick<PlannedClip, 'shot' | 'take'>): string {
  return take === 1 ? shot : `${shot} take ${take}`;
}

const columns: readonly Column<PlannedClip>[] = [
  { title: 'shot', cell: (clip) => clean(titleOf(clip)), rank: 0 },
  { title: 'model', cell: ({ outcome }) => ('model' in outcome ? clean(outcome.model) : '—'), rank: 0 },
  {
    title: 'price',
    align: 'right',
    cell: ({ outcome }) => (outcome.kind === 'to_buy' ? priceRange(outcome.price) : ''),
    rank: 1,
  },
  {
    title: 'time',
    align: 'right',
    cell: ({ outcome }) =>
      outcome.kind === 'to_buy' && outcome.expectedTime ? secondsText(outcome.expectedTime.p50Seconds) : '',
    rank: 3,
  },
  { title: 'why', cell: (clip) => clean(whyText(clip)), rank: 2 },
];

function whyText({ outcome, continues }: PlannedClip): string {
  const goesOn = continues === null ? '' : `; from ${continues.shot}`;
  switch (outcome.kind) {
    case 'to_buy':
      return `${shotReasonSentence(outcome.why)}${goesOn}`;
    case 'bought':
      return `bought before: ${outcome.status.replaceAll('_', ' ')}${outcome.archivedIn === undefined ? '' : `, archived in ${outcome.archivedIn}`}`;
    case 'no_model':
      return 'no model can make it';
    case 'request_refused':
      return 'the model would refuse the request';
    case 'cannot_continue':
      return 'cannot go on from the shot before it';
    default:
      return outcome satisfies never;
  }
}

function totalLines({ total, concurrency, maxUsd, clips }: BatchPlan): readonly string[] {
  const { toBuy, bought, impossible, time } = total;
  const counts = [
    toBuy === 0 ? 'Nothing to buy' : `${toBuy} to buy`,
    ...(bought > 0 ? [`${bought} bought before`] : []),
    ...(impossible > 0 ? [`${impossible} cannot be made`] : []),
  ].join(', ');
  const sum = priceRange(total);
  const spent = Number(total.bookedUsd) > 0 ? ` The batch has cost ${dollars(total.bookedUsd)} so far.` : '';
  const expected = dollars(total.expectedUsd);
  const price = toBuy === 0 ? '' : ` Together ${sum}${sum === expected ? '' : `, most likely ${expected}`}.`;
  const lines = [`${counts}.${price}${spent}`];
  if (time) {
    const room = concurrency === undefined ? 'as many at once as the service takes' : `${concurrency} at once`;
    lines.push(
      `Time: about ${secondsText(time.p50Seconds)}, 90 % of such batches finish within ${secondsText(time.p90Seconds)} (${room}).`,
    );
  }
  if (maxUsd !== undefined && toBuy > 0 && Number(maxUsd) < Number(total.bookedUsd) + Number(total.highUsd)) {
    lines.push(
      `The budget of ${dollars(maxUsd)} may not be enough for all: shots that no longer fit are not bought, and named at the end. ${budgetWayOut(budgetNeed(clips, total.bookedUsd), maxUsd)}`,
    );
  }
  return lines;
}

function optimumLines({ optimum }: BatchPlan): readonly string[] {
  if (!optimum) return [];
  const { objective, status, reached, bound, ties, kinds, candidates } = optimum;
  const value = (number: number) =>
    objective === 'quality' ? `${number.toFixed(1)} points a clip` : dollars(number.toFixed(4));
  const proved =
    status === 'optimal'
      ? `no choice of models does better (bound ${value(bound)})`
      : `the search was ended by its time limit; nothing beyond ${value(bound)} is possible`;
  return [
    `${objective === 'quality' ? 'Mean quality' : 'Least cost'}: ${value(reached)}; ${proved}. ${countText(kinds, 'kind')} of shots, ${countText(candidates, 'candidate')}.`,
    ...ties.map(
      ({ shots, model, as }) =>
        `${countText(shots, 'shot')} on ${clean(model)}: as far as the evidence tells, the cheaper ${clean(as)} may be as good.`,
    ),
  ];
}

function impossibleLines(clip: PlannedClip): readonly string[] {
  const { outcome } = clip;
  const title = clean(titleOf(clip));
  switch (outcome.kind) {
    case 'no_model': {
      const [first] = outcome.obstacles;
      const why = first
        ? clean(` The most frequent reason (${countText(first.models, 'model')}): ${reasonSentence(first.reason)}`)
        : '';
      const near = outcome.nearest.map(
        ({ model, changes }) => `${clean(model)}: ${clean(changes.map(changeSentence).join('; '))}`,
      );
      return ['', `${title}, line ${clip.line}: no model can make it.${why}`, ...near.map((line) => `  ${line}`)];
    }
    case 'request_refused':
      return ['', `${title}, line ${clip.line}: ${clean(outcome.findings.map(requestFindingSentence).join(' '))}`];
    case 'cannot_continue':
      return ['', `${title}, line ${clip.line}: ${clean(cannotContinueText(outcome))}`];
    case 'to_buy':
    case 'bought':
      return [];
    default:
      return outcome satisfies never;
  }
}

/** What is worth knowing before it is bought; of several takes once. */
function warningLines(clips: readonly PlannedClip[]): readonly string[] {
  const lines = clips.flatMap(({ shot, line, outcome }) =>
    ((outcome.kind === 'to_buy' && outcome.warnings) || []).map(
      (finding) => `  ${clean(shot)}, line ${line}: ${clean(requestFindingSentence(finding))}`,
    ),
  );
  return lines.length === 0 ? [] : ['', 'Look at these before you buy:', ...new Set(lines)];
}

/** The same clips, paid for twice, unless the new ids were meant. */
function renamedLines(clips: readonly PlannedClip[]): readonly string[] {
  const renamed = clips.flatMap((clip) =>
    clip.outcome.kind === 'to_buy' && clip.outcome.boughtAs ? [{ ...clip, before: clip.outcome.boughtAs }] : [],
  );
  if (renamed.length === 0) return [];
  return [
    '',
    'This batch has bought the same text and settings before, under other ids:',
    ...renamed.map(
      (clip) =>
        `  ${clean(titleOf(clip))}, line ${clip.line}: bought as ${clean(clip.before.shot)} (job ${clip.before.jobId})`,
    ),
    'They will be bought again. If you only renamed or renumbered shots, give them back their ids: then nothing is bought for them.',
  ];
}

export function countText(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
