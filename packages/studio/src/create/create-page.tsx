import { applyChanges, type Change } from '@shotcaller/core';
import { memo, Suspense, useCallback, useDeferredValue, useMemo } from 'react';
import { useGateway } from '../api/connection.tsx';
import { serverNowMs } from '../api/server-clock.ts';
import { lazyPart } from '../app/lazy-part.tsx';
import { answerOf } from '../brief/answer.ts';
import { requirementsOf, withChanges, withField, withoutSettingWords, withSentence } from '../brief/choice.ts';
import { referencesIn } from '../brief/resolve-inputs.ts';
import type { ChoiceUnderWay } from '../brief/use-choice.ts';
import { usePictures } from '../brief/use-pictures.ts';
import { withModelReading } from '../brief/with-model-reading.ts';
import { Notice } from '../controls/notice.tsx';
import { visible } from '../controls/visible-text.ts';
import { withLook, withoutLookField } from '../projects/project.ts';
import { useProjects } from '../projects/project-store.ts';
import { NotConnected } from '../run/not-connected.tsx';
import { orderSender } from '../shots/order-sender.ts';
import { clipHashOf, type Take } from '../shots/shot.ts';
import { shotRequirements } from '../shots/shot-requirements.ts';
import { shotStore, useShots } from '../shots/shot-store.ts';
import { createWords, inProjectWords } from '../words.ts';
import { hasChip } from './chips.ts';
import type { SetField } from './clip-fields.tsx';
import { keepShot, shotForLater, shotWithTakes } from './compose-shot.ts';
import { PromptBox } from './prompt-box.tsx';
import { ProposalCards } from './proposal-cards.tsx';
import { SettingChips } from './setting-chips.tsx';
import { SheetComing } from './sheet-coming.tsx';
import { ShootBar } from './shoot-bar.tsx';
import { usePagePictures } from './use-page-pictures.ts';
import { useShootKey } from './use-shoot-key.ts';

const ModelSheet = lazyPart(() => import('../model-sheet/model-sheet.tsx'), 'inside');
const WhyThese = lazyPart(() => import('./why-these.tsx'), 'inside');
/** Seldom shown, and not small. */
const ReadByModel = lazyPart(() => import('./read-by-model.tsx'), 'aside');
const GoesOnFrom = lazyPart(() => import('./goes-on-from.tsx'), 'inside');
const NobodyFits = lazyPart(() => import('./nobody-fits.tsx'), 'inside');
const ConcessionLine = lazyPart(() => import('./concession-line.tsx'), 'aside');

/** From a description to takes: what the clip is, which models to try, and one button. Ranked again in this browser with every change. */
export const CreatePage = memo(function CreatePage({
  choice,
  change,
  openSheet,
  closeSheet,
  now,
}: ChoiceUnderWay & {
  /** ISO 8601, by the server's clock, fixed while models and evidence are the same: ages are counted to here. */
  readonly now: string;
}) {
  const { ground, state, note, reload, learn } = useGateway();
  useShots();
  const project = useProjects().find(({ id }) => id === choice.project);
  // What is ranked, shown and ordered: the choice, and below it the look of its project.
  const clip = useMemo(() => (project ? withLook(choice, project) : choice), [choice, project]);
  const pictureVersion = usePictures(useMemo(() => [clip], [clip]));
  // biome-ignore lint/correctness/useExhaustiveDependencies: a picture that was found changes what is missing
  const answer = useMemo(() => answerOf(ground, clip, now), [ground, clip, now, pictureVersion]);
  const { selection, proposals } = answer;
  const continued = requirementsOf(clip).previousJobId;
  const isAnyone = selection.ranked.length > 0;
  // The models of the server are still on their way: they may well make this clip.
  const isNobodySure = !isAnyone && state !== 'connecting';
  // Chart and table may lag a frame behind while a slider moves.
  const shown = useDeferredValue(answer);
  const shot = shotStore.forClip(clipHashOf(clip));
  const ticked = choice.ticked ?? proposals.slice(0, 1).map(({ place }) => place.model);
  const places = selection.ranked.filter(({ model }) => ticked.includes(model));
  // What is wrong with a setting stands in its own place.
  const unplaced = answer.problems.filter(({ field }) => field !== 'prompt' && !hasChip(field));
  const { prompt, task } = selection.requirements;
  const isDescribed = (prompt !== undefined && prompt.trim() !== '') || task !== 'generate';

  const takePictures = useCallback(
    (pictures: readonly string[]) =>
      change((before) =>
        pictures.length === 1
          ? withField(before, 'firstFrame', pictures[0])
          : withField(before, 'references', [...referencesIn(requirementsOf(before)), ...pictures]),
      ),
    [change],
  );
  const pictures = usePagePictures(takePictures);
  useShootKey();
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
  const tick = useCallback(
    (model: string, isTicked: boolean) =>
      change((before) => {
        const others = (before.ticked ?? ticked).filter((other) => other !== model);
        return { ...before, ticked: isTicked ? [...others, model] : others };
      }),
    [change, ticked],
  );
  const shoot = (fruitless: ReadonlySet<string>) => {
    // Read again: another tab, or the first press of two, may have ordered since this was drawn.
    const before = new Set(shotStore.forClip(clipHashOf(clip))?.takes.map(({ key }) => key));
    const own = shotWithTakes(choice, clip, places, serverNowMs(), fruitless);
    const isGivenNow = ({ key }: Take) => !before.has(key);
    // Kept before anything is sent, each take under its own key. Sent from here: whoever presses may leave before another page is there.
    keepShot(choice, own);
    const requirements = shotRequirements(own, ground, now);
    for (const take of own.takes) {
      if (requirements && isGivenNow(take)) orderSender.send(take, requirements, { note, reload, learn });
    }
    location.hash = `#/takes/${own.id}`;
  };
  const saveForLater = () => {
    keepShot(choice, shotForLater(choice, ticked, serverNowMs()));
    location.hash = `#/projects/${project?.id}`;
  };
  const setField: SetField = (field, value) =>
    change((before) => {
      const next = withField(before, field, value);
      return project ? withoutLookField(next, project, field) : next;
    });
  return (
    <main className={pictures.isDragging ? 'create dragging' : 'create'} id="main">
      <h1 className="spoken-only">Create</h1>
      <PromptBox
        place={
          <>
            {continued != null && (
              <Suspense>
                <GoesOnFrom
                  id={continued}
                  onRemove={() => change((before) => withField(withField(before, 'previousJobId', null), 'task', null))}
                />
              </Suspense>
            )}
            {project && (
              <p className="in-project">
                <a href={`#/projects/${project.id}`}>{visible(project.name) || 'Project'}</a> /{' '}
                {choice.shot ? 'Shot' : 'New shot'} <span className="soft">{inProjectWords.inProject}</span>
              </p>
            )}
          </>
        }
        choice={choice}
        reading={answer.reading}
        problem={answer.problems.find(({ field }) => field === 'prompt')?.text}
        onPrompt={(sentence) => change((before) => withSentence(before, sentence))}
        onTakeOut={() => {
          change(withoutSettingWords);
          // Its button goes with the words.
          document.getElementById('prompt')?.focus();
        }}
      >
        {state === 'online' && choice.sentence !== '' && (
          <Suspense>
            <ReadByModel
              sentence={choice.sentence}
              reading={answer.reading}
              onRead={(read) =>
                change((before) => (before.sentence === choice.sentence ? withModelReading(before, read) : before))
              }
            />
          </Suspense>
        )}
      </PromptBox>
      <SettingChips choice={clip} answer={answer} setField={setField} onPictures={pictures.take} />
      {pictures.failure !== null && (
        <p className="problem" role="alert">
          {pictures.failure}
        </p>
      )}
      <div className="answer">
        {unplaced.length > 0 && (
          <Notice tone="caution" title="Left out of the choice">
            {unplaced.map(({ text }) => (
              <p key={text}>{text}</p>
            ))}
          </Notice>
        )}
        {isAnyone ? (
          <>
            <ProposalCards
              proposals={proposals}
              selection={selection}
              ticked={ticked}
              onTick={tick}
              onOpen={openSheet}
            />
            {selection.concession && (
              // Its place is held: the button below it buys, and must not move under a press.
              <Suspense fallback={<p className="soft">&nbsp;</p>}>
                <ConcessionLine concession={selection.concession} onApply={apply} />
              </Suspense>
            )}
            <ShootBar
              places={places}
              unfit={ticked.length - places.length}
              wrongFields={answer.problems.map(({ label }) => label).join(', ')}
              shot={shot}
              isDescribed={isDescribed}
              projectId={choice.project}
              isPictureMissing={answer.missing.length > 0}
              isPictureSought={answer.isSeeking}
              onShoot={shoot}
              onSave={project && (shot === undefined || shot.takes.length === 0) ? saveForLater : null}
              onAnother={() =>
                shot &&
                shotStore.change(shot.id, (before) => ({
                  ...before,
                  takes: before.takes.map((take) => ({ ...take, isReleased: true })),
                }))
              }
            />
          </>
        ) : isNobodySure ? (
          <Suspense>
            <NobodyFits selection={selection} onOpen={openSheet} onApply={apply} />
          </Suspense>
        ) : (
          <NotConnected state={state} />
        )}
        {state === 'locked' && <NotConnected state={state} />}
        <details
          className="why"
          open={choice.why || isNobodySure}
          onToggle={({ currentTarget: { open } }) => isAnyone && change((before) => ({ ...before, why: open }))}
        >
          <summary>
            <h2>{isNobodySure ? createWords.whyNone : createWords.whyThese}</h2>{' '}
            <span className="soft">{isNobodySure ? createWords.whyNoneHint : createWords.whyHint}</span>
          </summary>
          {(choice.why || isNobodySure) && (
            <Suspense fallback={<div className="chart-space" aria-hidden="true" />}>
              <WhyThese
                choice={clip}
                change={change}
                answer={shown}
                ticked={ticked}
                onTick={tick}
                onOpen={openSheet}
                onApply={apply}
              />
            </Suspense>
          )}
        </details>
      </div>
      {choice.model !== null && (
        <Suspense fallback={<SheetComing onClose={closeSheet} />}>
          <ModelSheet
            model={choice.model}
            tab={choice.tab}
            choice={clip}
            change={change}
            answer={answer}
            onTab={(tab) => change((before) => ({ ...before, tab }))}
            onClose={closeSheet}
            onApply={apply}
          />
        </Suspense>
      )}
      {pictures.isDragging && <p className="drop-here">{createWords.dropHere}</p>}
    </main>
  );
});
