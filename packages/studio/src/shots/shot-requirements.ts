import type { Requirements } from '@shotcaller/core';
import { isComplete, rankedClip } from '../brief/answer.ts';
import { choiceOf } from '../brief/choice-link.ts';
import type { PageGround } from '../brief/page-ground.ts';
import type { Shot } from './shot.ts';

/**
 * What the takes of a shot are ordered with; `null`: a picture is not here. Always from the link of the shot: an order that is sent again
 * must ask for the same.
 */
export function shotRequirements({ query }: Shot, ground: PageGround, now: string): Requirements | null {
  const clip = rankedClip(ground, choiceOf(query), now);
  return isComplete(clip) ? clip.selection.requirements : null;
}
