import { kindOfReference } from './media.ts';
import type { FoundPhrase } from './sentence-rule.ts';

/** "headshot.jpg should say the lines in talk.mp3": a picture that speaks what is heard. */
export function withAvatar(text: string, found: readonly FoundPhrase[]): readonly FoundPhrase[] {
  const has = (name: string) => found.some(({ meaning }) => 'field' in meaning && meaning.field === name);
  if (has('task') || !has('firstFrame')) return found;
  const sounds = found.filter((phrase) => isReference(phrase, 'audio'));
  const speaks = sounds.flatMap(({ start }) => {
    const from = Math.max(0, start - 50);
    const verb =
      /\b(?:says?|sings?|speaks?|talks?|mouths?|recites?|reads?)\b[^,;.!?]*$/i.exec(text.slice(from, start)) ??
      (/\b(?:make|let|have) (?:me|it|him|her|them|us) (?:sing|talk|speak|say)\b/i.test(text) && {
        index: start - from,
      });
    return verb ? [{ start: from + verb.index, end: start }] : [];
  });
  const synced =
    sounds.length > 0
      ? /\bsync(?:h|s|ed|ing|hroni[sz](?:e|ing))? (?:[\w'’]+ ){0,3}?(?:lips?|mouth)\b/i.exec(text)
      : null;
  if (synced) speaks.push({ start: synced.index, end: synced.index + synced[0].length });
  return [...found, ...speaks.map((place) => ({ ...place, meaning: { field: 'task', value: 'avatar', keep: true } }))];
}

function isReference({ meaning }: FoundPhrase, kind: ReturnType<typeof kindOfReference>): boolean {
  return 'field' in meaning && meaning.field === 'references' && kindOfReference(String(meaning.value)) === kind;
}

/** The one video of a sentence that asks for a larger or another one is what it starts from. */
export function withSourceVideo(text: string, found: readonly FoundPhrase[]): readonly FoundPhrase[] {
  const [video, another] = found.filter((phrase) => isReference(phrase, 'video'));
  if (!video || another || !('field' in video.meaning)) return found;
  const tasks = found.flatMap(({ meaning }) => ('field' in meaning && meaning.field === 'task' ? [meaning.value] : []));
  const edit = tasks.length === 0 ? editOf(text, video) : undefined;
  if (!edit && !tasks.includes('upscale') && !tasks.includes('edit')) return found;
  const source = { ...video, meaning: { ...video.meaning, field: 'sourceVideo', value: { url: video.meaning.value } } };
  return [...found.map((phrase) => (phrase === video ? source : phrase)), ...(edit ? [edit] : [])];
}

/** "turn clip.mp4 into anime", "remove the background from clip.mp4", "make clip.mp4 look like clay": what is done with a video. */
function editOf(text: string, { start, end }: FoundPhrase): FoundPhrase | undefined {
  const from = Math.max(0, start - 80);
  const looks = /^ (?:(?:to )?(?:look|feel|appear)|darker|brighter|black and white|into)\b/i.test(
    text.slice(end, end + 40),
  );
  const verb =
    /(?:^|[,;.!?\n] ?)(?:please |can you |could you )?((?:turn|convert|transform|change|recolou?r|colou?ri[sz]e|remove|replace|restyle|stylize|relight|erase|swap|make)\b)[^,;.!?]*$/i.exec(
      text.slice(from, start),
    );
  if (!verb || (/^make/i.test(verb[1]!) && !looks)) return undefined;
  const begin = from + verb.index + verb[0].indexOf(verb[1]!);
  return { start: begin, end: begin + verb[1]!.length, meaning: { field: 'task', value: 'edit', keep: true } };
}
