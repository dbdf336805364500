import type { SettingField } from './question.ts';

/**
 * Whether the words that a model quotes can mean the value that it took from them. Figures are held against figures; number words of any
 * language cannot be, so a quote without figures is believed of lengths and shapes, and not of money.
 */
export function isBorneOut(field: SettingField, value: string, quote: string): boolean {
  const figures = figuresIn(quote);
  switch (field) {
    case 'durationSeconds':
    case 'minDurationSeconds':
    case 'maxDurationSeconds':
    case 'maxSeconds':
      return figures.length === 0 || spansOf(figures, { field, quote }).has(Number(value));
    case 'resolution':
    case 'minResolution':
    case 'maxResolution':
      return figures.length === 0 || figures.some((figure) => linesOf(value).has(figure));
    case 'aspectRatio':
      return figures.length < 2 || isRatioOf(value, figures);
    case 'maxUsd':
      return figures.some((figure) => isNear(figure, Number(value)) || isNear(figure / 100, Number(value)));
    case 'useModel':
    case 'avoidModel':
    case 'useProvider':
    case 'avoidProvider':
      return nameWords(value).some((word) => plain(quote).includes(word));
    case 'audio':
    case 'profile':
    case 'input':
      return true;
    default:
      return field satisfies never;
  }
}

/** Words of money that is no US dollar. */
const otherMoney =
  /[€£¥₹₩₽₺฿₫₴₪]|\b(?:euros?|eur|pounds?|gbp|yen|jpy|yuan|rmb|cny|rupees?|inr|chf|franken|francs?|kronor|kroner|złot\p{L}*|pesos?|reais|real|рубл\p{L}*)\b|[元円원欧]|евро|يورو/iu;
const dollarWord = /美元|ドル|달러|دولار|доллар|dollar|d[oó]lar|dólar|usd|\$|cent|¢|цент|セント|美分/iu;

/** A limit is believed only in US dollars, with its figures in the quote. */
export function isCheckableLimit(quote: string): boolean {
  return figuresIn(quote).length > 0 && (dollarWord.test(quote) || !otherMoney.test(quote));
}

/** The numbers of a text, in whatever digits they are written: `٥`, `6,5`, `1,000`. */
function figuresIn(text: string): readonly number[] {
  const ascii = text.normalize('NFKC').replace(/\p{Nd}/gu, (digit) => String(digitValue(digit)));
  return [...ascii.matchAll(/\d+(?:[.,]\d+)*/g)].flatMap(([figure]) => {
    // A comma may part thousands or stand for the point.
    const readings = [figure.replaceAll(',', ''), figure.replace(/,(?=\d+$)/, '.').replaceAll(',', '')];
    return [...new Set(readings.map(Number))].filter(Number.isFinite);
  });
}

/** Blocks of decimal digits begin at their zero, and nine more follow. */
function digitValue(digit: string): number {
  const code = digit.codePointAt(0) ?? 0;
  let value = 0;
  while (value < 9 && /^\p{Nd}$/u.test(String.fromCodePoint(code - value - 1))) value += 1;
  return value;
}

/** Seconds, in the languages in which that is seen at a glance. */
const secondsWord = /(?<!\p{L})s(?!\p{L})|sec|sek|seg|сек|秒|초|ثاني|ثوان|שני/iu;

/** The seconds that figures may mean: seconds, else minutes or hours, or minutes and seconds; beside a limit, one less or more. */
function spansOf(
  figures: readonly number[],
  { field, quote }: { readonly field: SettingField; readonly quote: string },
): ReadonlySet<number> {
  const spans = new Set<number>(figures);
  for (const [index, figure] of figures.entries()) {
    for (const later of figures.slice(index + 1)) spans.add(round(figure * 60 + later));
    if (!secondsWord.test(quote)) for (const unit of [60, 3600]) spans.add(round(figure * unit));
  }
  const said = [...spans];
  if (field === 'minDurationSeconds') for (const span of said) spans.add(span + 1);
  if (field === 'maxDurationSeconds' || field === 'maxSeconds') for (const span of said) spans.add(span - 1);
  return spans;
}

const round = (value: number) => Number(value.toFixed(3));

/** The figures that stand for a class of resolution. */
function linesOf(value: string): ReadonlySet<number> {
  const [figure = Number.NaN] = figuresIn(value);
  const others: Readonly<Record<number, readonly number[]>> = {
    1: [1024],
    2: [1440, 2048, 2560],
    4: [2160, 3840, 4096],
    480: [640, 854],
    720: [1280],
    1080: [1920],
  };
  return new Set([figure, ...(others[figure] ?? [])]);
}

function isRatioOf(value: string, figures: readonly number[]): boolean {
  const [width = Number.NaN, height = Number.NaN] = figuresIn(value);
  return figures.some((one, index) =>
    figures.slice(index + 1).some((other) => Math.abs(one / other - width / height) < 0.03),
  );
}

function isNear(one: number, other: number): boolean {
  return Math.abs(one - other) < 1e-9;
}

const plain = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{Nd}]/gu, '');

/** The words of a name that say which it is: of `google/veo-3.1-lite` "google" and "veo". */
function nameWords(name: string): readonly string[] {
  return name
    .split(/[/\s_-]+/)
    .map(plain)
    .filter((word) => word.length > 2 && !/^\d/.test(word) && !/^(?:pro|fast|lite|mini|std|max|the|video)$/.test(word));
}
