import { type ProfileName, profiles } from '@shotcaller/core';
import { randomId } from '../api/random-id.ts';
import type { Choice, Edits } from '../brief/choice.ts';
import { readingOf } from '../brief/reading.ts';

/** Shots that belong together: their order, what they share, and what they may cost. */
export interface Project {
  readonly id: string;
  readonly name: string;
  readonly createdAtMs: number;
  /** Settings of every shot that is not shot yet; what a shot says itself goes before. */
  readonly look: Edits;
  /** What counts for every shot; `null`: as each shot says. */
  readonly profile: ProfileName | null;
  /** What the project may cost, in dollars; `null`: no limit of its own. */
  readonly budgetUsd: string | null;
  /** In the order of the film. */
  readonly shotIds: readonly string[];
}

export function newProject(name: string, nowMs: number): Project {
  const id = randomId();
  return { id, name, createdAtMs: nowMs, look: {}, profile: null, budgetUsd: null, shotIds: [] };
}

/** A shot's choice with what its project shares: the look stands below what the shot says, in words or by hand. */
export function withLook(choice: Choice, { look, profile }: Pick<Project, 'look' | 'profile'>): Choice {
  const { requirements, profile: said } = readingOf(choice.sentence);
  const shared = Object.entries(look).filter(([field]) => !(field in requirements) && !(field in choice.edits));
  const isOwnProfile = choice.profile !== 'balanced' || said !== undefined;
  return {
    ...choice,
    edits: { ...Object.fromEntries(shared), ...choice.edits } as Edits,
    ...(profile === null || isOwnProfile ? {} : { profile, weights: profiles[profile] }),
  };
}

/** A field set by hand on the page of a shot: one that is left out stays out, although the look has it. */
export function withoutLookField(choice: Choice, { look }: Pick<Project, 'look'>, field: keyof Edits): Choice {
  const isBack = look[field] != null && !(field in choice.edits) && !(field in readingOf(choice.sentence).requirements);
  return isBack ? { ...choice, edits: { ...choice.edits, [field]: null } } : choice;
}

/** A shot moved to another place of the film. */
export function withShotAt(project: Project, shotId: string, index: number): Project {
  const others = project.shotIds.filter((id) => id !== shotId);
  const at = Math.max(0, Math.min(index, others.length));
  return { ...project, shotIds: [...others.slice(0, at), shotId, ...others.slice(at)] };
}
