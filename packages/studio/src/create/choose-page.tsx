import { applyChanges, type Change, requirementsText } from '@shotcaller/core';
import { lazy, Suspense, useCallback, useDeferredValue, useMemo } from 'react';
import { useConnection } from '../api/connection.tsx';
import { answerOf } from '../brief/answer.ts';
import {
  type Choice,
  type SheetTab,
  withChanges,
  withField,
  withProfile,
  withSentence,
  withWeight,
} from '../brief/choice.ts';
import type { ChangeChoice } from '../brief/use-choice.ts';
import { ClipForm } from './clip-form.tsx';
import { GuideComparison } from './guide-comparison.tsx';
import { OtherModels } from './other-models.tsx';
import { PickBanner } from './pick-banner.tsx';
import { PickChanges } from './pick-changes.tsx';
import { RankingTable } from './ranking-table.tsx';
import { SentenceField } from './sentence-field.tsx';
import { WeightSliders } from './weight-sliders.tsx';

const ModelSheet = lazy(() => import('../model-sheet/model-sheet.tsx'));
const PriceRatingChart = lazy(() => import('../chart/price-rating-chart.tsx'));

/** From a sentence or a form to the pick, ranked again in this browser with every change. */
export function ChoosePage({
  choice,
  change,
  now,
}: {
  readonly choice: Choice;
  readonly change: ChangeChoice;
  /** ISO 8601, fixed while the page is open: ages are counted to here. */
  readonly now: string;
}) {
  const { ground } = useConnection();
  const answer = useMemo(() => answerOf(ground, choice, now), [ground, choice, now]);
  const { selection, guide } = answer;
  const isAnyone = selection.ranked.length > 0;
  // The chart may lag a frame behind the table while a slider moves.
  const charted = useDeferredValue(selection);
  const openSheet = useCallback(
    (model: string, tab: SheetTab = 'why') => change((before) => ({ ...before, model, tab })),
    [change],
  );
  const apply = useCallback(
    (changes: readonly Change[]) =>
      change((before) =>
        withChanges(
          before,
          changes.map(({ field }) => field),
          applyChanges(selection.requirements, changes),
        ),
      ),
    [change, selection.requirements],
  );
  return (
    <main className="choose" id="main">
      <SentenceField
        choice={choice}
        reading={answer.reading}
        onSentence={(sentence) => change((before) => withSentence(before, sentence))}
      />
      <details className="clip-panel" open={!matchMedia('(max-width: 60rem)').matches}>
        <summary>
          <span className="label">The clip</span>{' '}
          <span className="clip-line">{requirementsText(selection.requirements)}</span>
        </summary>
        <ClipForm
          choice={choice}
          answer={answer}
          setField={(field, value) => change((before) => withField(before, field, value))}
        />
      </details>
      <div className={isAnyone ? 'answer' : 'answer nobody'}>
        <PickBanner answer={answer} onOpen={openSheet} onApply={apply} />
        {isAnyone && (
          <WeightSliders
            choice={choice}
            sensitivity={selection.sensitivity}
            onWeight={(name, value) => change((before) => withWeight(before, name, value))}
            onProfile={(profile) => change((before) => withProfile(before, profile))}
          />
        )}
        {isAnyone && (
          <>
            <Suspense fallback={<div className="chart-space" aria-hidden="true" />}>
              <PriceRatingChart selection={charted} guidePick={guide?.pick ?? null} onOpen={openSheet} />
            </Suspense>
            <div className="reasons-beside">
              <PickChanges selection={selection} />
              <GuideComparison
                guide={guide}
                selection={selection}
                isOn={choice.compare}
                onSwitch={(compare) => change((before) => ({ ...before, compare }))}
                onOpen={openSheet}
              />
            </div>
          </>
        )}
        <RankingTable selection={selection} openModel={choice.model} onOpen={openSheet} />
        <OtherModels
          selection={selection}
          includeUnknown={choice.includeUnknown}
          onIncludeUnknown={(includeUnknown) => change((before) => ({ ...before, includeUnknown }))}
          onOpen={openSheet}
          onApply={apply}
        />
      </div>
      {choice.model !== null && (
        <Suspense>
          <ModelSheet
            model={choice.model}
            tab={choice.tab}
            choice={choice}
            answer={answer}
            onTab={(tab) => change((before) => ({ ...before, tab }))}
            onClose={() => change((before) => ({ ...before, model: null, tab: 'why' }))}
            onApply={apply}
          />
        </Suspense>
      )}
    </main>
  );
}
