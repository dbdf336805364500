import { type Brief, type Evidence, votesFor } from '@shotcaller/core';
import type { CommandContext } from './context.ts';
import { clean } from './render/clean.ts';

/** Says when no vote carries the tag that is asked for, which may be a slip of the hand: then no vote counts. */
export function talkOfTag(
  { preferences: { tag } }: Brief,
  { votes = [] }: Evidence,
  { terminal }: Pick<CommandContext, 'terminal'>,
): void {
  if (
    tag === undefined ||
    (['text-to-video', 'image-to-video'] as const).some((task) => votesFor(votes, task, tag).length > 0)
  )
    return;
  const others = [...new Set(votes.flatMap((vote) => vote.tag ?? []))].sort();
  const known = others.length === 0 ? 'No vote has a tag' : `The tags of your votes: ${others.map(clean).join(', ')}`;
  terminal.talk(`None of your votes has the tag "${clean(tag)}", so ratings are without your votes. ${known}.\n`);
}
