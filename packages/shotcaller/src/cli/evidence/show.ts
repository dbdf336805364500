import { existsSync } from 'node:fs';
import {
  basisText,
  counted,
  estimateQuality,
  estimateSpeed,
  type GivenEvidence,
  modelNamed,
  secondsText,
} from '@shotcaller/core';
import { readEdition } from '../../evidence/published-edition.ts';
import { readSettings } from '../../settings/settings.ts';
import type { CommandContext } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { openChoice } from '../open-choice.ts';
import { clean } from '../render/clean.ts';
import { ageText } from '../render/headline.ts';
import { tableLines } from '../render/table.ts';
import { ownFilePath } from './own-file.ts';
import { ownRowsOf, rowCounts } from './own-rows.ts';
import { modelsOf, talkOfUnknownModels } from './unknown-models.ts';

/** `shotcaller evidence show [MODEL]`: which evidence counts, of when, and what is your own; or all that is known of one model. */
export async function showEvidence(context: CommandContext): Promise<number> {
  const { positionals, flags, terminal, environment } = context;
  const [name] = positionals;
  const ground = await (await openChoice(context, { needsLedger: name === undefined })).ground();
  const { evidence, now } = ground;
  if (name !== undefined) return showModel(modelNamed(ground.catalog, name).id, ground, context);
  const edition = readEdition(readSettings(environment).home)?.edition ?? null;
  const path = ownFilePath(context);
  const own = ownRowsOf(evidence);
  const { runs = [], votes = [], priceCorrections = [] } = evidence;
  const learnt = priceCorrections.filter(({ source }) => source === undefined);
  const answer = {
    asOf: evidence.asOf ?? evidence.goalposts.asOf,
    bundled: { version: evidence.goalposts.version, asOf: evidence.goalposts.asOf },
    published: edition && { from: edition.from, fetchedAt: edition.fetchedAt, sha256: edition.sha256 },
    file: existsSync(path) ? path : null,
    own,
    ledger: { times: runs.length, prices: learnt.length },
    votes: votes.length,
  };
  if (flags.isOn('json')) {
    terminal.outJson(answer);
    return exitCodes.done;
  }
  const rows = ownTable(own);
  const lines = [
    `Bundled    as of ${answer.bundled.asOf}${ageText(answer.bundled.asOf, now)}, version ${answer.bundled.version}`,
    edition
      ? `Published  as of ${answer.asOf}${ageText(answer.asOf, now)}, from ${clean(edition.from)}`
      : 'Published  no newer edition fetched (shotcaller evidence refresh)',
    `Your file  ${answer.file === null ? `none (${path})` : `${path}: ${rowCounts(own)}`}`,
    `Your jobs  ${counted(runs.length, 'time')}, ${counted(learnt.length, 'price')}; ${counted(votes.length, 'vote')}`,
    ...(rows.length > 0 ? ['', ...tableLines(rows, terminal.columns, ownColumns)] : []),
  ];
  terminal.show(`${lines.join('\n')}\n`);
  if (flags.text('evidence') === undefined) talkOfUnknownModels(modelsOf(own), context);
  return exitCodes.done;
}

interface OwnRow {
  readonly kind: string;
  readonly model: string;
  readonly value: string;
  readonly n: string;
  readonly asOf: string;
  readonly source: string;
}

const ownColumns = [
  { title: 'kind', rank: 0, cell: ({ kind }: OwnRow) => kind },
  { title: 'model', rank: 0, cell: ({ model }: OwnRow) => clean(model) },
  { title: 'value', rank: 0, cell: ({ value }: OwnRow) => value },
  { title: 'n', rank: 1, align: 'right' as const, cell: ({ n }: OwnRow) => n },
  { title: 'as of', rank: 1, cell: ({ asOf }: OwnRow) => asOf },
  { title: 'source', rank: 2, cell: ({ source }: OwnRow) => clean(source) },
];

function ownTable({ ratings = [], times = [], prices = [] }: GivenEvidence): readonly OwnRow[] {
  return [
    ...ratings.map(({ model, score, task, votes, asOf, source }) => ({
      kind: 'rating',
      model,
      value: `${score} ${task}`,
      n: votes === undefined ? '' : String(votes),
      asOf: asOf.slice(0, 10),
      source,
    })),
    ...times.map(({ model, seconds, durationSeconds, clips = 1, asOf, source }) => ({
      kind: 'time',
      model,
      value: `${seconds} s for ${durationSeconds} s`,
      n: String(clips),
      asOf: asOf.slice(0, 10),
      source,
    })),
    ...prices.map(({ model, factor, n = 1, asOf, source }) => ({
      kind: 'price',
      model,
      value: `${factor.toFixed(2)} of list`,
      n: String(n),
      asOf: asOf.slice(0, 10),
      source,
    })),
  ];
}

type Ground = Awaited<ReturnType<Awaited<ReturnType<typeof openChoice>>['ground']>>;

function showModel(id: string, { evidence, now }: Ground, { flags, terminal }: CommandContext): number {
  const asked = { task: 'generate', resolution: null, durationSeconds: 5, now } as const;
  const speed = estimateSpeed({ id }, { ...asked, mode: 'text' }, evidence);
  const [text, image] = (['text', 'image'] as const).map((mode) =>
    estimateQuality({ id }, { ...asked, mode }, evidence),
  );
  const prices = (evidence.priceCorrections ?? []).filter(({ model }) => model === id || model === '*');
  if (flags.isOn('json')) {
    terminal.outJson({ model: id, speed, quality: { text, image }, prices });
    return exitCodes.done;
  }
  const rated = (which: typeof text) =>
    `${Math.round(which!.rating)} (${Math.round(which!.low)} to ${Math.round(which!.high)}; ${clean(basisText(which!.basis))})`;
  const lines = [
    clean(id),
    `  5 s clip         about ${secondsText(speed.p50Seconds)}, 90 % within ${secondsText(speed.p90Seconds)} (${clean(basisText(speed.basis))})`,
    `  text to video    ${rated(text)}`,
    `  image to video   ${rated(image)}`,
    ...prices.map(
      ({ factor, n, newestAt, source }) =>
        `  bills            ${factor.toFixed(2)} of list, n=${n}, until ${newestAt.slice(0, 10)}${source === undefined ? ' (own ledger)' : `, ${clean(source)}`}`,
    ),
  ];
  terminal.show(`${lines.join('\n')}\n`);
  return exitCodes.done;
}
