import { resolve } from 'node:path';
import { counted, type Vote } from '@shotcaller/core';
import { countedVote } from '../../choice/own-evidence.ts';
import { sha256Of } from '../../disk/sha256-of.ts';
import type { Ledger } from '../../jobs/ledger.ts';
import { readEvidence } from '../../settings/read-evidence.ts';
import { readSettings } from '../../settings/settings.ts';
import type { CommandContext } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { withLedger } from '../open-command-ledger.ts';
import { clean } from '../render/clean.ts';
import { tableText } from '../render/table.ts';
import { UsageError } from '../usage-error.ts';
import { writeNewFile } from '../write-new-file.ts';

/** `shotcaller votes list | export FILE | import FILE`. */
export async function run(context: CommandContext): Promise<number> {
  const [verb = 'list', file] = context.positionals;
  if (verb !== 'list' && verb !== 'export' && verb !== 'import') {
    throw new UsageError(`votes does not know "${verb}". Use shotcaller votes list, export FILE or import FILE.`);
  }
  if (verb !== 'list' && file === undefined) throw new UsageError(`votes ${verb} needs a file.`);
  return withLedger(context, async (ledger, service) => {
    if (verb === 'list') return list(ledger, service.origin, context);
    const path = resolve(context.workingFolder, file!);
    return (verb === 'export' ? exportTo : importFrom)(path, ledger, service.origin, context);
  });
}

async function list(ledger: Ledger, service: string, { flags, terminal }: CommandContext): Promise<number> {
  const votes = (await ledger.votes({ service })).map(countedVote);
  if (flags.isOn('json')) terminal.outJson(votes);
  else if (votes.length === 0) terminal.talk('No votes yet. shotcaller compare JOB JOB makes the first.\n');
  else {
    terminal.show(
      tableText(votes, terminal.columns, [
        { title: 'voted', rank: 1, cell: ({ votedAt }) => votedAt.slice(0, 10) },
        { title: 'one', rank: 0, cell: ({ models }) => clean(models[0]) },
        { title: 'other', rank: 0, cell: ({ models }) => clean(models[1]) },
        { title: 'better', rank: 0, cell: ({ better }) => clean(better ?? 'tie') },
        { title: 'task', rank: 2, cell: ({ task }) => task },
        { title: 'tag', rank: 2, cell: ({ tag }) => clean(tag ?? '') },
      ]),
    );
  }
  return exitCodes.done;
}

async function exportTo(
  path: string,
  ledger: Ledger,
  service: string,
  { terminal, flags }: CommandContext,
): Promise<number> {
  const votes = (await ledger.votes({ service })).map(countedVote);
  await writeNewFile(path, `${JSON.stringify({ votes }, null, 2)}\n`, { overwrite: flags.isOn('overwrite') });
  terminal.talk(`Wrote ${counted(votes.length, 'vote')} to ${path}.\n`);
  return exitCodes.done;
}

async function importFrom(
  path: string,
  ledger: Ledger,
  service: string,
  { terminal, environment, clock }: CommandContext,
): Promise<number> {
  const { votes = [] } = await readEvidence(readSettings(environment).home, clock.now(), path);
  const known = new Map<string, number>();
  for (const text of (await ledger.votes({ service })).map(textOf)) known.set(text, (known.get(text) ?? 0) + 1);
  const copies = new Map<string, number>();
  let added = 0;
  for (const vote of votes) {
    // The same file imported twice adds nothing, nor do votes come home from another machine; the same vote twice in one file is two votes.
    const text = textOf(vote);
    const copy = (copies.get(text) ?? 0) + 1;
    copies.set(text, copy);
    if (copy <= (known.get(text) ?? 0)) continue;
    const id = sha256Of(JSON.stringify([service, text, copy]));
    if (await ledger.addVote({ ...vote, id, service, owner: '', jobIds: null })) added += 1;
  }
  terminal.talk(
    `Added ${added} of ${counted(votes.length, 'vote')}${added < votes.length ? '; the others were there' : ''}.\n`,
  );
  return exitCodes.done;
}

function textOf({ models, better, task, tag, votedAt }: Vote): string {
  return JSON.stringify([models, better, task, tag ?? null, votedAt]);
}
