import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contentPatterns } from '../../src/requirements/sentence-content.ts';
import { doubtRules } from '../../src/requirements/sentence-doubt-rules.ts';
import { mayMatch } from '../../src/requirements/sentence-needs.ts';
import { strongRules, weakRules } from '../../src/requirements/sentence-rules.ts';
import further from './further-sentences.json' with { type: 'json' };
import labelled from './labelled-sentences.json' with { type: 'json' };
import before from './labelled-sentences-before.json' with { type: 'json' };
import foreign from './other-language-sentences.json' with { type: 'json' };

const patterns = [...contentPatterns, ...[...strongRules, ...weakRules, ...doubtRules].map(({ pattern }) => pattern)];
const isFound = (pattern: RegExp, text: string) =>
  new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, '')).test(text);

describe('what a text must hold for a pattern to match', () => {
  test('stands in every text in which it matches', () => {
    const texts = JSON.stringify([further, labelled, before, foreign])
      .match(/"(?:[^"\\]|\\.)*"/g)!
      .map((text) => JSON.parse(text));
    let matches = 0;
    for (const text of new Set<string>(texts)) {
      for (const wording of [text, text.toUpperCase()]) {
        for (const pattern of patterns) {
          if (!isFound(pattern, wording)) continue;
          matches += 1;
          if (!mayMatch(pattern, wording)) expect.fail(`${pattern} is found in "${wording}", and was not looked for.`);
        }
      }
    }
    expect(matches).toBeGreaterThan(1000);
  });

  test('stands in texts that are made from the pattern', () => {
    for (const pattern of patterns) {
      const made = fc.stringMatching(new RegExp(withoutLooks(pattern.source), pattern.unicode ? 'u' : ''));
      fc.assert(
        fc.property(made, fc.boolean(), (text, isUpper) => mayMatch(pattern, isUpper ? text.toUpperCase() : text)),
        { numRuns: 20 },
      );
    }
  });

  test('is missing in most: a plain sentence has a third of the patterns looked for', () => {
    const lookedFor = patterns.filter((pattern) => mayMatch(pattern, 'A dog runs along the beach, 5 seconds, 720p'));
    expect(lookedFor.length).toBeLessThan(patterns.length / 3);
  });
});

/** The source without what only looks around, and without ends of words: texts are made from it. */
function withoutLooks(source: string): string {
  let left = source.replace(/\\[bB]/g, '');
  for (;;) {
    const look = /\(\?<?[=!]/.exec(left);
    if (!look) return left.replaceAll('()', '');
    let [end, depth] = [look.index, 0];
    do {
      if (left[end] === '\\') end += 1;
      else if (left[end] === '[') while (left[end] !== ']') end += left[end] === '\\' ? 2 : 1;
      else if (left[end] === '(') depth += 1;
      else if (left[end] === ')') depth -= 1;
      end += 1;
    } while (depth > 0);
    left = left.slice(0, look.index) + left.slice(end);
  }
}
