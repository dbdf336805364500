import { dollars, sumUsd } from '@shotcaller/core';
import type { HeardJob } from '../api/heard-jobs.ts';
import { takeWords } from '../shot-words.ts';
import { numberOfKey, type Shot, shotIdOf, type Take } from './shot.ts';

/** A take as the page shows it: what this browser ordered, what the ledger knows, or both. */
export interface TakeView {
  readonly key: string;
  readonly model: string;
  readonly number: number;
  /** `null`: ordered from another browser. */
  readonly take: Take | null;
  /** `null`: the ledger does not know it, or not yet. */
  readonly heard: HeardJob | null;
}

/** The takes of a shot in the order in which they were ordered. */
export function takesOf(
  shotId: string,
  shot: Shot | undefined,
  jobs: ReadonlyMap<string, HeardJob>,
): readonly TakeView[] {
  const found = new Map<string, TakeView>();
  for (const take of shot?.takes ?? []) {
    found.set(take.key, { key: take.key, model: take.model, number: numberOfKey(take.key), take, heard: null });
  }
  for (const heard of jobs.values()) {
    const { key, model } = heard.job;
    if (key === null || shotIdOf(key) !== shotId) continue;
    found.set(key, { key, model, number: numberOfKey(key), take: found.get(key)?.take ?? null, heard });
  }
  return [...found.values()].sort((one, other) => one.number - other.number);
}

/** What the takes were billed together, in dollars. */
export function billedUsdOf(takes: readonly Pick<TakeView, 'heard'>[]): string {
  return sumUsd(takes.map(({ heard }) => heard?.job.billedUsd));
}

/** What they were billed as the page says it: a bill that is not known is not left out in silence. */
export function billedText(takes: readonly Pick<TakeView, 'heard'>[]): string {
  const unknown = takes.reduce((sum, { heard }) => sum + (heard?.job.unknownBills ?? 0), 0);
  const billed = `${dollars(billedUsdOf(takes))} billed`;
  return unknown === 0 ? billed : `${billed}, ${takeWords.billsUnknown(unknown)}`;
}

/** Whether the jobs of all takes that were ordered have been read: before that nobody knows what they cost. */
export function areRead(takes: readonly Pick<TakeView, 'heard' | 'take'>[]): boolean {
  return takes.every(({ take, heard }) => heard || take?.jobId == null);
}

/** A shot as a tile of the strip. */
export interface ShotTile {
  readonly id: string;
  readonly prompt: string;
  readonly createdAt: string;
  readonly takes: readonly TakeView[];
  /** The take whose picture stands for the shot; `null`: none is done. */
  readonly cover: TakeView | null;
  readonly starred: string | null;
}

/** All shots that this browser or the ledger knows, newest first. */
export function tilesOf(
  shots: readonly Shot[],
  jobs: ReadonlyMap<string, HeardJob>,
  promptOf: (shot: Shot) => string,
): readonly ShotTile[] {
  const ids = new Set(shots.map(({ id }) => id));
  for (const { job } of jobs.values()) {
    const id = shotIdOf(job.key);
    if (id !== null) ids.add(id);
  }
  const tiles = [...ids].map((id): ShotTile => {
    const shot = shots.find((entry) => entry.id === id);
    const takes = takesOf(id, shot, jobs);
    const first = takes.find(({ heard }) => heard)?.heard?.job;
    const done = takes.filter(({ heard }) => heard?.job.status === 'done');
    return {
      id,
      prompt: shot ? promptOf(shot) : (first?.clip.prompt ?? ''),
      createdAt: shot ? new Date(shot.createdAtMs).toISOString() : (first?.createdAt ?? ''),
      takes,
      cover: done.find(({ key }) => key === shot?.starred) ?? done[0] ?? null,
      starred: shot?.starred ?? null,
    };
  });
  return tiles.sort((one, other) => (one.createdAt < other.createdAt ? 1 : -1));
}
