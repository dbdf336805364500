/** A number below a hundred in words, as the source of a regular expression without groups. */
export const numberWord =
  '(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|one|two|three|four|five|six|seven|eight|nine)';

/** A span of time, as the source of a regular expression without groups: `5s`, `ten-second`, `half a minute`, `1 min 30 s`. */
export const duration = (() => {
  const number = `(?:\\d{1,3},\\d{1,2}|\\d{1,6}(?:\\.\\d{1,3})?|${numberWord})`;
  const seconds = '(?:seconds?|secs?|s)\\b';
  const thousandths = '(?:ms|milliseconds?|msecs?)\\b';
  const minutes = '(?:minutes?|mins?)\\b';
  return `(?:${[
    `(?:half an? min(?:ute)?s?|half[ -]min(?:ute)?s?|(?:an? )?quarter (?:of )?an? minute)\\b`,
    `(?:an? |one )?minute and a half\\b`,
    `${number} and a half (?:${minutes}|${seconds})`,
    `(?:${number}|an?)[ -]?${minutes}(?: and)? ${number}[ -]?${seconds}`,
    `an? ${minutes}`,
    `${number}[ -]?(?:${seconds}|${minutes}|${thousandths}|(?:hours?|hrs?)\\b)`,
  ].join('|')})`;
})();

/** A span of time that somebody waits, as the source of a regular expression without groups: also `an hour`, which is no length of a clip. */
export const waitingTime = `(?:${duration}|(?:an hour and a half|half an hour|(?:an? )?quarter (?:of )?an hour|an hour)\\b)`;

/** An amount of dollars, as the source of a regular expression without groups: `$0.50`, `$1,000`, `fifty cents`, `USD 2`, `a quarter dollar`. */
export const amount = (() => {
  const digits =
    '(?:\\d{1,3}(?:,\\d{3})+(?:\\.\\d{1,12})?|\\d{1,9},\\d{2}|\\d{1,9}(?:\\.\\d{1,12})?|\\.\\d{1,12})(?![.,]?\\d)';
  const unit = '(?:dollars?|usd|bucks?|cents?|¢|\\$)(?!\\w)';
  const more = '(?! ?(?:million|billion|thousand|[kmb]\\b))';
  return `(?:${[
    `(?:(?:us)?\\$|\\busd) ?${digits}${more}`,
    `¢ ?${digits}`,
    `\\b(?:a|${numberWord}|\\d{1,3}) (?:dollars?|bucks?) (?:and )?(?:${numberWord}|\\d{2})(?: cents?)?\\b(?![ -]?(?:clips?|videos?|s\\b|secs?\\b|seconds?|minutes?|p\\b))`,
    `\\b${numberWord} and a half (?:dollars?|bucks?)(?!\\w)`,
    `(?:an?|one|two|three|four|five|ten) (?:dollars?|bucks?) and a half\\b`,
    `(?<![\\w.,$])${digits}[ -]?${unit}`,
    `\\b${numberWord}[ -]${unit}`,
    '(?:half a|(?:a )?quarter (?:of a )?) ?(?:dollar|buck)\\b',
    '(?:a|one) (?:dollar|buck)\\b(?! (?:bill|coin|note|sign|store))',
  ].join('|')})`;
})();

/** Seconds of a text that `duration` matches. */
export function secondsOf(text: string): number {
  const plain = text.toLowerCase();
  const unit = /hour/.test(plain) ? 3600 : 60;
  if (/^half|^(?:an? )?quarter/.test(plain)) return plain.startsWith('half') ? unit / 2 : unit / 4;
  if (/(?:minute|hour) and a half/.test(plain)) return unit * 1.5;
  let seconds = 0;
  for (const [, number, half, unit] of plain.matchAll(
    /(\d+(?:[.,]\d+)?|[a-z]+(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?)( and a half)?[ -]?(ms|milli|s|h|m)[a-z]*\b/g,
  ))
    seconds += (numberOfWord(number!.replace(',', '.')) + (half ? 0.5 : 0)) * secondsIn[unit!]!;
  return Number(seconds.toFixed(3));
}

/** Seconds of a text that is the length of a clip and nothing else, `1 min`; `undefined` for any other value. */
export function secondsSaid(value: unknown): number | undefined {
  return secondsOfWhole(value, duration);
}

/** The same for a time that somebody waits: also `an hour`. */
export function waitSaid(value: unknown): number | undefined {
  return secondsOfWhole(value, waitingTime);
}

function secondsOfWhole(value: unknown, pattern: string): number | undefined {
  // A plain number is the usual case, and needs no pattern.
  if (typeof value !== 'string' || value.length > 60 || !/[a-z]/i.test(value)) return undefined;
  const text = value.trim();
  return new RegExp(`^${pattern}$`, 'i').test(text) ? secondsOf(text) : undefined;
}

const secondsIn: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1, ms: 0.001, milli: 0.001 };

/** Dollars of a text that `amount` matches, as a decimal string. A comma before two last digits is a decimal one. */
export function usdOf(text: string): string {
  if (/^half/i.test(text)) return '0.5';
  if (/quarter/i.test(text)) return '0.25';
  const [, whole] = /^(\w+) and a half (?:dollar|buck)/i.exec(text) ?? [];
  if (whole !== undefined) return (numberOfWord(whole.toLowerCase()) + 0.5).toFixed(2);
  const [, dollars, cents] =
    /^(\w+) (?:dollars?|bucks?) (?:and )?(a half|\d{2}|[a-z]+(?:[ -][a-z]+)?)$/i.exec(text.replace(/ cents?$/i, '')) ??
    [];
  if (dollars !== undefined && cents !== undefined) {
    const hundredths = /half/i.test(cents) ? 50 : numberOfWord(cents.toLowerCase());
    return (numberOfWord(dollars.toLowerCase()) + hundredths / 100).toFixed(2);
  }
  const plain = text.replace(/,(?=\d\d(?!\d))/, '.').replaceAll(',', '');
  const digits = /\d*\.?\d+/.exec(plain)?.[0].replace(/^\./, '0.');
  const [inWords = 'one'] = new RegExp(numberWord, 'i').exec(plain) ?? [];
  const number = digits ?? String(numberOfWord(inWords.toLowerCase()));
  return /cent|¢|\dc$/i.test(text) ? String(Number((Number(number) / 100).toFixed(14))) : number;
}

const words =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty'.split(
    ' ',
  );
const tens: Readonly<Record<string, number>> = {
  thirty: 30,
  forty: 40,
  fifty: 50,
  sixty: 60,
  seventy: 70,
  eighty: 80,
  ninety: 90,
};

function numberOfWord(text: string): number {
  if (/^\d/.test(text)) return Number(text);
  if (/^an?$/.test(text)) return 1;
  return text.split(/[ -]/).reduce((sum, word) => sum + (tens[word] ?? Math.max(0, words.indexOf(word))), 0);
}
