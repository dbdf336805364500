import { nearestWord } from '@shotcaller/core';

/** What a shot may say: a column of CSV, a field of JSON and YAML. */
export interface ShotField {
  /** As the list calls it; the flag of the same meaning has dashes. */
  readonly name: string;
  /** The requirement that it states, under the name that library and JSON have for it. */
  readonly requirement?: string;
  /** How a value is read. Default: as it stands. */
  readonly reads?: 'picture' | 'references' | 'words' | 'yes-or-no' | 'dollars';
  readonly says: string;
  /** As JSON Schema, where the requirement's own does not say it. */
  readonly json?: Readonly<Record<string, unknown>>;
}

const words = { type: ['string', 'array'], items: { type: 'string' } };
const picture = { type: 'string', description: 'An https URL, or the path of a picture, relative to the list.' };

/** In the order in which help and schema list them. */
export const shotFields: readonly ShotField[] = [
  { name: 'id', says: 'unique; names the file', json: { type: ['string', 'integer'] } },
  { name: 'prompt', requirement: 'prompt', says: 'what the clip shows' },
  { name: 'duration', requirement: 'durationSeconds', says: 'length in whole seconds' },
  { name: 'resolution', requirement: 'resolution', says: '480p, 720p, 1080p, 4K, …' },
  { name: 'aspect', requirement: 'aspectRatio', says: '16:9, 9:16, … or landscape, portrait, square' },
  { name: 'size', requirement: 'size', says: 'exact pixels instead of resolution and aspect' },
  { name: 'audio', requirement: 'audio', reads: 'yes-or-no', says: 'yes, no or any' },
  { name: 'first_frame', requirement: 'firstFrame', reads: 'picture', says: 'picture to start from', json: picture },
  { name: 'last_frame', requirement: 'lastFrame', reads: 'picture', says: 'picture to end on', json: picture },
  {
    name: 'reference',
    requirement: 'references',
    reads: 'references',
    says: 'pictures, sounds, videos that steer the clip; parted by semicolons',
    json: words,
  },
  { name: 'model', says: 'the model; default auto: the pick', json: { type: 'string' } },
  { name: 'seed', requirement: 'seed', says: 'the model must honour this seed' },
  { name: 'takes', says: 'how many clips of it, 1 to 10', json: { type: 'integer', minimum: 1, maximum: 10 } },
  { name: 'continues', says: 'the id of the shot that it goes on from', json: { type: 'string' } },
  { name: 'fallback', says: 'further models that may be tried', json: { type: 'integer', minimum: 0, maximum: 20 } },
  { name: 'profile', says: 'fastAndCheap, qualityAndCost or balanced', json: { type: 'string' } },
  { name: 'max_usd', requirement: 'maxUsd', reads: 'dollars', says: 'the most that this clip may cost' },
  { name: 'max_seconds', requirement: 'maxSeconds', says: '90 % of such clips must finish by then' },
  { name: 'min_quality', requirement: 'minQuality', says: 'the minimum quality, in points' },
  { name: 'provider', reads: 'words', says: 'only these providers', json: words },
  { name: 'only', reads: 'words', says: 'only these models', json: words },
  { name: 'exclude', reads: 'words', says: 'not these models or providers', json: words },
  { name: 'passthrough', requirement: 'passthrough', reads: 'words', says: 'provider parameters, NAME=VALUE' },
  { name: 'task', requirement: 'task', says: 'generate (default), continue, edit, upscale, avatar' },
  { name: 'previous_job', requirement: 'previousJobId', says: 'continue: OpenRouter’s id of the job to go on from' },
  { name: 'source_video', requirement: 'sourceVideo', says: 'edit, upscale: the video to start from' },
  { name: 'upscale-factor', requirement: 'upscaleFactor', says: 'upscale: times larger' },
  { name: 'creativity', requirement: 'creativity', says: 'upscale: 0 precise, 1 creative' },
  { name: 'note', says: 'for people; sent nowhere', json: { type: 'string' } },
];

/** The field of a name, however it is spelt: `first_frame`, `first-frame`, `First Frame`, `firstFrame`. */
export function shotFieldNamed(name: string): ShotField | undefined {
  return byName.get(plain(name));
}

/** What was probably meant by a name that nothing has. */
export function nearestField(name: string): string | null {
  const called = otherWords.find(([, words]) => words.includes(plain(name)))?.[0];
  if (called !== undefined) return called;
  return nearestWord(
    name,
    shotFields.map((field) => field.name),
  );
}

/** What people call these columns elsewhere. A hint, never taken for the column itself: a list may mean something else by it. */
const otherWords: readonly (readonly [field: string, words: readonly string[]])[] = [
  ['id', ['shot', 'shotid', 'shotname', 'shotnumber', 'scene', 'name', 'number', 'no', 'nr', '#', 'clip', 'slate']],
  ['prompt', ['text', 'description', 'action', 'content', 'script']],
  ['duration', ['length', 'seconds', 'secs', 'time', 'runtime']],
  ['aspect', ['format', 'ratio', 'orientation', 'shape']],
  ['resolution', ['quality', 'res', 'definition']],
  ['audio', ['sound']],
  ['first_frame', ['image', 'picture', 'startframe', 'startimage', 'still']],
  ['last_frame', ['endframe', 'endimage']],
  ['reference', ['referenceimage', 'referenceimages', 'ref', 'refs']],
  ['max_usd', ['budget', 'cost', 'price', 'maxprice', 'usd', 'limit']],
  ['note', ['comment', 'comments', 'remark', 'remarks', 'notes']],
  ['takes', ['variants', 'variations', 'versions', 'copies']],
  ['continues', ['continue', 'continuesfrom', 'follows', 'after']],
];

function plain(name: string): string {
  return name.toLowerCase().replace(/[\s_-]/g, '');
}

const byName = new Map(
  shotFields.flatMap((field) =>
    [field.name, field.requirement ?? field.name, ...(field.name === 'reference' ? ['references'] : [])].map(
      (name) => [plain(name), field] as const,
    ),
  ),
);
