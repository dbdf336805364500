import '../style/further-pages.css';
import type { Change } from '@shotcaller/core';
import { Suspense, useState } from 'react';
import { useGateway } from '../api/connection.tsx';
import { lazyPart } from '../app/lazy-part.tsx';
import type { Answer } from '../brief/answer.ts';
import { type Choice, type SheetTab, withProfile, withWeight } from '../brief/choice.ts';
import type { ChangeChoice } from '../brief/use-choice.ts';
import { GuideComparison } from './guide-comparison.tsx';
import { clipsIn, rememberClips, rememberedClips } from './monthly.ts';
import { MonthlyEstimate } from './monthly-estimate.tsx';
import { OtherModels } from './other-models.tsx';
import { PickBanner } from './pick-banner.tsx';
import { PickChanges } from './pick-changes.tsx';
import { RankingTable } from './ranking-table.tsx';
import { WeightSliders } from './weight-sliders.tsx';

const ModelsChart = lazyPart(() => import('../chart/models-chart.tsx'), 'inside');

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
  const { ground } = useGateway();
  const [pick] = selection.ranked;
  const [typedClips, setTypedClips] = useState(rememberedClips);
  const clips = clipsIn(typedClips);
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
          <MonthlyEstimate
            pick={pick}
            typed={typedClips}
            onType={(typed) => {
              setTypedClips(typed);
              rememberClips(typed);
            }}
          />
          <Suspense fallback={<div className="chart-space" aria-hidden="true" />}>
            <ModelsChart selection={selection} now={answer.now} guidePick={guide?.pick ?? null} onOpen={onOpen} />
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
      <RankingTable
        selection={selection}
        models={ground.catalog.models}
        openModel={choice.model}
        ticked={ticked}
        clips={clips}
        onTick={onTick}
        onOpen={onOpen}
      />
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
