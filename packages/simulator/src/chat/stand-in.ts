/** A setting in the form that the client's schema asks for, found in a sentence. */
interface FoundSetting {
  readonly field: string;
  readonly value: string;
  readonly quote: string;
  readonly certain: boolean;
}

/**
 * Stands in for a language model: it looks for a few settings in a few languages, so that the way of a sentence can be walked without a
 * network. What it finds says nothing about how well a real model reads.
 */
export function settingsIn(sentence: string): readonly FoundSetting[] {
  return patterns.flatMap(({ field, pattern, value, certain = true }) => {
    const match = pattern.exec(sentence);
    return match ? [{ field, value: value(match), quote: match[0].trim(), certain }] : [];
  });
}

interface Pattern {
  readonly field: string;
  readonly pattern: RegExp;
  readonly value: (match: RegExpExecArray) => string;
  readonly certain?: boolean;
}

const always = (value: string) => () => value;
const number = (match: RegExpExecArray) => asciiDigits(match[1] ?? match[2] ?? '').replace(',', '.');

const patterns: readonly Pattern[] = [
  {
    field: 'durationSeconds',
    pattern:
      /(\p{Nd}+(?:[.,]\p{Nd}+)?)[\s-]?(?:s\b|sec\b|seconds?\b|sekunden?\b|secondes?\b|segundos?\b|secondi\b|seconden\b|sekunder\b|sekund\b|секунд\p{L}*|秒|초|ثوان)/iu,
    value: number,
  },
  { field: 'resolution', pattern: /\b(?:480p|720p|768p|1080p|2k|4k)\b/i, value: (match) => match[0] },
  { field: 'aspectRatio', pattern: /\b(?:9:16|16:9|1:1|4:3|3:4|21:9)\b/, value: (match) => match[0] },
  {
    field: 'aspectRatio',
    pattern: /hochformat|\bvertical[ea]?l?\b|竖屏|縦長|세로|вертикал\p{L}*/iu,
    value: always('9:16'),
  },
  { field: 'aspectRatio', pattern: /\b(?:tiktok|reels?)\b/i, value: always('9:16'), certain: false },
  {
    field: 'audio',
    pattern:
      /ohne ton|sans (?:le )?son|sin sonido|senza (?:audio|suono)|sem som|utan ljud|zonder geluid|bez dźwięku|音なし|无声|без звука|بدون صوت|소리 없이|no sound|silent/i,
    value: always('false'),
  },
  {
    field: 'maxUsd',
    pattern: /\$ ?(\p{Nd}+(?:[.,]\p{Nd}+)?)|(\p{Nd}+(?:[.,]\p{Nd}+)?) ?(?:dollar[si]?|dólares|долларов|ドル|美元)/iu,
    value: number,
  },
  {
    field: 'profile',
    pattern: /\b(?:günstig|billig|pas cher|barato|economico|cheap|goedkoop|tanio)\b|便宜|安く|недорого/iu,
    value: always('fastAndCheap'),
  },
];

function asciiDigits(text: string): string {
  return text.replace(/\p{Nd}/gu, (digit) => {
    for (let code = digit.codePointAt(0)!, value = 0; value < 10; value += 1) {
      if (!/\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) return String(value % 10);
    }
    return digit;
  });
}
