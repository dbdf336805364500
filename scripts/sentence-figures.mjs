// How well sentences are read: precision and recall of every field over the labelled sentences. docs/sentences.md shows these tables. Runs
// the built core: build first. `--record NAME` prints the counts of the reader in SENTENCE_READER as JSON, for the recorded figures.
import { readFileSync } from 'node:fs';
import { countReading, fieldsIn, noCounts, precisionAndRecall } from './reading-counts.mjs';

const { parseSentence } = await import(process.env.SENTENCE_READER ?? '@shotcaller/core');
const folder = new URL('../packages/core/test/requirements/', import.meta.url);
const read = (name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8'));

function countsOf(sentences) {
  const sums = noCounts();
  for (const sentence of sentences) countReading(sums, sentence, parseSentence(sentence.text));
  return sums;
}

const further = read('further-sentences.json');
const sets = {
  fitted: read('labelled-sentences.json'),
  invented: further.filter(({ set }) => set === 'fitted'),
  'held-out': further.filter(({ set }) => set === 'held-out'),
  second: further.filter(({ set }) => set === 'second'),
  'kept-back': further.filter(({ set }) => set === 'kept-back'),
  strangers: further.filter(({ set }) => set === 'strangers'),
  'strangers-again': further.filter(({ set }) => set === 'strangers-again'),
  third: further.filter(({ set }) => set === 'third'),
};
const named = process.argv.indexOf('--record');

if (named > 0) console.log(JSON.stringify(countsOf(sets[process.argv[named + 1]])));
else {
  const recorded = read('labelled-sentences-before.json');
  for (const [name, { title, before }] of Object.entries(recorded)) {
    const now = countsOf(sets[name]);
    const columns = [
      ...before.map(({ reader, counts }) => ({ reader, counts })),
      { reader: 'now', counts: now.counts },
    ];
    console.log(`${title}: ${sets[name].length} sentences`);
    console.log(`${''.padEnd(16)}${columns.map(({ reader }) => reader.padStart(16)).join('  ')}`);
    for (const field of fieldsIn(columns))
      console.log(`${field.padEnd(16)}${columns.map(({ counts }) => precisionAndRecall(counts[field])).join('  ')}`);
    const altered = [...before, { reader: 'now', ...now }].map(({ reader, altered }) => `${altered} ${reader}`);
    console.log(`prompts altered: ${altered.join(', ')}\n`);
  }
}
