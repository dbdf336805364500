import { kindOfReference } from './media.ts';
import { withoutEnd } from './sentence-prompt.ts';
import type { FoundPhrase } from './sentence-rule.ts';

/**
 * URLs and file names in a sentence, by the words before them: "from X" is a first frame, "to X" or "ending with X" a last one,
 * "reference X" and every sound or video a reference. One picture without such words is the first frame; several are references.
 */
export function readFiles(text: string): readonly FoundPhrase[] {
  const files = [...text.matchAll(filePattern)].map((match) => {
    const value = withoutEnd(match[0], /[.,;:!?)\]}'"]/);
    return { value, start: match.index, end: match.index + value.length };
  });
  const found: FoundPhrase[] = [];
  let previousRole: string | undefined;
  const pictures = files.filter(({ value }) => kindOfReference(value) === 'image').length;
  const isPicture = (at: number) => files[at] !== undefined && kindOfReference(files[at].value) === 'image';
  for (const [at, { value, start, end }] of files.entries()) {
    const before = text.slice(Math.max(0, start - 60), start);
    // "morph A into B" goes from picture to picture; "lip sync A to B" puts a sound to a picture.
    const leadsOn = isPicture(at + 1) && /^ ?(?:in)?to $/i.test(text.slice(end, files[at + 1]!.start));
    const isPutTo = at > 0 && !isPicture(at - 1) && /^ ?(?:on|in)?to $/i.test(text.slice(files[at - 1]!.end, start));
    const role =
      kindOfReference(value) !== 'image'
        ? 'references'
        : (roleAfter(text.slice(end, end + 50), files.length) ??
          (isPutTo ? 'firstFrame' : roleOf(before, previousRole)) ??
          (leadsOn && pictures === 2 ? 'firstFrame' : undefined) ??
          (pictures === 1 ? 'firstFrame' : 'references'));
    previousRole = role;
    const lead = leadPattern.exec(before)?.[0].length ?? 0;
    const said = endOfRole.exec(text.slice(end, end + 50))?.[0].length ?? 0;
    found.push({
      start: Math.max(start - lead, found.at(-1)?.end ?? 0),
      end: end + said,
      meaning: { field: role, value },
    });
  }
  // "a.png, ending on b.png": what is not said of the other of two pictures is that it comes first.
  const roles = found.map(({ meaning }) => ('field' in meaning ? meaning.field : ''));
  if (pictures === 2 && roles.includes('lastFrame') && !roles.includes('firstFrame'))
    return found.map((phrase, at) =>
      isPicture(at) && roles[at] === 'references' && !/reference/i.test(text.slice(phrase.start, phrase.end))
        ? { ...phrase, meaning: { field: 'firstFrame', value: files[at]!.value } }
        : phrase,
    );
  return found;
}

const filePattern =
  /\bhttps?:\/\/[^\s<>"]+|\bdata:image\/[^\s<>"]+|(?<![\w/.~@-])[\w/.~@-]{1,200}\.(?:png|jpe?g|webp|gif|avif|heic|mp4|mov|webm|mp3|wav|m4a|ogg)\b/gi;

/** The words that lead to a file and go with it. */
const leadPattern =
  /(?:(?:→|[-=]>) ?|\b(?:(?:starting|starts?|beginning|made|animated?) )?(?:animat(?:e|ing)|from|with|using|use|of|at|on|to|into|and|between|as|like in|as in|like|in the style of|ending|ends?|finish(?:es|ing)?|clos(?:e|es|ing)|begin(?:s|ning)?|open(?:s|ing)?|until|(?:first|last|start|end)(?=[:=])|(?:(?:\d|two|three|four|five|six|seven|several) )?(?:(?:style|character) )?references?(?: (?:photo|picture|image)s?)?|(?:these|those|the following)(?: (?:\d|two|three|four|five|six|seven))?(?: (?:photo|picture|image)s)?|(?:style|look|mood|colou?rs?|palette) (?:like|of|from|as in)|(?:the |this |my )?(?:(?:first|last|start(?:ing)?|opening|initial|final|end(?:ing)?|closing) )?(?:photo|picture|image|frame|still|portrait|selfie|headshot))[:=]? ?)+$/i;

/** What a file is said to be after its name: "A as the first frame", "B is the last one", "B at the end". */
const endOfRole =
  /^[)\]]? (?:(?:as|is|for|to be|at) |\()?(?:(?:the|my|a|its) )?(?:(?:first|last|start(?:ing)?|opening|initial|final|end(?:ing)?|closing|second)(?: (?:frame|image|picture|photo|still|one|shot))?|beginning)\b\)?(?= *(?:$|[,;.!?)\n]|and\b|then\b|but\b|with\b|&))|^ as (?:a |the |my )?(?:style )?references?(?: (?:image|picture|photo)s?)?\b/i;

function roleAfter(after: string, files: number): string | undefined {
  // "a.png → b.png".
  if (/^ ?(?:→|[-=]>)/.test(after)) return 'firstFrame';
  const said = endOfRole.exec(after)?.[0];
  if (said === undefined) return undefined;
  if (/reference/i.test(said)) return 'references';
  if (/second/i.test(said)) return files === 2 ? 'lastFrame' : undefined;
  return /last|final|end|closing/i.test(said) ? 'lastFrame' : 'firstFrame';
}

function roleOf(before: string, previousRole: string | undefined): string | undefined {
  const words = before.toLowerCase().trimEnd();
  if (/(?:→|[-=]>)$/.test(words)) return 'lastFrame';
  if (
    /\breferences?:?(?: (?:image|picture|photo))?(?:,? (?:use|take))?$|\b(?:(?:like|as)(?: in)?|in the style of)$/.test(
      words,
    )
  )
    return 'references';
  if (
    /\b(?:(?:last|final|end(?:ing)?|closing) (?:frame|image|picture|still|shot)(?: is| =|:|=)?|ending|end:|last:|finish(?:es|ing)? (?:on|with|at|in)|ends? (?:on|with|at|in)|until|to|into)(?: (?:the|this|my))?(?: (?:photo|picture|image|frame))?$/.test(
      words,
    )
  )
    return 'lastFrame';
  if (
    /\bbetween$|\b(?:from|(?:first|start(?:ing)?|opening|initial) (?:frame|image|picture|still|shot)(?: is| =|:|=)?|start:|first:|begin(?:ning|s)? (?:from|with|on|at)|start(?:ing|s)? (?:from|with|on|at))(?: (?:the|this|my))?(?: (?:photo|picture|image|frame))?$/.test(
      words,
    )
  )
    return 'firstFrame';
  if (/\band$/.test(words) && previousRole === 'firstFrame' && /\bbetween\b/.test(words)) return 'lastFrame';
  return undefined;
}
