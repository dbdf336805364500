import type { Brief } from '@shotcaller/core';
import type { Choice } from '../choice/choice.ts';
import type { ReadingDoubt } from '../sentence/merge-readings.ts';
import { withoutDoubted } from '../sentence/without-doubted.ts';
import type { CommandBrief } from './command-brief.ts';
import type { CommandContext } from './context.ts';
import { clean } from './render/clean.ts';

/** What may be meant otherwise, and would change the pick. */
export interface OpenQuestion extends ReadingDoubt {
  /** `null`: no model fits then. */
  readonly pickOtherwise: string | null;
}

/** Questions that somebody is asked about one sentence at most. */
const mostQuestions = 3;

/**
 * The brief, once what a model only inferred of the sentence is settled. Asked is what would change the pick, and nothing else; where
 * nobody can be asked, it is said, and the model's reading stands.
 */
export async function settleDoubts(
  { brief, reading, read, briefOf }: CommandBrief,
  choice: Choice,
  { terminal, flags }: CommandContext,
): Promise<{ readonly brief: Brief; readonly questions: readonly OpenQuestion[] }> {
  const questions: OpenQuestion[] = [];
  // A model that was named is no pick.
  if (!reading || !read || brief.model !== null) return { brief, questions };
  let [settled, standing] = [brief, reading];
  for (const doubt of read.doubts) {
    if (questions.length === mostQuestions) break;
    const other = withoutDoubted(standing, doubt);
    const otherBrief = briefOf(other);
    const { pick } = await choice.select(settled);
    const { pick: pickOtherwise } = await choice.select(otherBrief);
    if (pick === pickOtherwise) continue;
    questions.push({ ...doubt, pickOtherwise });
    const taken = `"${clean(doubt.text)}" was taken for ${doubt.field} ${JSON.stringify(doubt.value)}`;
    const else_ = doubt.otherwise === undefined ? 'Without that' : `With ${JSON.stringify(doubt.otherwise)}`;
    if (!terminal.interactive || flags.isOn('yes')) {
      terminal.talk(`${taken}. ${else_} ${pickText(pickOtherwise)}. To set it, use a flag.\n`);
      continue;
    }
    const question = `${taken}: then ${pickText(pick)}. ${else_} ${pickText(pickOtherwise)}. Is it meant so? [y/N] `;
    if (await terminal.ask(question)) continue;
    [settled, standing] = [otherBrief, other];
  }
  return { brief: settled, questions };
}

function pickText(pick: string | null): string {
  return pick === null ? 'no model fits' : `the pick is ${clean(pick)}`;
}
