/** A stream of numbers in [0, 1), the same for the same keys on every machine. */
export type Random = () => number;

/**
 * Seeds a stream from a list of keys. A draw is thus a function of what it is for ("latency", job 7), not of how many
 * draws came before, so one more poll never changes the next job.
 */
export function randomFor(...keys: readonly (string | number)[]): Random {
  let state = hash(keys.join('\u0000'));
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** A draw from the standard normal distribution (Box and Muller). */
export function normal(random: Random): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random()));
  return radius * Math.cos(2 * Math.PI * random());
}

/** Twenty characters of 0-9, A-Z, a-z, as ids have them. */
export function alphanumeric(random: Random): string {
  const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
  return Array.from({ length: 20 }, () => alphabet[Math.floor(random() * alphabet.length)]).join('');
}

/** FNV-1a over UTF-16 code units, finished with a mix so that near keys land far apart. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  value ^= value >>> 16;
  value = Math.imul(value, 0x85ebca6b);
  return (value ^ (value >>> 13)) | 0;
}
