import { expect, test } from 'vitest';
import { parseSentence } from '../../src/requirements/sentence.ts';
import { strongRules, weakRules } from '../../src/requirements/sentence-rules.ts';

const [shortLength, longLength] = [2000, 16_000];
/** Eight times the text is eight times the work, or 64 times where that grows with the square. */
const mostGrowth = 24;

/** Every word that some rule looks for: whoever adds a rule has its words tried. */
const vocabulary = [
  ...new Set(
    [...strongRules, ...weakRules].flatMap(({ pattern }) =>
      pattern.source
        .replace(/\(\?<?[=!:]|\\[a-z]|\[[^\]]*\]/gi, ' ')
        .split(/[^\p{L}'’-]+/u)
        .filter((word) => word.length > 0 && word.length < 20),
    ),
  ),
];

const fragments = [
  'fast and ',
  'fast, and ',
  'a dog silent cheap ',
  '5s silent ',
  'potrait ',
  'a.png ',
  'from a.png to ',
  'not a/b, ',
  'no no, ',
  '\n',
  ' \n',
  ', ',
  ' - ',
  '- ',
  'a-',
  'a.',
  '1,000',
  '$1,',
  'http://a/.',
  'data:image/',
  '.).',
  ...vocabulary.map((word) => `${word} `),
  ...vocabulary
    .filter((_, index) => index % 3 === 0)
    .map((word, index) => `${word}${[',', '-', ' and ', '.'][index % 4]}`),
];

const endings = ['', 'x of dogs'];

/** The text `length` characters long: the square shows only where the fragments do not end the text, or only where they do. */
const textOf = (fragment: string, ending: string, length: number) =>
  fragment.repeat(Math.ceil(length / fragment.length)) + ending;

/** Of this process alone: a busy machine makes it wait, which is not its work. */
function workMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function milliseconds(text: string, times: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < times; round += 1) {
    const begun = workMs();
    parseSentence(text);
    least = Math.min(least, workMs() - begun);
  }
  return least;
}

/** The least of several growths, each of the least of several times: the work of a moment is measured roughly. */
function growth(fragment: string, ending: string): number {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 4 && least > mostGrowth; round += 1) {
    const longMs = milliseconds(textOf(fragment, ending, longLength), 3);
    least = Math.min(least, longMs / milliseconds(textOf(fragment, ending, shortLength), 9));
  }
  return least;
}

test('a sentence of any repeated fragment takes work in proportion to its length', () => {
  expect(vocabulary.length).toBeGreaterThan(200);
  const tooSlow = fragments.flatMap((fragment, index) => {
    const ending = index < 21 ? endings : [endings[index % 2]!];
    // What takes a moment at the full length is no risk, whatever it grows with.
    const slow = ending.filter((end) => milliseconds(textOf(fragment, end, longLength), 1) > 25);
    return slow.map((end) => ({ fragment, end, growth: growth(fragment, end) }));
  });
  expect(tooSlow.filter((slow) => slow.growth > mostGrowth)).toEqual([]);
});
