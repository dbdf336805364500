import { createHash } from 'node:crypto';
import { copyFile, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { counted, estimateQuality } from '@shotcaller/core';
import type { Ledger } from '../../jobs/ledger.ts';
import { type Comparable, comparable, recordVote } from '../../jobs/record-vote.ts';
import type { CommandContext } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { nearestHint } from '../nearest-hint.ts';
import { openChoice } from '../open-choice.ts';
import { withLedger } from '../open-command-ledger.ts';
import { clean } from '../render/clean.ts';
import { UsageError } from '../usage-error.ts';

const answers = ['first', 'second', 'tie'] as const;

/**
 * `shotcaller compare JOB JOB [--better first|second|tie]`: without an answer it lays both clips out under names that do not tell the models;
 * with one it records the vote, and only then says which model was which.
 */
export async function run(context: CommandContext): Promise<number> {
  const { positionals, flags } = context;
  const [one, other] = positionals;
  if (one === undefined || other === undefined || one === other) {
    throw new UsageError('compare takes the ids of two jobs: shotcaller compare JOB JOB. shotcaller jobs lists them.');
  }
  const answer = readAnswer(flags.text('better'));
  return withLedger(context, async (ledger, service) => {
    const jobIds = inHiddenOrder(one, other);
    const pair = await comparable(ledger, service.origin, jobIds);
    if (answer === undefined) return layOut(pair, [one, other], context);
    return vote(pair, jobIds, answer, { ledger, service: service.origin, context });
  });
}

/** The same for the same two jobs in whatever order they are named, and no rule that a person sees through. */
function inHiddenOrder(one: string, other: string): readonly [string, string] {
  const sorted = [one, other].sort() as [string, string];
  const isTurned = createHash('sha256').update(sorted.join(' ')).digest()[0]! % 2 === 1;
  return isTurned ? [sorted[1], sorted[0]] : sorted;
}

function readAnswer(text: string | undefined): (typeof answers)[number] | undefined {
  if (text === undefined) return undefined;
  const answer = answers.find((candidate) => candidate === text);
  if (answer) return answer;
  throw new UsageError(`--better ${text}: ${nearestHint(text, answers)}Use first, second or tie.`);
}

async function layOut(
  { paths }: Comparable,
  [one, other]: readonly [string, string],
  { terminal, flags }: CommandContext,
): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'shotcaller-compare-'));
  const shown = {
    first: join(folder, `first${extname(paths[0])}`),
    second: join(folder, `second${extname(paths[1])}`),
  };
  await copyFile(paths[0], shown.first);
  await copyFile(paths[1], shown.second);
  terminal.out(flags.isOn('json') ? `${JSON.stringify(shown, null, 2)}\n` : `${shown.first}\n${shown.second}\n`);
  terminal.talk(
    `Watch both, then say which is better: shotcaller compare ${one} ${other} --better first|second|tie\nAfter your vote you see which model made which clip.\n`,
  );
  return exitCodes.done;
}

async function vote(
  { models, task }: Comparable,
  jobIds: readonly [string, string],
  answer: (typeof answers)[number],
  { ledger, service, context }: { readonly ledger: Ledger; readonly service: string; readonly context: CommandContext },
): Promise<number> {
  const { flags, terminal, clock } = context;
  const tag = flags.text('tag');
  const better = answer === 'tie' ? null : jobIds[answer === 'first' ? 0 : 1];
  const recorded = await recordVote(
    ledger,
    { jobIds, better, ...(tag !== undefined && { tag }) },
    { service, owner: '', votedAt: clock.now() },
  );
  if (!recorded) {
    terminal.talk('You have voted on these two clips before. Your first vote stays.\n');
    return exitCodes.failed;
  }
  const choice = await openChoice(context, { ledger });
  const { evidence, now } = await choice.ground();
  const mode = task === 'image-to-video' ? ('image' as const) : ('text' as const);
  const ratings = models.map((model) =>
    estimateQuality({ id: model }, { mode, task: 'generate', resolution: null, durationSeconds: null, now }, evidence),
  );
  if (flags.isOn('json')) {
    const { models: shownModels, better: winner, votedAt } = recorded;
    const after = ratings.map(({ rating, low, high, basis }) => ({ rating, low, high, basis }));
    terminal.outJson({ models: shownModels, better: winner, task, tag: tag ?? null, votedAt, ratings: after });
    return exitCodes.done;
  }
  const lines = models.map((model, index) => {
    const { rating, low, high, basis } = ratings[index]!;
    const votes = basis.source === 'own votes' ? `, measured by you: ${counted(basis.n ?? 0, 'vote')}` : '';
    return `${answers[index]!.padEnd(6)}  ${clean(model)}: quality ${Math.round(rating)} (${Math.round(low)} to ${Math.round(high)}${votes})`;
  });
  terminal.show(`${lines.join('\n')}\n`);
  return exitCodes.done;
}
