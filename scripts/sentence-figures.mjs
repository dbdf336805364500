// How well sentences are read: precision and recall of every field over the labelled sentences. docs/sentences.md shows these tables. Runs
// the built core: build first. `--record NAME` prints the counts of the reader in SENTENCE_READER as JSON, for the recorded figures.
import { readFileSync } from 'node:fs';

const { parseSentence } = await import(process.env.SENTENCE_READER ?? '@shotcaller/core');
const folder = new URL('../packages/core/test/requirements/', import.meta.url);
const read = (name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
const fields = ['durationSeconds', 'resolution', 'aspectRatio', 'audio', 'maxUsd', 'maxSeconds', 'models', 'profile'];
const classes = { 'full hd': '1080p', '4k': '4K' };

function plain(field, value) {
  if (value === undefined) return undefined;
  if (field === 'maxUsd') return Number(value);
  if (field === 'models' && typeof value !== 'string') return value.allow?.join(' ');
  if (field === 'resolution' && typeof value === 'string') return classes[value.toLowerCase()] ?? value;
  return typeof value === 'object' ? JSON.stringify(value) : value;
}

function countsOf(sentences) {
  const counts = Object.fromEntries(fields.map((field) => [field, { right: 0, read: 0, said: 0 }]));
  let altered = 0;
  for (const { text, expected } of sentences) {
    const { requirements, profile, prompt } = parseSentence(text);
    if (prompt !== undefined && !text.includes(prompt)) altered += 1;
    for (const field of fields) {
      const value = plain(field, { ...requirements, profile }[field]);
      const meant = plain(field, expected[field]);
      if (value !== undefined) counts[field].read += 1;
      if (meant !== undefined) counts[field].said += 1;
      if (value !== undefined && value === meant) counts[field].right += 1;
    }
  }
  return { counts, altered };
}

const further = read('further-sentences.json');
const sets = {
  fitted: read('labelled-sentences.json'),
  invented: further.filter(({ set }) => set === 'fitted'),
  'held-out': further.filter(({ set }) => set === 'held-out'),
  second: further.filter(({ set }) => set === 'second'),
  'kept-back': further.filter(({ set }) => set === 'kept-back'),
};
const share = (part, whole) => (whole === 0 ? '-' : (part / whole).toFixed(2)).padStart(8);
const line = ({ right, read, said }) => share(right, read) + share(right, said);
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
    const used = fields.filter((field) => columns.some(({ counts }) => counts[field].read + counts[field].said > 0));
    console.log(`${title}: ${sets[name].length} sentences`);
    console.log(`${''.padEnd(16)}${columns.map(({ reader }) => reader.padStart(16)).join('  ')}`);
    for (const field of used)
      console.log(`${field.padEnd(16)}${columns.map(({ counts }) => line(counts[field])).join('  ')}`);
    const altered = [...before, { reader: 'now', ...now }].map(({ reader, altered }) => `${altered} ${reader}`);
    console.log(`prompts altered: ${altered.join(', ')}\n`);
  }
}
