import type { Brief, Preferences } from '@shotcaller/core';
import { sha256Of } from '../../disk/sha256-of.ts';

/**
 * What makes it this shot. Limits of money and time are left out: they decide whether it is bought, not what it is, and raising one
 * must not buy again what is there.
 *
 * @param preferences those of the list; what a flag or the config says does not make it another shot
 */
export function shotHash(
  { requirements, model }: Pick<Brief, 'requirements' | 'model'>,
  preferences: Preferences,
): string {
  const { maxUsd: _, maxSeconds: __, ...clip } = requirements;
  return sha256Of(JSON.stringify([clip, model, preferences]));
}

/**
 * The hashes of the same shot as it may have been written before: with its line breaks written otherwise, as an editor or git may do with a
 * whole file; without the blanks around its prompt, which lists in CSV once lost; and both. What was bought under one of them is the clip
 * of this shot. Always in this order; empty: there is no other way.
 */
export function otherHashes(brief: Pick<Brief, 'requirements' | 'model'>, preferences: Preferences): readonly string[] {
  const breaks = otherBreaksHash(brief, preferences);
  const { prompt } = brief.requirements;
  if (prompt === undefined || prompt === prompt.trim()) return breaks === null ? [] : [breaks];
  const bare = { ...brief, requirements: { ...brief.requirements, prompt: prompt.trim() } };
  const bareHash = shotHash(bare, preferences);
  return [breaks ?? shotHash(brief, preferences), bareHash, otherBreaksHash(bare, preferences) ?? bareHash];
}

function otherBreaksHash(brief: Pick<Brief, 'requirements' | 'model'>, preferences: Preferences): string | null {
  const texts = JSON.stringify([brief.requirements, preferences]);
  // Nearly every shot: its texts, which may be whole pictures, are not gone through once more.
  if (!/\\[nr]/.test(texts)) return null;
  const breaks = texts.includes('\\r') ? '\n' : '\r\n';
  const [requirements, rewrittenPreferences] = JSON.parse(texts, (_key, value: unknown) =>
    typeof value === 'string' ? value.replaceAll(/\r\n?|\n/g, breaks) : value,
  ) as [Brief['requirements'], Preferences];
  const hash = shotHash({ ...brief, requirements }, rewrittenPreferences);
  return hash === shotHash(brief, preferences) ? null : hash;
}

/** Of a shot that goes on from another one: another clip there makes another one here. */
export function continuedHash(own: string, before: string): string {
  return sha256Of(JSON.stringify([own, before]));
}

/** The dedupe key of one take of a shot: an unchanged one is never bought again, and two with equal text are two. */
export function shotKey(batch: string, { id, hash }: { readonly id: string; readonly hash: string }, take = 1): string {
  return `batch:${batch}/${id}${take === 1 ? '' : `/take-${take}`}/${hash.slice(0, 32)}`;
}

/** The shot that a key was made for, and its take; `undefined`: it is not of this batch. */
export function shotOfKey(batch: string, key: string): { readonly shot: string; readonly take: number } | undefined {
  const start = `batch:${batch}/`;
  if (!key.startsWith(start)) return undefined;
  const [shot = '', next = ''] = key.slice(start.length).split('/');
  return { shot, take: Number(/^take-(\d+)$/.exec(next)?.[1] ?? 1) };
}
