import { kindOfReference } from './media.ts';
import type { FoundPhrase } from './sentence-rule.ts';

/** "headshot.jpg should say the lines in talk.mp3": a picture that speaks what is heard. */
export function withAvatar(text: string, found: readonly FoundPhrase[]): readonly FoundPhrase[] {
  const has = (name: string) => found.some(({ meaning }) => 'field' in meaning && meaning.field === name);
  if (has('task') || !has('firstFrame')) return found;
  const speaks = found.flatMap(({ start, meaning }) => {
    if (!('field' in meaning) || meaning.field !== 'references') return [];
    if (kindOfReference(String(meaning.value)) !== 'audio') return [];
    const from = Math.max(0, start - 50);
    const verb =
      /\b(?:says?|sings?|speaks?|talks?|mouths?|recites?|reads?)\b[^,;.!?]*$/i.exec(text.slice(from, start)) ??
      (/\b(?:make|let|have) (?:me|it|him|her|them|us) (?:sing|talk|speak|say)\b/i.test(text) && {
        index: start - from,
      });
    return verb ? [{ start: from + verb.index, end: start }] : [];
  });
  const synced = hasSound(found)
    ? /\bsync(?:h|s|ed|ing|hroni[sz](?:e|ing))? (?:[\w'’]+ ){0,3}?(?:lips?|mouth)\b/i.exec(text)
    : null;
  if (synced) speaks.push({ start: synced.index, end: synced.index + synced[0].length });
  return [...found, ...speaks.map((place) => ({ ...place, meaning: { field: 'task', value: 'avatar', keep: true } }))];
}

function hasSound(found: readonly FoundPhrase[]): boolean {
  return found.some(
    ({ meaning }) =>
      'field' in meaning && meaning.field === 'references' && kindOfReference(String(meaning.value)) === 'audio',
  );
}

/** The one video of a sentence that asks for a larger or another one is what it starts from. */
export function withSourceVideo(text: string, found: readonly FoundPhrase[]): readonly FoundPhrase[] {
  const edit = editOf(text, found);
  if (edit) return withSourceVideo(text, [...found, edit]);
  const startsFromVideo = found.some(
    ({ meaning }) =>
      'field' in meaning && meaning.field === 'task' && (meaning.value === 'upscale' || meaning.value === 'edit'),
  );
  if (!startsFromVideo || found.filter(isVideo).length !== 1) return found;
  return found.map((phrase) =>
    isVideo(phrase) && 'field' in phrase.meaning
      ? { ...phrase, meaning: { ...phrase.meaning, field: 'sourceVideo', value: { url: phrase.meaning.value } } }
      : phrase,
  );
}

const isVideo = ({ meaning }: FoundPhrase) =>
  'field' in meaning && meaning.field === 'references' && kindOfReference(String(meaning.value)) === 'video';

/** "turn clip.mp4 into anime", "remove the background from clip.mp4": a video that is changed. */
function editOf(text: string, found: readonly FoundPhrase[]): FoundPhrase | undefined {
  const videos = found.filter(isVideo);
  if (videos.length !== 1 || found.some(({ meaning }) => 'field' in meaning && meaning.field === 'task')) return;
  const from = Math.max(0, videos[0]!.start - 80);
  const verb =
    /(?:^|[,;.!?\n] ?)(?:please |can you |could you )?((?:turn|convert|transform|change|recolou?r|remove|replace|restyle|stylize|relight|erase|swap)\b)[^,;.!?]*$/i.exec(
      text.slice(from, videos[0]!.start),
    );
  if (!verb) return;
  const start = from + verb.index + verb[0].indexOf(verb[1]!);
  return { start, end: start + verb[1]!.length, meaning: { field: 'task', value: 'edit', keep: true } };
}
