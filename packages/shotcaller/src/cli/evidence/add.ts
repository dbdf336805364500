import { existsSync } from 'node:fs';
import type { GivenEvidence, GivenRating } from '@shotcaller/core';
import { changeJsonFile } from '../../disk/change-json-file.ts';
import { requireHome } from '../../settings/default-home.ts';
import { parseEvidence } from '../../settings/parse-evidence.ts';
import { readEvidence } from '../../settings/read-evidence.ts';
import { readSettings } from '../../settings/settings.ts';
import { SettingsError } from '../../settings/settings-error.ts';
import type { CommandContext } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { nearestHint } from '../nearest-hint.ts';
import type { FlagValues } from '../parse-arguments.ts';
import { clean } from '../render/clean.ts';
import { UsageError } from '../usage-error.ts';
import { ownFilePath } from './own-file.ts';
import { talkOfUnknownModels } from './unknown-models.ts';

const kinds = ['rating', 'time', 'price'] as const;
type Kind = (typeof kinds)[number];

/** `shotcaller evidence add rating|time|price --model ID …`: one more row in the file of your own evidence. */
export async function addEvidence(context: CommandContext): Promise<number> {
  const { positionals, flags, terminal, clock, environment } = context;
  const [written] = positionals;
  const kind = kinds.find((candidate) => candidate === written);
  if (!kind) {
    throw new UsageError(
      `evidence add takes rating, time or price${written === undefined ? '. ' : `, not "${written}". ${nearestHint(written, kinds)}`}For example: shotcaller evidence add time --model ID --seconds 40 --duration 5 --source "our runs".`,
    );
  }
  const row = {
    ...rowOf(kind, flags),
    asOf: flags.text('as-of') ?? clock.now().slice(0, 10),
    source: flags.text('source'),
  };
  const { home } = readSettings(environment);
  if (flags.text('evidence') === undefined) requireHome(home);
  const path = ownFilePath(context);
  const list = `${kind}s` as const;
  let isReplaced = false;
  await changeJsonFile(path, async () => {
    const before = existsSync(path) ? await readEvidence(home, clock.now(), path) : {};
    const others = (before[list] ?? []).filter((other) => kind !== 'rating' || !isSameRating(other, row));
    isReplaced = others.length < (before[list]?.length ?? 0);
    const after: GivenEvidence = { ...before, [list]: [...others, row] };
    checkRow(after, kind, path, clock.now());
    return after;
  });
  talkOfUnknownModels([row.model], context);
  if (flags.isOn('json')) terminal.outJson({ path, [kind]: row });
  else {
    const done = isReplaced
      ? `Replaced the ${kind} of ${clean(row.model)} (${row.asOf}) in`
      : `Added a ${kind} of ${clean(row.model)} (${row.asOf}) to`;
    terminal.show(`${done} ${path}.\n`);
  }
  return exitCodes.done;
}

/** A second rating from the same source on the same day is a correction of the first. */
function isSameRating(one: object, other: object): boolean {
  const [first, second] = [one, other] as Partial<GivenRating>[];
  return (['model', 'task', 'resolution', 'asOf', 'source'] as const).every(
    (field) => first?.[field] === second?.[field],
  );
}

function rowOf(kind: Kind, flags: FlagValues) {
  const model = flags.text('model');
  if (model === undefined) throw new UsageError(`evidence add ${kind} needs --model ID.`);
  if (flags.text('source') === undefined) {
    throw new UsageError(`evidence add ${kind} needs --source TEXT: where the figure comes from.`);
  }
  const resolution = flags.text('resolution');
  switch (kind) {
    case 'rating':
      return {
        model,
        task: flags.text('board') ?? 'text-to-video',
        score: needed(flags, kind, 'score'),
        ...optional(flags, { low: 'low', high: 'high', votes: 'n' }),
        ...(resolution !== undefined && { resolution }),
      };
    case 'time': {
      const provider = flags.text('provider');
      return {
        model,
        seconds: needed(flags, kind, 'seconds'),
        durationSeconds: needed(flags, kind, 'duration'),
        ...optional(flags, { clips: 'n' }),
        ...(resolution !== undefined && { resolution }),
        ...(provider !== undefined && { provider }),
      };
    }
    case 'price': {
      const { billed, list } = optional(flags, { billed: 'billed', list: 'list' });
      if ((billed === undefined) !== (list === undefined) || (list !== undefined && !(list > 0))) {
        throw new UsageError(
          '--billed and --list belong together: what you paid, and the list price of the same clip.',
        );
      }
      const factor = billed !== undefined && list !== undefined ? billed / list : needed(flags, kind, 'factor');
      return { model, factor, ...optional(flags, { low: 'low', high: 'high', n: 'n' }) };
    }
    default:
      return kind satisfies never;
  }
}

function needed(flags: FlagValues, kind: Kind, name: string): number {
  const value = numberOf(flags, name);
  if (value !== undefined) return value;
  const other = kind === 'price' ? ', or --billed DOLLARS with --list DOLLARS' : '';
  throw new UsageError(`evidence add ${kind} needs --${name} NUMBER${other}.`);
}

function optional<Name extends string>(
  flags: FlagValues,
  names: Readonly<Record<Name, string>>,
): Partial<Record<Name, number>> {
  const found: Partial<Record<Name, number>> = {};
  for (const [field, flag] of Object.entries<string>(names)) {
    const value = numberOf(flags, flag);
    if (value !== undefined) found[field as Name] = value;
  }
  return found;
}

function numberOf(flags: FlagValues, name: string): number | undefined {
  const text = flags.text(name);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value)) return value;
  throw new UsageError(`--${name} ${text} is not a number.`);
}

/** What is wrong with the new row is said in the words of the command line; the file stays as it was. */
function checkRow(after: GivenEvidence, kind: Kind, path: string, now: string): void {
  try {
    parseEvidence(JSON.parse(JSON.stringify(after)), path, now);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    const said = error.message
      .replace(`${path}: `, '')
      .replace(/ Correct the file\.$/, '')
      .replaceAll(/\w+s\[\d+\]:? ?\.?/g, '');
    throw new UsageError(`This ${kind} cannot be added: ${said} Nothing was written.`);
  }
}
