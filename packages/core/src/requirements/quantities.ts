/** A span of time, as the source of a regular expression without groups: `5s`, `ten-second`, `half a minute`, `1 min 30 s`. */
export const duration = (() => {
  const number =
    '(?:\\d{1,6}(?:\\.\\d{1,3})?|(?:twenty|thirty|forty|fifty)[ -](?:one|two|three|four|five|six|seven|eight|nine)|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|ninety)';
  const seconds = '(?:seconds?|secs?|s)\\b';
  const minutes = '(?:minutes?|mins?)\\b';
  return `(?:${[
    `(?:half an? minute|half[ -]minute|(?:an? )?quarter (?:of )?an? minute)\\b`,
    `(?:an? |one )?minute and a half\\b`,
    `${number} and a half ${minutes}`,
    `(?:${number}|an?)[ -]?${minutes}(?:,? and|,)? ${number}[ -]?${seconds}`,
    `an? ${minutes}`,
    `${number}[ -]?(?:${seconds}|${minutes}|(?:hours?|hrs?)\\b)`,
  ].join('|')})`;
})();

/** An amount of dollars, as the source of a regular expression without groups: `$0.50`, `50 cents`, `2 dollars`. */
export const amount =
  '(?:(?:US)?\\$ ?\\d{1,9}(?:\\.\\d{1,12})?(?!\\.?\\d)|(?<![\\w.])\\d{1,9}(?:\\.\\d{1,12})? ?(?:dollars?|usd|bucks|cents?|¢|\\$)(?!\\w)|half a dollar\\b|(?:a|one) dollar\\b)';

/** Seconds of a text that `duration` matches. */
export function secondsOf(text: string): number {
  const plain = text.toLowerCase();
  if (/^half|^(?:an? )?quarter/.test(plain)) return plain.startsWith('half') ? 30 : 15;
  if (/minute and a half/.test(plain)) return 90;
  let seconds = 0;
  for (const [, number, half, unit] of plain.matchAll(
    /(\d+(?:\.\d+)?|[a-z]+(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?)( and a half)?[ -]?(s|h|m)[a-z]*\b/g,
  ))
    seconds += (numberOfWord(number!) + (half ? 0.5 : 0)) * (unit === 'h' ? 3600 : unit === 'm' ? 60 : 1);
  return Number(seconds.toFixed(3));
}

/** Dollars of a text that `amount` matches, as a decimal string. */
export function usdOf(text: string): string {
  if (/^half/i.test(text)) return '0.5';
  const digits = /\d+(?:\.\d+)?/.exec(text)?.[0] ?? '1';
  return /cent|¢/i.test(text) ? String(Number((Number(digits) / 100).toFixed(14))) : digits;
}

const words =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty'.split(
    ' ',
  );
const tens: Readonly<Record<string, number>> = { thirty: 30, forty: 40, fifty: 50, sixty: 60, ninety: 90 };

function numberOfWord(text: string): number {
  if (/^\d/.test(text)) return Number(text);
  if (/^an?$/.test(text)) return 1;
  return text.split(/[ -]/).reduce((sum, word) => sum + (tens[word] ?? Math.max(0, words.indexOf(word))), 0);
}
