#!/usr/bin/env node
/**
 * Refreshes the catalogue that ships with the library: fetches the live list (or reads a saved one), prints what changed, and
 * rewrites the records between the marks in packages/core/src/data/catalog.ts with source and date. Facts only: description
 * texts are left out, and so are fields that the list does not state. Refuses an answer that is worse than what is there.
 *
 * Needs the built core (npm run build). Exit codes: 0 done, 1 refused or failed, 2 usage.
 */
import { readFile, rename, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { catalogIssueSentence, diffCatalogs, parseCatalog } from '@shotcaller/core';
import { videoModelsSource } from './video-models.mjs';

const usage = `Usage: node scripts/refresh-catalog.mjs [--check] [--from FILE | --url URL] [--as-of YYYY-MM-DD] [--source TEXT] [--target FILE] [--types FILE]

  --check    print the difference, write nothing
  --from     a saved answer of GET /videos/models instead of the live one
  --url      the list to fetch; default https://openrouter.ai/api/v1/videos/models
  --as-of    when the list was true; default: the file's own asOf, or today for a live list
  --source   where it was read, for the record; default: the URL or the file name
  --target   the file to rewrite; default packages/core/src/data/catalog.ts
  --types    the file for what each model takes, as types; default packages/shotcaller/src/video-models.ts;
             with --target: none
`;

/** Fields of a record that are kept, in this order. */
const keptFields = [
  'id',
  'canonical_slug',
  'hugging_face_id',
  'name',
  'created',
  'supported_resolutions',
  'supported_aspect_ratios',
  'supported_sizes',
  'supported_durations',
  'supported_frame_images',
  'upscale_factor',
  'creativity',
  'generate_audio',
  'seed',
  'pricing_skus',
  'allowed_passthrough_parameters',
];
const videoModels = fileURLToPath(new URL('../packages/shotcaller/src/video-models.ts', import.meta.url));
const beginMark = '  // records: begin\n';
const endMark = '  // records: end\n';
const maxBytes = 10_000_000;
const timeoutMs = 30_000;

/** An answer or a file that cannot be used, or arguments that make no sense. Ends the script with its exit code. */
class Refusal extends Error {
  constructor(message, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

try {
  await refresh(readArguments());
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = error.exitCode;
}

async function refresh({ check, from, url, asOf, source, target, types }) {
  const file = await readFile(target, 'utf8');
  const before = parseCatalog(bundledRecords(file, target), { source: 'bundled' });
  const answer = parseJson(from === undefined ? await fetchText(url) : await readFile(from, 'utf8'), from ?? url);
  const after = readAnswer(answer, from ?? url);
  const origin = {
    asOf: readDate(asOf ?? after.asOf ?? (from === undefined ? new Date().toISOString().slice(0, 10) : undefined)),
    source: readSource(source ?? (from === undefined ? `GET ${url}` : basename(from))),
  };
  process.stdout.write(report(before, after, origin));
  if (after.models.length * 2 < before.models.length)
    throw new Refusal(
      `Refused: ${after.models.length} models against ${before.models.length}, fewer than half. Look at the answer before you believe it.`,
    );
  if (check) return;
  const next = rewrite(file, recordLines(answer, after), origin);
  // Beside the target, then renamed: a full disk leaves the old file whole.
  await writeFile(`${target}.new`, next);
  await rename(`${target}.new`, target);
  if (types !== undefined) await writeFile(types, videoModelsSource({ ...after, asOf: origin.asOf }));
  process.stdout.write(
    `Wrote ${after.models.length} models to ${target}${types === undefined ? '' : `, and their types to ${types}`}. Run npm run check before you commit it.\n`,
  );
}

function readArguments() {
  const options = Object.fromEntries(
    ['from', 'url', 'as-of', 'source', 'target', 'types'].map((name) => [name, { type: 'string' }]),
  );
  try {
    const { values } = parseArgs({ options: { ...options, check: { type: 'boolean' }, help: { type: 'boolean' } } });
    if (values.help) {
      process.stdout.write(usage);
      process.exit(0);
    }
    if (values.from !== undefined && values.url !== undefined) throw new Error('--from and --url exclude each other.');
    return {
      check: values.check ?? false,
      from: values.from,
      url: values.url ?? 'https://openrouter.ai/api/v1/videos/models',
      asOf: values['as-of'],
      source: values.source,
      types: values.types ?? (values.target === undefined ? videoModels : undefined),
      target: values.target ?? fileURLToPath(new URL('../packages/core/src/data/catalog.ts', import.meta.url)),
    };
  } catch (error) {
    throw new Refusal(`${error.message}\n\n${usage}`, 2);
  }
}

/** The list needs no key, so none is sent. Bounded in time and size. */
async function fetchText(url) {
  try {
    const response = await fetch(url, {
      headers: { accept: 'application/json' },
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (!response.ok) throw new Error(`status ${response.status}`);
    const chunks = [];
    let bytes = 0;
    for await (const chunk of response.body) {
      bytes += chunk.length;
      if (bytes > maxBytes) throw new Error(`more than ${maxBytes / 1_000_000} MB`);
      chunks.push(chunk);
    }
    return Buffer.concat(chunks).toString('utf8');
  } catch (error) {
    throw new Refusal(`Refused: no list from ${url} (${error.cause?.code ?? error.message}). Nothing was changed.`);
  }
}

function parseJson(text, from) {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Refusal(`Refused: ${from} is not JSON (${error.message}). Nothing was changed.`);
  }
}

function readAnswer(answer, from) {
  try {
    return parseCatalog(answer, { source: 'live' });
  } catch (error) {
    throw new Refusal(`Refused: ${from}: ${error.message} Nothing was changed.`);
  }
}

function readDate(asOf) {
  if (asOf === undefined) throw new Refusal(`A saved list without its own date needs --as-of.\n\n${usage}`, 2);
  const day = /^\d{4}-\d\d-\d\d/.exec(asOf)?.[0];
  if (day === undefined || Number.isNaN(Date.parse(day)))
    throw new Refusal(`${asOf} is not a date. Use YYYY-MM-DD.\n\n${usage}`, 2);
  return day;
}

/** It is written into a string of the source file. */
function readSource(source) {
  if (!/^[\x20-\x7e]+$/.test(source) || /['\\]/.test(source))
    throw new Refusal(`--source takes plain text without quotes and backslashes.\n\n${usage}`, 2);
  return source;
}

function bundledRecords(file, target) {
  const [from, to] = markedPart(file);
  if (from === undefined) throw new Refusal(`${target} has no records between its marks. Restore it from git.`);
  return parseJson(`[${file.slice(from, to).trim().replace(/,$/, '')}]`, target);
}

function markedPart(file) {
  const begin = file.indexOf(beginMark);
  const end = file.indexOf(endMark);
  return begin < 0 || end < begin ? [] : [begin + beginMark.length, end];
}

/** The first record of every model that the parser took, with its stated facts and nothing else, one a line. */
function recordLines(answer, { models }) {
  const records = Array.isArray(answer) ? answer : (answer.data ?? answer.models);
  const firstById = new Map(records.map((record) => [record?.id, record]).reverse());
  return models.map(({ id }) => {
    const record = firstById.get(id);
    const facts = keptFields.filter((field) => record[field] != null).map((field) => [field, record[field]]);
    const line = JSON.stringify(Object.fromEntries(facts));
    // In a source file this key would set a prototype instead of a property.
    if (line.includes('"__proto__"')) throw new Refusal(`Refused: ${id} has a field __proto__. Look at the answer.`);
    return `  ${line},\n`;
  });
}

function rewrite(file, lines, { asOf, source }) {
  const [from, to] = markedPart(file);
  const head = file
    .slice(0, from)
    .replace(/(OpenRouter's )\d+( video models)/, `$1${lines.length}$2`)
    .replace(/asOf: '[^']*'/, () => `asOf: '${asOf}'`)
    .replace(/source: '[^']*'/, () => `source: '${source}'`);
  return head + lines.join('') + file.slice(to);
}

/** What changed, for the one who reviews it: models, capabilities, prices in per cent, and what was not understood. */
function report(before, after, { asOf, source }) {
  const { added, removed, capabilities, prices } = diffCatalogs(before, after);
  const sections = [
    ['New models', added],
    ['Gone models', removed],
    ['Changed capabilities', capabilities.map(capabilityLine)],
    ['Changed prices', prices.map(priceLine)],
    ['Not understood', after.issues.map(catalogIssueSentence)],
    ['Fields that are not kept', unknownFieldLines(after)],
  ].filter(([, lines]) => lines.length > 0);
  const body = sections.map(
    ([title, lines]) => `\n${title} (${lines.length})\n${lines.map((line) => `  ${line}\n`).join('')}`,
  );
  const same = sections.length === 0 ? '\nNothing changed.\n' : '';
  return `${before.models.length} models bundled, ${after.models.length} in ${source} as of ${asOf}.\n${body.join('')}${same}\n`;
}

function capabilityLine({ model, field, from, to }) {
  if (Array.isArray(from) && Array.isArray(to)) {
    const gone = from.filter((value) => !to.includes(value)).map((value) => `-${value}`);
    const more = to.filter((value) => !from.includes(value)).map((value) => `+${value}`);
    return `${model}  ${field}: ${[...gone, ...more].join(' ')}`;
  }
  return `${model}  ${field}: ${stated(from)} → ${stated(to)}`;
}

function priceLine({ model, sku, from, to, percent }) {
  const change = percent === null ? '' : ` (${percent > 0 ? '+' : ''}${percent} %)`;
  return `${model}  ${sku}: ${from ?? 'none'} → ${to ?? 'none'}${change}`;
}

function unknownFieldLines({ models }) {
  const names = [...new Set(models.flatMap(({ unknownFields }) => Object.keys(unknownFields)))].sort();
  return names.map(
    (name) => `${name}  in ${models.filter(({ unknownFields }) => name in unknownFields).length} models`,
  );
}

function stated(value) {
  return value === null ? 'not stated' : JSON.stringify(value);
}
