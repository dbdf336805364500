import { randomBytes } from 'node:crypto';
import { openKeyBook } from '../../gateway/keys/key-book.ts';
import { readSettings } from '../../settings/settings.ts';
import type { CommandContext } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { wholeNumberFlag } from '../number-flag.ts';
import { clean } from '../render/clean.ts';
import { UsageError } from '../usage-error.ts';

/** `shotcaller keys list | add NAME | revoke NAME`. */
export async function run(context: CommandContext): Promise<number> {
  const { positionals, environment, clock, flags, terminal } = context;
  const [verb = 'list', name] = positionals;
  const { home } = readSettings(environment);
  const book = openKeyBook({ home, now: clock.now, newToken: (bytes) => randomBytes(bytes).toString('base64url') });
  switch (verb) {
    case 'list': {
      const keys = await book.list();
      const shown = keys.map(({ sha256: _, ...key }) => key);
      if (flags.isOn('json')) terminal.out(`${JSON.stringify(shown, null, 2)}\n`);
      else for (const key of shown) terminal.out(`${clean(lineOf(key))}\n`);
      if (keys.length === 0) terminal.talk('There are no keys. shotcaller keys add NAME makes one.\n');
      return exitCodes.done;
    }
    case 'add': {
      const key = await book.add({ name: needed(name, 'add'), ...limitsOf(context) });
      if (flags.isOn('json')) terminal.out(`${JSON.stringify({ name, key }, null, 2)}\n`);
      else terminal.out(`${key}\n`);
      terminal.talk('This key is shown once and kept as a hash. Give it to the client as its OpenRouter key.\n');
      return exitCodes.done;
    }
    case 'revoke': {
      const revoked = await book.revoke(needed(name, 'revoke'));
      terminal.talk(revoked ? `${name} is revoked; a running server knows at once.\n` : `There is no key ${name}.\n`);
      return revoked ? exitCodes.done : exitCodes.failed;
    }
    default:
      throw new UsageError(`keys does not know "${verb}". Use shotcaller keys list, add NAME or revoke NAME.`);
  }
}

function needed(name: string | undefined, verb: string): string {
  if (name !== undefined) return name;
  throw new UsageError(`shotcaller keys ${verb} needs a name.`);
}

function limitsOf({ flags }: CommandContext) {
  const budgetUsd = usd(flags.text('budget'), 'budget');
  const dailyUsd = usd(flags.text('daily'), 'daily');
  const submitsPerMinute = wholeNumberFlag(flags, 'rate', 1, 100_000);
  const models = flags.list('model');
  return {
    admin: flags.isOn('admin'),
    ...(budgetUsd !== undefined && { budgetUsd }),
    ...(dailyUsd !== undefined && { dailyUsd }),
    ...(models.length > 0 && { models }),
    ...(submitsPerMinute !== undefined && { submitsPerMinute }),
  };
}

function usd(text: string | undefined, name: string): string | undefined {
  if (text === undefined || /^\d{1,9}(\.\d{1,9})?$/.test(text)) return text;
  throw new UsageError(`--${name} ${text} is no amount of dollars. Write for example --${name} 2.50.`);
}

function lineOf({
  name,
  admin,
  createdAt,
  budgetUsd,
  dailyUsd,
  models,
  submitsPerMinute,
}: {
  readonly name: string;
  readonly admin: boolean;
  readonly createdAt: string;
  readonly budgetUsd?: string | undefined;
  readonly dailyUsd?: string | undefined;
  readonly models?: readonly string[] | undefined;
  readonly submitsPerMinute?: number | undefined;
}): string {
  const limits = [
    admin ? 'admin' : '',
    budgetUsd === undefined ? '' : `$${budgetUsd} in all`,
    dailyUsd === undefined ? '' : `$${dailyUsd} a day`,
    models === undefined ? '' : models.join(' '),
    submitsPerMinute === undefined ? '' : `${submitsPerMinute} submits a minute`,
  ].filter(Boolean);
  return `${name}  ${createdAt.slice(0, 10)}  ${limits.join(', ') || 'no limits'}`;
}
