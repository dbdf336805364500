import '../style/further-pages.css';
import { counted, requirementsText } from '@shotcaller/core';
import { useMemo, useRef, useState } from 'react';
import { useConnection } from '../api/connection.tsx';
import { serverNowMs } from '../api/server-clock.ts';
import { type Route, replaceBy } from '../app/route.ts';
import { isComplete } from '../brief/answer.ts';
import { choiceForClip } from '../brief/choice.ts';
import { choiceOf } from '../brief/choice-link.ts';
import { Notice } from '../controls/notice.tsx';
import { shortened, visible } from '../controls/visible-text.ts';
import { settingsText } from '../jobs/clip-text.tsx';
import { ProjectPicker } from '../projects/project-picker.tsx';
import { useProjects } from '../projects/project-store.ts';
import { wordsOf } from '../projects/shot-names.ts';
import { useProjectLeft } from '../projects/use-project-left.ts';
import { NotConnected } from '../run/not-connected.tsx';
import { takeWords } from '../shot-words.ts';
import { shuffled } from './blind-order.ts';
import { clipsOf } from './download-takes.ts';
import { furtherChoices } from './further-choices.ts';
import { PlayBar } from './play-bar.tsx';
import { freshSeed, nextTake } from './shot.ts';
import { ShotLinks } from './shot-links.tsx';
import { shotStore, useShots } from './shot-store.ts';
import { areRead, billedText, type TakeView, takesOf } from './shot-view.ts';
import { type TakeActions, TakePlace } from './take-place.tsx';
import { useClipAnswer } from './use-clip-answer.ts';
import { useOlderJobs } from './use-older-jobs.ts';
import { useOrders } from './use-orders.ts';
import { useSameTakes } from './use-same-takes.ts';
import { useTakePlayback } from './use-take-playback.ts';
import { useVote } from './use-vote.ts';
import { VoteBox } from './vote-box.tsx';
import { VoteResult } from './vote-result.tsx';

/** The takes of one shot beside each other: ordered once each, played together, compared, and one chosen. */
export default function ShotPage({
  id,
  route,
  now,
}: {
  readonly id: string;
  readonly route: Route;
  readonly now: string;
}) {
  const { state, jobs, health, ground } = useConnection();
  const shot = useShots().find((entry) => entry.id === id);
  const project = useProjects().find(({ shotIds }) => shotIds.includes(id));
  const query = new URLSearchParams(route.query);
  const isBlind = query.get('blind') === 'on';
  const takes = useSameTakes(useMemo(() => takesOf(id, shot, jobs.byId), [id, shot, jobs.byId]));
  const answer = useClipAnswer(shot?.query, now);
  const orders = useMemo(() => {
    const requirements = answer && isComplete(answer) ? answer.selection.requirements : null;
    return takes.map(({ take, heard }) => ({ take, heard, requirements }));
  }, [takes, answer]);
  const { refusals, placeAtPrice, remove, underWay } = useOrders(orders);
  const { isSought } = useOlderJobs(takes);
  const { told, failure: voteFailure, vote } = useVote(now);
  const [failure, setFailure] = useState<string | null>(null);
  const { playback, onVideo, heard, hear } = useTakePlayback();

  const done = takes.filter(({ heard }) => heard?.job.status === 'done');
  const canVote = new Set(done.map(({ model }) => model)).size > 1;
  const isHidden = isBlind && told === null && canVote;
  const shown = isHidden ? shuffled(takes, id) : takes;
  const inLedger = takes.flatMap(({ heard }) => heard?.job.id ?? []).slice(0, 24);
  const clip = takes.find(({ heard }) => heard)?.heard?.job.clip;
  const choice = shot ? choiceOf(shot.query) : clip ? choiceForClip(clipInput(clip)) : undefined;
  const further = choice && furtherChoices(choice, takes, shot?.starred ?? null, answer?.selection.ranked ?? []);
  // What was left open each take says of itself once it is ordered.
  const settings = clip ? settingsText(clip) : answer ? requirementsText(answer.selection.requirements) : '';
  const prompt = choice?.sentence ?? '';
  const title = prompt === '' ? 'Takes' : prompt;
  const isRead = jobs.loaded && areRead(takes);
  const star = (key: string) =>
    shotStore.change(id, (before) => ({ ...before, starred: before.starred === key ? null : key }));
  const setBlind = (isOn: boolean) => replaceBy(`#/takes/${id}${isOn ? '?blind=on' : ''}`);
  const choose = async (best: TakeView | null) => {
    if (best && shot) shotStore.change(id, (before) => ({ ...before, starred: best.key }));
    // What was told is not hidden again by a reload.
    if ((await vote(done, best)) && isBlind) setBlind(false);
  };
  const leftUsd = useProjectLeft(project?.id);
  const takesSeed = (model: string) => ground.catalog.models.find(({ id }) => id === model)?.seed === true;
  const another = ({ model, take, heard }: TakeView) => {
    if (!shot) return;
    const confirmUsd = heard?.job.quotedHighUsd ?? take?.confirmUsd ?? null;
    const seed = takesSeed(model) ? { seed: freshSeed(shot, answer?.selection.requirements.seed) } : {};
    const more = nextTake(shot, { model, confirmUsd, ...seed }, serverNowMs());
    shotStore.change(id, (before) => ({ ...before, takes: [...before.takes, more] }));
  };
  const doing = useRef<TakeActions>(null!);
  doing.current = { choose, star, another, placeAtPrice, remove };
  // The same for as long as the page is open: a card is drawn again only when its own take changes.
  const act = useMemo(
    (): TakeActions => ({
      choose: (best) => doing.current.choose(best),
      star: (key) => doing.current.star(key),
      another: (view) => doing.current.another(view),
      placeAtPrice: (take) => doing.current.placeAtPrice(take),
      remove: (take) => doing.current.remove(take),
    }),
    [],
  );
  return (
    <main className="page takes-page" id="main">
      <p className="crumbs">
        <a href="#/takes">Takes</a> /{' '}
        {project && (
          <>
            <a href={`#/projects/${project.id}`}>{visible(project.name) || 'Project'}</a> /{' '}
          </>
        )}
        <span className="job-id">{visible(id)}</span>
        {shot && <ProjectPicker shotId={id} />}
      </p>
      <header className="shot-head">
        <h1 className="shot-title">{visible(shortened(title, 160))}</h1>
        <p className="soft">
          {settings !== '' && `${visible(settings)} · `}
          {counted(takes.length, 'take')}
          {isRead && ` · ${billedText(takes)}`}
          {isRead && health?.simulated && ' (simulated)'}
        </p>
      </header>
      {state !== 'online' && <NotConnected state={state} />}
      {answer && answer.missing.length > 0 && (
        <Notice tone="caution">
          The picture of this shot is no longer in this browser. Takes that are not ordered yet need it.
        </Notice>
      )}
      {jobs.loaded && takes.length === 0 && <Notice tone="caution">{takeWords.notHere}</Notice>}
      {done.length > 0 && <PlayBar playback={playback} />}
      <div className="takes" data-count={takes.length}>
        {shown.map((view, at) => (
          <TakePlace
            key={view.key}
            view={view}
            letter={isHidden ? String.fromCharCode(65 + (at % 26)) : null}
            isStarred={!isHidden && shot?.starred === view.key}
            canBeBest={canVote && told === null && view.heard?.job.status === 'done'}
            refusal={refusals.get(view.key)}
            isPlacing={underWay.has(view.key)}
            isSought={view.heard === null && isSought(view.take?.jobId ?? null)}
            isOfHere={shot !== undefined}
            canPlace={answer !== null}
            canAnother={shot !== undefined && answer !== null && isComplete(answer)}
            canRemove={takes.length > 1}
            takesSeed={takesSeed(view.model)}
            leftUsd={leftUsd}
            isHeard={heard === view.key}
            onVideo={onVideo}
            onHear={hear}
            act={act}
          />
        ))}
      </div>
      {canVote && told === null && <VoteBox isBlind={isBlind} onBlind={setBlind} onNone={() => void choose(null)} />}
      {told && <VoteResult isNew={told.isNew} changes={told.changes} />}
      {(voteFailure ?? failure) !== null && <Notice tone="failure">{visible((voteFailure ?? failure)!)}</Notice>}
      {!isHidden && (
        <ShotLinks
          further={further}
          clips={() => clipsOf({ takes: done, starred: shot?.starred ?? null }, wordsOf(prompt))}
          fileName={wordsOf(prompt)}
          isAnyDone={done.length > 0}
          jobs={inLedger}
          onFailure={setFailure}
        />
      )}
    </main>
  );
}

/** A clip as the list of jobs tells it, as requirements. What was left open stays open. */
function clipInput({
  prompt,
  durationSeconds,
  resolution,
  aspectRatio,
  audio,
}: NonNullable<TakeView['heard']>['job']['clip']) {
  return {
    ...(prompt === null ? {} : { prompt }),
    ...(durationSeconds === null ? {} : { durationSeconds }),
    ...(resolution === null ? {} : { resolution }),
    ...(aspectRatio === null ? {} : { aspectRatio }),
    ...(audio === null ? {} : { audio }),
  };
}
