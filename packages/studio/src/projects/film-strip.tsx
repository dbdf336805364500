import { counted, dollars } from '@shotcaller/core';
import { type KeyboardEvent, useState } from 'react';
import { choiceOf } from '../brief/choice-link.ts';
import { choiceHash } from '../brief/use-choice.ts';
import { hindranceWords } from '../shot-words.ts';
import type { ShotTile } from '../shots/shot-view.ts';
import { Tile } from '../shots/tile.tsx';
import { type Project, withShotAt } from './project.ts';
import { projectStore } from './project-store.ts';
import { mostUsd, type PlannedShot } from './shot-plan.ts';

/** The shots of a project in the order of the film; moved by drag, by buttons, or by Alt and the arrow keys. */
export function FilmStrip({
  project,
  tiles,
  plans,
}: {
  readonly project: Project;
  readonly tiles: readonly ShotTile[];
  /** Of the shots that are not shot yet. */
  readonly plans: ReadonlyMap<string, PlannedShot>;
}) {
  const [dragged, setDragged] = useState<string | null>(null);
  const [over, setOver] = useState<number | null>(null);
  const [told, setTold] = useState('');
  const move = (id: string, to: number) => {
    const at = Math.max(0, Math.min(to, tiles.length - 1));
    projectStore.change(project.id, (before) => withShotAt(before, id, at));
    setTold(`Shot moved to place ${at + 1} of ${tiles.length}.`);
  };
  const onKey = (event: KeyboardEvent, id: string, at: number) => {
    if (!event.altKey || (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight')) return;
    // The browser would go back or forward.
    event.preventDefault();
    move(id, at + (event.key === 'ArrowLeft' ? -1 : 1));
  };
  return (
    <>
      <ol className="strip film" aria-label="Shots in the order of the film">
        {tiles.map((tile, at) => {
          const plan = plans.get(tile.id);
          return (
            <li
              key={tile.id}
              className={`tile${dragged === tile.id ? ' dragged' : ''}${over === at && dragged !== tile.id ? ' over' : ''}`}
              draggable
              onDragStart={(event) => {
                event.dataTransfer.effectAllowed = 'move';
                event.dataTransfer.setData('text/plain', tile.id);
                setDragged(tile.id);
              }}
              onDragOver={(event) => {
                if (dragged === null) return;
                event.preventDefault();
                setOver(at);
              }}
              onDrop={(event) => {
                if (dragged === null) return;
                event.preventDefault();
                move(dragged, at);
              }}
              onDragEnd={() => {
                setDragged(null);
                setOver(null);
              }}
              onKeyDown={(event) => onKey(event, tile.id, at)}
            >
              <Tile tile={tile} {...(plan && { planned: plannedText(plan), href: editHash(plan, project) })}>
                <span className="tile-tools">
                  <span className="number">{at + 1}</span>
                  <button
                    type="button"
                    className="button small"
                    aria-disabled={at === 0}
                    onClick={() => at > 0 && move(tile.id, at - 1)}
                  >
                    ←<span className="spoken-only"> Move shot {at + 1} earlier</span>
                  </button>
                  <button
                    type="button"
                    className="button small"
                    aria-disabled={at === tiles.length - 1}
                    onClick={() => at < tiles.length - 1 && move(tile.id, at + 1)}
                  >
                    →<span className="spoken-only"> Move shot {at + 1} later</span>
                  </button>
                  <button
                    type="button"
                    className="link"
                    onClick={() => {
                      projectStore.change(project.id, (before) => ({
                        ...before,
                        shotIds: before.shotIds.filter((id) => id !== tile.id),
                      }));
                      setTold(`Shot ${at + 1} was taken out of the project.`);
                    }}
                  >
                    Take out<span className="spoken-only"> shot {at + 1} of the project</span>
                  </button>
                </span>
              </Tile>
            </li>
          );
        })}
      </ol>
      <p className="spoken-only" aria-live="polite">
        {told}
      </p>
    </>
  );
}

function plannedText(plan: PlannedShot): string {
  if (plan.hindrance !== null) return hindranceWords[plan.hindrance];
  return `${counted(plan.takes.length, 'take')} planned: up to ${dollars(mostUsd([plan]))}`;
}

/** Where a shot that is not shot yet is described. */
function editHash({ shot, takes }: PlannedShot, project: Project): string {
  const planned = [...new Set(takes.map(({ place }) => place.model))];
  const ticked = shot.plan?.models ?? (planned.length > 0 ? planned : null);
  return choiceHash({ ...choiceOf(shot.query), ticked, project: project.id, shot: shot.id });
}
