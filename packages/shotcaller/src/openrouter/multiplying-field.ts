/**
 * A field of a request that is not part of the quote and may multiply what the clip costs: how many clips, how long, on which other
 * model. Such fields are passed on as they are; only no limit can be checked against the quote then. `undefined`: there is none.
 */
export function multiplyingField(body: unknown): string | undefined {
  return fieldIn(body, []);
}

/** However they are written: `numVideos`, `num_videos`. One clip is what was quoted. */
const counts: ReadonlySet<string> = new Set([
  'n',
  'count',
  'batchsize',
  'numoutputs',
  'numresults',
  'numsamples',
  'numvideos',
  'numgenerations',
  'numberofgenerations',
  'numberofoutputs',
  'numberofresults',
  'numberofsamples',
  'numberofvideos',
  'outputcount',
  'samplecount',
  'videocount',
]);
/** What the quote knows by another name, or what no quote knows. */
const others: ReadonlySet<string> = new Set([
  'seconds',
  'durationseconds',
  'durationinseconds',
  'lengthseconds',
  'numseconds',
  'numframes',
  'videolength',
  'models',
  'servicetier',
]);
/** What the quote reads at the top, in small letters: spelt otherwise, it is another field. */
const quoted: ReadonlySet<string> = new Set(['duration', 'resolution', 'size', 'generateaudio', 'upscalefactor']);

function fieldIn(value: unknown, path: readonly string[]): string | undefined {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined;
  for (const [name, inner] of Object.entries(value)) {
    const here = [...path, name];
    if (multiplies(name, inner, path.length === 0)) return here.join('.');
    const found = fieldIn(inner, here);
    if (found !== undefined) return found;
  }
  return undefined;
}

function multiplies(name: string, value: unknown, isTop: boolean): boolean {
  const plain = name.toLowerCase().replace(/[^a-z]/g, '');
  if (value === null || value === undefined) return false;
  if (counts.has(plain)) return Number(value) !== 1;
  if (others.has(plain)) return true;
  return isTop && quoted.has(plain) && /[^a-z_]/.test(name);
}
