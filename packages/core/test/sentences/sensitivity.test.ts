import { expect, test } from 'vitest';
import { sensitivitySentences } from '../../src/sentences/sensitivity.ts';

const fixed = { at: 0.475, from: 0, to: 1, below: null, above: null };

test.each([
  [0.05, 0.0462, 'less than 0.046 (now 0.050)'],
  [0.05, 0.04998, 'less than 0.04998 (now 0.05000)'],
  [0.5, 0.31, 'less than 0.31 (now 0.50)'],
])('the weight %d, and where another model takes over, are told apart: %s', (at, from, text) => {
  const weights = { speed: { at, from, to: 1, below: 'a/b', above: null }, cost: fixed, quality: fixed };
  expect(sensitivitySentences({ pick: 'c/d', weights, nearest: null, losesAboveUsd: null })).toEqual([
    `a/b takes over when speed counts ${text}.`,
  ]);
});
