// How the time to read a sentence grows with its length: 10 kB against 1 kB, for texts that a careless pattern would choke on. The square
// of the length would be 100.
import { parseSentence } from '@shotcaller/core';
import { ratioOf } from './_timing.mjs';

const units = ['a ', 'with ', '1', 'no ', '$1 ', 'from ', '1 s ', 'fast,', 'x.', '/a', ' '];

export default function measure() {
  const rows = units.map((unit) => {
    const long = unit.repeat(10_000 / unit.length);
    const short = unit.repeat(1_000 / unit.length);
    const measured = ratioOf(
      () => parseSentence(long),
      () => parseSentence(short),
      { rounds: 10, calls: 1, warmUp: 2 },
    );
    return { unit, ...measured };
  });
  const { unit, ratio, one } = rows.toSorted((first, second) => second.ratio - first.ratio)[0];
  const detail = `worst of ${rows.length} texts: ${JSON.stringify(unit)}, 10 kB in ${(one / 1000).toFixed(1)} ms`;
  return [{ name: 'a sentence of 10 kB / of 1 kB', ratio, limit: 150, detail }];
}
