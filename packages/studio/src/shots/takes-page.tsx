import { dollars } from '@shotcaller/core';
import { useMemo } from 'react';
import { useConnection } from '../api/connection.tsx';
import { choiceOf } from '../brief/choice-link.ts';
import { visible } from '../controls/visible-text.ts';
import { stateNames } from '../jobs/job-sentences.ts';
import { NotConnected } from '../run/not-connected.tsx';
import { counted, takeWords } from '../words.ts';
import { useShots } from './shot-store.ts';
import { type ShotTile, tilesOf } from './shot-view.ts';
import { usePoster } from './use-poster.ts';

/** Every shot as a strip of film, newest first. */
export default function TakesPage() {
  const { state, jobs } = useConnection();
  const shots = useShots();
  const tiles = useMemo(() => tilesOf(shots, jobs.byId, ({ query }) => choiceOf(query).sentence), [shots, jobs.byId]);
  return (
    <main className="page" id="main">
      <h1>Takes</h1>
      {state !== 'online' && <NotConnected state={state} />}
      {tiles.length === 0 ? (
        <div className="empty">
          <p>{takeWords.none}</p>
          <a className="button primary" href="#/create">
            Describe a clip
          </a>
        </div>
      ) : (
        <ul className="strip">
          {tiles.map((tile) => (
            <Tile key={tile.id} tile={tile} />
          ))}
        </ul>
      )}
    </main>
  );
}

function Tile({ tile: { id, prompt, takes, cover, starred, createdAt } }: { readonly tile: ShotTile }) {
  const poster = usePoster(cover?.heard?.job.files[0]);
  const moving = takes.filter(({ heard }) => heard && !heard.job.ended);
  const spentUsd = takes.reduce((sum, { heard }) => sum + Number(heard?.job.billedUsd ?? 0), 0);
  return (
    <li className="tile">
      <a href={`#/takes/${id}`}>
        <span className="tile-picture">
          {poster ? (
            <img src={poster} alt="" />
          ) : (
            <span className="soft">{moving[0]?.heard ? stateNames[moving[0].heard.job.status] : 'No clip yet'}</span>
          )}
        </span>
        <span className="tile-title">{visible(prompt) || 'A clip without a prompt'}</span>
      </a>
      <span className="soft">
        {counted(takes.length, 'take')}
        {moving.length > 0 && `, ${moving.length} under way`}
        {starred !== null && ', ★ chosen'} · {dollars(String(Number(spentUsd.toFixed(9))))} billed ·{' '}
        <time dateTime={createdAt}>{new Date(createdAt).toLocaleDateString()}</time>
      </span>
    </li>
  );
}
