// How well sentences are read: precision and recall of every field over the labelled sentences, before (the recorded reader) and now.
// docs/sentences.md shows this table. Runs the built core: build first. With `--record` the counts are printed as JSON.
import { readFileSync } from 'node:fs';

const { parseSentence } = await import(process.env.SENTENCE_READER ?? '@shotcaller/core');
const folder = new URL('../packages/core/test/requirements/', import.meta.url);
const read = (name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
const fields = ['durationSeconds', 'resolution', 'aspectRatio', 'audio', 'maxUsd', 'maxSeconds', 'models', 'profile'];
const classes = { 'full hd': '1080p', '4k': '4K' };

function plain(field, value) {
  if (value === undefined) return undefined;
  if (field === 'maxUsd') return Number(value);
  if (field === 'models') return value.allow?.join(' ');
  if (field === 'resolution') return classes[value.toLowerCase()] ?? value;
  return value;
}

function countsOf(sentences) {
  const counts = Object.fromEntries(fields.map((field) => [field, { right: 0, read: 0, said: 0 }]));
  let altered = 0;
  for (const { text, expected } of sentences) {
    const { requirements, profile, prompt } = parseSentence(text);
    if (prompt !== undefined && !text.includes(prompt)) altered += 1;
    for (const field of fields) {
      const value = plain(field, { ...requirements, profile }[field]);
      if (value !== undefined) counts[field].read += 1;
      if (expected[field] !== undefined) counts[field].said += 1;
      if (value !== undefined && value === expected[field]) counts[field].right += 1;
    }
  }
  return { counts, altered };
}

const sentences = read('labelled-sentences.json');
const now = countsOf(sentences);
if (process.argv.includes('--record')) console.log(JSON.stringify(now, null, 2));
else {
  const before = read('labelled-sentences-before.json');
  const share = (part, whole) => (whole === 0 ? '-' : (part / whole).toFixed(2)).padStart(9);
  const line = ({ right, read, said }) => share(right, read) + share(right, said);
  console.log(`${sentences.length} sentences     precision and recall before     now`);
  for (const field of fields)
    console.log(`${field.padEnd(16)}${line(before.counts[field])}     ${line(now.counts[field])}`);
  console.log(`prompts altered: ${before.altered} before, ${now.altered} now`);
}
