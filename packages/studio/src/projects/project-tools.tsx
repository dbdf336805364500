import { counted } from '@shotcaller/core';
import { useState } from 'react';
import { serverNowMs } from '../api/server-clock.ts';
import { emptyChoice } from '../brief/choice.ts';
import { choiceHash } from '../brief/use-choice.ts';
import { saveFile } from '../controls/save-file.ts';
import { projectWords } from '../shot-words.ts';
import { clipsOf, downloadClips } from '../shots/download-takes.ts';
import type { Shot } from '../shots/shot.ts';
import { shotStore } from '../shots/shot-store.ts';
import type { ShotTile } from '../shots/shot-view.ts';
import { shotListOf } from './export-shot-list.ts';
import { importShotList } from './import-shot-list.ts';
import type { Project } from './project.ts';
import { projectStore } from './project-store.ts';
import { shotNames, wordsOf } from './shot-names.ts';

/** A shot more, shots in and out as a list, all clips in one file, and the end of the project. */
export function ProjectTools({
  project,
  shots,
  tiles,
  onFailure,
}: {
  readonly project: Project;
  readonly shots: readonly Shot[];
  readonly tiles: readonly ShotTile[];
  readonly onFailure: (message: string | null) => void;
}) {
  const [told, setTold] = useState<{ readonly text: string; readonly takes: number } | null>(null);
  const [isAsking, setIsAsking] = useState(false);
  const fileName = wordsOf(project.name);
  const names = shotNames(shots);
  const clips = tiles.flatMap((tile, at) =>
    clipsOf(tile, `${String(at + 1).padStart(2, '0')}_${names.get(tile.id) ?? wordsOf(tile.prompt)}`),
  );
  const fail = (error: Error) => onFailure(error.message);
  const take = (files: readonly File[]) => {
    if (files.length === 0) return;
    onFailure(null);
    importShotList(files, serverNowMs()).then(({ shots: imported, continuing }) => {
      shotStore.put(...imported);
      projectStore.change(project.id, (before) => ({
        ...before,
        shotIds: [...before.shotIds, ...imported.map(({ id }) => id)],
      }));
      const takes = takesOf(shots) + takesOf(imported);
      setTold({ text: projectWords.imported(imported.length, continuing), takes });
    }, fail);
  };
  return (
    <>
      <p className="pick-buttons">
        <a className="button primary" href={choiceHash({ ...emptyChoice, project: project.id })}>
          Add a shot
        </a>
        <label className="button file-button">
          <input
            type="file"
            multiple
            accept=".csv,.tsv,.jsonl,.yaml,.yml,.json,image/*"
            aria-label="Import a shot list, with its pictures"
            onChange={({ target }) => {
              take([...(target.files ?? [])]);
              target.value = '';
            }}
          />
          <span aria-hidden="true">Import a shot list</span>
        </label>
        {shots.length > 0 && (
          <button
            type="button"
            className="button"
            onClick={() => saveFile(new Blob([shotListOf(project, shots)], { type: 'text/csv' }), `${fileName}.csv`)}
          >
            Export as CSV
          </button>
        )}
        {clips.length > 0 && (
          <button type="button" className="button" onClick={() => downloadClips(clips, fileName).catch(fail)}>
            Download all (zip)
          </button>
        )}
        <button type="button" className="button" onClick={() => setIsAsking(true)}>
          Delete the project
        </button>
      </p>
      {isAsking && (
        <p className="pick-buttons" role="alert">
          <span>{projectWords.deleteHint}</span>
          <button
            type="button"
            className="button"
            onClick={() => {
              projectStore.remove(project.id);
              location.hash = '#/takes';
            }}
          >
            Delete it
          </button>
          <button type="button" className="button" onClick={() => setIsAsking(false)}>
            Keep it
          </button>
        </p>
      )}
      <p className="soft" role="status">
        {/* True until something is ordered. */}
        {told?.takes === takesOf(shots) ? told.text : projectWords.listHint(counted(shots.length, 'shot'))}
      </p>
    </>
  );
}

function takesOf(shots: readonly Shot[]): number {
  return shots.reduce((sum, { takes }) => sum + takes.length, 0);
}
