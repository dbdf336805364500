import { nearMisses } from '../match/near-misses.ts';
import type { RejectedModel, Selection, UnknownModel } from '../selection.ts';
import { changeSentence, reasonSentence } from './reason.ts';
import { counted } from './values.ts';

/** That nothing fits, how near it comes, and what would do as asked. */
export interface NoModelSentences {
  /** `No model can make this clip.`, or of the models that were named: `google/veo-3.1 cannot make this clip.` */
  readonly headline: string;
  /** The closest options, one line each. Of models that were named also why they do not fit. */
  readonly closest: readonly string[];
  /** `26 other models can make it as asked.`; `null`: none, or nobody named any. */
  readonly others: string | null;
}

/** @param most so many options at most */
export function noModelSentences(
  { requirements, rejected, unknown }: Pick<Selection, 'requirements' | 'rejected' | 'unknown'>,
  most = 5,
): NoModelSentences {
  const { named, near, others } = nearMisses(rejected, requirements);
  const { models, providers } = requirements;
  // A list that names models leaves all others among the rejected.
  const open = models.allow.length + providers.allow.length > 0 ? unknown : [];
  if (named.length + open.length === 0) {
    const closest = near
      .slice(0, most)
      .map(({ model, nearest }) => `${model}: ${nearest.map(changeSentence).join('; ')}`);
    return { headline: 'No model can make this clip.', closest, others: null };
  }
  const ofNamed = [...near, ...named.filter(({ nearest }) => nearest.length === 0)].map(namedLine);
  return {
    headline: open.length > 0 ? openHeadline(open) : namedHeadline(named),
    closest: [...open.map(openLine), ...ofNamed].slice(0, most),
    others: others.length > 0 ? `${counted(others.length, 'other model')} can make it as asked.` : null,
  };
}

function namedHeadline(named: readonly RejectedModel[]): string {
  const [first] = named;
  return first && named.length === 1
    ? `${first.model} cannot make this clip.`
    : `None of the ${named.length} models that you allow can make this clip.`;
}

function openHeadline(open: readonly UnknownModel[]): string {
  const who = open.map(({ model }) => model).slice(0, mostNamed);
  return `The catalogue does not say whether ${who.join(' or ')}${open.length > mostNamed ? ' or others' : ''} can make this clip.`;
}

const mostNamed = 3;

function openLine({ model, reasons }: UnknownModel): string {
  return `${model}: ${reasons.map(reasonSentence).join(' ')}`;
}

function namedLine({ model, reasons, nearest }: RejectedModel): string {
  const change =
    nearest.length > 0
      ? `What would fit: ${nearest.map(changeSentence).join('; ')}.`
      : 'No small change of the requirements makes it fit.';
  return `${model}: ${reasons.map(reasonSentence).join(' ')} ${change}`;
}
