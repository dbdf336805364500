import { bundledCatalog, bundledEvidence } from '@shotcaller/core';
import { describe, expect, it } from 'vitest';
import { rankedClip } from '../src/brief/answer.ts';
import { type Choice, withSentence } from '../src/brief/choice.ts';
import { choiceOf } from '../src/brief/choice-link.ts';
import { keepShot, shotForLater, shotToOrder, shotWithTakes } from '../src/create/compose-shot.ts';
import { newProject, withLook } from '../src/projects/project.ts';
import { projectStore } from '../src/projects/project-store.ts';
import { mostUsd, plannedShot } from '../src/projects/shot-plan.ts';
import { newShot, nextTake } from '../src/shots/shot.ts';
import { shotStore } from '../src/shots/shot-store.ts';

const ground = { catalog: bundledCatalog, evidence: bundledEvidence, allowedModels: null };
const now = '2026-10-09T12:00:00.000Z';
const cheap = 'x-ai/grok-imagine-video-1.5-lite';
const fast = 'minimax/hailuo-3-max';
let clips = 0;

/** A project with one shot that was saved for later, opened to be described further. */
function savedInProject({
  look = {},
  ticked = [cheap],
}: {
  readonly look?: object;
  readonly ticked?: readonly string[];
} = {}) {
  clips += 1;
  const project = { ...newProject(`Film ${clips}`, clips), look };
  projectStore.put(project);
  const described: Choice = { ...choiceOf(`s=a+kite+number+${clips}`), project: project.id };
  const saved = shotForLater(described, ticked, clips);
  keepShot(described, saved);
  return { project, saved, opened: { ...described, shot: saved.id } };
}

const shotIdsOf = (id: string) => projectStore.get(id)?.shotIds;
const placesOf = (choice: Choice, models: readonly string[]) =>
  rankedClip(ground, choice, now).selection.ranked.filter(({ model }) => models.includes(model));

describe('a shot that was saved for later and is opened again', () => {
  it('is the one that is ordered, also where its prompt was changed, and is not planned a second time', () => {
    const { project, saved, opened } = savedInProject();
    const edited = withSentence(opened, `${opened.sentence} at dusk`);
    const own = shotToOrder(edited, edited, 5);
    expect(own.id).toBe(saved.id);
    expect(own.plan).toBeUndefined();
    keepShot(edited, own);
    expect(shotIdsOf(project.id)).toEqual([saved.id]);
  });

  it('is the one that is ordered under the look of its project', () => {
    const { project, saved, opened } = savedInProject({ look: { durationSeconds: 8 } });
    const clip = withLook(opened, project);
    expect(shotToOrder(opened, clip, 5).id).toBe(saved.id);
    // From the sheet of a model the choice has the look in it.
    expect(shotToOrder(clip, clip, 5).id).toBe(saved.id);
  });

  it('gives its place to the shot that has takes of the same clip already', () => {
    const { project, saved, opened } = savedInProject();
    const further = newShot(choiceOf('s=another+one'), 2);
    keepShot({ ...opened, shot: null }, further);
    const elsewhere = newShot(opened, saved.createdAtMs - 1);
    const first = nextTake(elsewhere, { model: cheap, confirmUsd: '0.15' }, 3);
    shotStore.put({ ...elsewhere, takes: [first] });
    const own = shotWithTakes(opened, opened, placesOf(opened, [cheap, fast]), 5);
    expect(own.id).toBe(elsewhere.id);
    expect(own.takes.map(({ model }) => model)).toEqual([cheap, fast]);
    keepShot(opened, own);
    expect(shotIdsOf(project.id)).toEqual([elsewhere.id, further.id]);
    expect(shotStore.get(saved.id)).toBeUndefined();
  });

  it('is not mixed up with another one of the same clip that is not shot yet', () => {
    const { saved, opened } = savedInProject();
    const twin = { ...newShot(opened, saved.createdAtMs + 1), plan: saved.plan! };
    shotStore.put(twin);
    expect(shotToOrder(opened, opened, 5).id).toBe(saved.id);
    expect(shotToOrder({ ...opened, shot: twin.id }, opened, 5).id).toBe(twin.id);
  });
});

describe('a take that brought neither clip nor bill', () => {
  it('stands in the way of no further one, and that one does', () => {
    const { opened } = savedInProject();
    const places = placesOf(opened, [cheap]);
    const shot = shotWithTakes(opened, opened, places, 3);
    keepShot(opened, shot);
    const fruitless = new Set(shot.takes.map(({ key }) => key));
    expect(shotWithTakes(opened, opened, places, 4).takes).toHaveLength(1);
    const again = shotWithTakes(opened, opened, places, 4, fruitless);
    keepShot(opened, again);
    expect(new Set(again.takes.map(({ key }) => key)).size).toBe(2);
    expect(shotWithTakes(opened, opened, places, 5, fruitless).takes).toHaveLength(2);
  });
});

describe('what is saved for later', () => {
  it('is what the page shows as ticked, at its price, where nobody ticked by hand too', () => {
    const { project, saved, opened } = savedInProject({ ticked: [cheap] });
    const plan = plannedShot(saved, project, ground, now);
    expect(plan.takes.map(({ place }) => place.model)).toEqual([cheap]);
    expect(mostUsd([plan])).toBe(placesOf(opened, [cheap])[0]!.price.highUsd);
  });

  it('keeps several takes of one model for as long as its tick stays', () => {
    const { saved, opened } = savedInProject();
    shotStore.put({ ...saved, plan: { takes: 3, models: [cheap] } });
    expect(shotForLater(opened, [cheap], 5).plan).toEqual({ takes: 3, models: [cheap] });
    expect(shotForLater(opened, [fast, cheap], 5).plan).toEqual({ takes: 2, models: [fast, cheap] });
  });

  it('is the best by its priorities where none is ticked', () => {
    const { opened } = savedInProject();
    expect(shotForLater(opened, [], 5).plan).toEqual({ takes: 1, models: null });
  });
});
