// How well chat models read sentences, by recorded answers: precision and recall of every field, and how often the pick is that of the label.
//   node scripts/llm-sentences.mjs record [MODEL]   asks the model about every labelled sentence and keeps its answers; needs OPENROUTER_API_KEY
//   node scripts/llm-sentences.mjs figures          replays all that is recorded; docs/sentences.md shows it
// Runs what is built: build first.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { countReading, fieldsIn, noCounts, precisionAndRecall, share } from './reading-counts.mjs';

const folder = new URL('../packages/core/test/requirements/', import.meta.url);
const recordings = new URL('llm-answers/', folder);

/** The labelled sentences, English ones apart from others: of those the rules read nothing. */
export function labelledSentences() {
  const read = (name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
  const further = read('further-sentences.json').filter(({ otherLanguage }) => !otherLanguage);
  return {
    English: [...read('labelled-sentences.json'), ...further],
    'other languages': read('other-language-sentences.json'),
  };
}

/** Asks about every sentence through `shotcaller`, whose fetch is `recorded`, and answers with what the service said. */
export async function recordAnswers(sentences, { shotcaller, answers, model }) {
  for (const { text } of sentences) {
    const { failure } = await shotcaller.readSentence(text, { llm: model });
    if (failure && !answers.has(text)) throw new Error(`${text}: ${failure.code}`);
  }
}

/** A fetch that keeps every answer to a chat by the sentence that was asked about. */
export function recordingFetch(fetch, answers) {
  return async (input, init) => {
    const response = await fetch(input, init);
    const body = await response.text();
    answers.set(sentenceOf(init), { status: response.status, body });
    return new Response(body, { status: response.status, headers: response.headers });
  };
}

/** A fetch that says again what was recorded. */
export function replayingFetch(answers) {
  return async (_input, init) => {
    const answer = answers.get(sentenceOf(init));
    if (!answer) return new Response('{"error":{"message":"not recorded","code":404}}', { status: 404 });
    return new Response(answer.body, { status: answer.status, headers: { 'content-type': 'application/json' } });
  };
}

function sentenceOf({ body }) {
  return JSON.parse(body).messages.at(-1).content;
}

/** Counts of one reader over sentences. `shotcaller` selects from one catalogue; `llm` as `readSentence` takes it. */
export async function countsOf(sentences, { shotcaller, llm }) {
  const sums = { ...noCounts(), sentences: sentences.length, samePick: 0, failed: 0 };
  for (const { text, expected } of sentences) {
    const { reading, failure } = await shotcaller.readSentence(text, { llm });
    const { requirements, profile } = reading;
    if (failure) sums.failed += 1;
    countReading(sums, { text, expected }, reading);
    const { models, profile: meantProfile, ...meant } = expected;
    const label = { ...meant, ...(models && { models: { allow: [models] } }) };
    const [one, other] = [
      await pickOf(shotcaller, requirements, profile),
      await pickOf(shotcaller, label, meantProfile),
    ];
    if (one === other) sums.samePick += 1;
  }
  return sums;
}

async function pickOf(shotcaller, requirements, profile) {
  const { firstFrame: _, lastFrame: __, references: ___, ...plainFields } = requirements;
  try {
    return (await shotcaller.select(plainFields, profile === undefined ? {} : { profile })).pick;
  } catch (error) {
    return error.name;
  }
}

/** The table of several readers over one set. */
export function tableOf(title, readers) {
  const row = (name, cell) => `${name.padEnd(16)}${readers.map(cell).join('  ')}`;
  return [
    `${title}: ${readers[0].sentences} sentences`,
    row('', ({ reader }) => reader.slice(-34).padStart(16)),
    ...fieldsIn(readers).map((field) => row(field, ({ counts }) => precisionAndRecall(counts[field]))),
    row('same pick', ({ samePick, sentences }) => share(samePick, sentences).padStart(16)),
    `prompts altered: ${readers.map(({ altered, reader }) => `${altered} ${reader}`).join(', ')}`,
    ...readers
      .filter(({ failed }) => failed > 0)
      .map(({ failed, reader }) => `${reader} failed at ${failed}, which the rules read`),
  ].join('\n');
}

async function main([verb, model]) {
  const { createShotcaller, openMemoryLedger } = await import('shotcaller');
  const { bundledCatalog } = await import('@shotcaller/core');
  const sets = labelledSentences();
  const open = async (more) =>
    createShotcaller({ ledger: await openMemoryLedger(), catalog: async () => bundledCatalog, ...more });

  if (verb === 'record') {
    const { OPENROUTER_API_KEY: apiKey, OPENROUTER_BASE_URL: baseUrl = 'https://openrouter.ai/api/v1' } = process.env;
    if (!apiKey) throw new Error('Set OPENROUTER_API_KEY: answers of the simulator say nothing of a real model.');
    const answers = new Map();
    const shotcaller = await open({ apiKey, baseUrl, fetch: recordingFetch(globalThis.fetch, answers) });
    const named = model ?? 'google/gemini-2.5-flash-lite';
    await recordAnswers(Object.values(sets).flat(), { shotcaller, answers, model: named });
    const { readings } = await shotcaller.ledger();
    const recording = {
      model: named,
      service: new URL(baseUrl).origin,
      recordedAt: new Date().toISOString(),
      costUsd: readings.total.billedUsd,
      answers: [...answers],
    };
    const file = new URL(`${named.replace('/', '--').replaceAll(':', '-')}.json`, recordings);
    writeFileSync(file, `${JSON.stringify(recording, null, 1)}\n`);
    console.log(`${answers.size} answers of ${named}, for $${readings.total.billedUsd}, are in ${file.pathname}.`);
    await shotcaller.close();
    return;
  }
  if (verb !== 'figures') throw new Error('Say record [MODEL] or figures.');
  const files = readdirSync(recordings)
    .filter((name) => name.endsWith('.json'))
    .sort();
  const rules = await open({});
  for (const [title, sentences] of Object.entries(sets)) {
    const readers = [{ reader: 'rules', ...(await countsOf(sentences, { shotcaller: rules, llm: false })) }];
    for (const name of files) {
      const { model: reader, answers } = JSON.parse(readFileSync(new URL(name, recordings), 'utf8'));
      const shotcaller = await open({ apiKey: 'sk-or-v1-replayed', fetch: replayingFetch(new Map(answers)) });
      readers.push({ reader, ...(await countsOf(sentences, { shotcaller, llm: reader })) });
      await shotcaller.close();
    }
    console.log(`${tableOf(title, readers)}\n`);
  }
  if (files.length === 0)
    console.log('No answers of a chat model are recorded yet: how well one reads is not established.');
  await rules.close();
}

if (process.argv[1] === new URL(import.meta.url).pathname) await main(process.argv.slice(2));
