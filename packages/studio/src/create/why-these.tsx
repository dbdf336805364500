import type { Change } from '@shotcaller/core';
import { lazy, Suspense } from 'react';
import type { Answer } from '../brief/answer.ts';
import { type Choice, type SheetTab, withProfile, withWeight } from '../brief/choice.ts';
import type { ChangeChoice } from '../brief/use-choice.ts';
import { GuideComparison } from './guide-comparison.tsx';
import { OtherModels } from './other-models.tsx';
import { PickBanner } from './pick-banner.tsx';
import { PickChanges } from './pick-changes.tsx';
import { RankingTable } from './ranking-table.tsx';
import { WeightSliders } from './weight-sliders.tsx';

const PriceRatingChart = lazy(() => import('../chart/price-rating-chart.tsx'));

/** The reasons behind the proposals: your pick, priorities, chart, every model with its place or why it has none. */
export default function WhyThese({
  choice,
  change,
  answer,
  ticked,
  onTick,
  onOpen,
  onApply,
}: {
  readonly choice: Choice;
  readonly change: ChangeChoice;
  readonly answer: Answer;
  readonly ticked: readonly string[];
  readonly onTick: (model: string, isTicked: boolean) => void;
  readonly onOpen: (model: string, tab?: SheetTab) => void;
  readonly onApply: (changes: readonly Change[]) => void;
}) {
  const { selection, guide } = answer;
  const [pick] = selection.ranked;
  return (
    <div className="why-inside">
      {pick && (
        <>
          <PickBanner pick={pick} selection={selection} missing={answer.missing} onOpen={onOpen} />
          <WeightSliders
            choice={choice}
            sensitivity={selection.sensitivity}
            onWeight={(name, value) => change((before) => withWeight(before, name, value))}
            onProfile={(profile) => change((before) => withProfile(before, profile))}
          />
          <Suspense fallback={<div className="chart-space" aria-hidden="true" />}>
            <PriceRatingChart selection={selection} guidePick={guide?.pick ?? null} onOpen={onOpen} />
          </Suspense>
          <div className="reasons-beside">
            <PickChanges selection={selection} />
            <GuideComparison
              guide={guide}
              selection={selection}
              isOn={choice.compare}
              onSwitch={(compare) => change((before) => ({ ...before, compare }))}
              onOpen={onOpen}
            />
          </div>
        </>
      )}
      <RankingTable selection={selection} openModel={choice.model} ticked={ticked} onTick={onTick} onOpen={onOpen} />
      <OtherModels
        selection={selection}
        includeUnknown={choice.includeUnknown}
        onIncludeUnknown={(includeUnknown) => change((before) => ({ ...before, includeUnknown }))}
        onOpen={onOpen}
        onApply={onApply}
      />
    </div>
  );
}
