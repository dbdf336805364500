import { randomBytes } from 'node:crypto';
import { type NewKey, newClientKey } from '../../gateway/keys/client-keys.ts';
import type { Ledger } from '../../jobs/ledger.ts';
import { readSettings } from '../../settings/settings.ts';
import { chosenService } from '../chosen-service.ts';
import type { CommandContext } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { wholeNumberFlag } from '../number-flag.ts';
import { openCommandLedger } from '../open-command-ledger.ts';
import { clientKeyLine } from '../render/client-key.ts';
import { UsageError } from '../usage-error.ts';
import { usdGiven } from '../usd-flag.ts';

/** `shotcaller keys list | add NAME | revoke NAME`, in the ledger that the gateway uses. */
export async function run(context: CommandContext): Promise<number> {
  const { positionals, environment, clock, flags } = context;
  const [verb = 'list', name] = positionals;
  const act = Object.hasOwn(actions, verb) ? actions[verb] : undefined;
  if (!act) throw new UsageError(`keys does not know "${verb}". Use shotcaller keys list, add NAME or revoke NAME.`);
  const service = chosenService(readSettings(environment), flags.text('upstream'));
  const ledger = await openCommandLedger(context, service, clock.now());
  try {
    return await act(ledger, context, name);
  } finally {
    await ledger.close();
  }
}

type Action = (ledger: Ledger, context: CommandContext, name: string | undefined) => Promise<number>;

const actions: Readonly<Record<string, Action>> = {
  async list(ledger, { flags, terminal }) {
    const keys = await ledger.clientKeys();
    if (flags.isOn('json')) {
      const shown = keys.map(({ sha256: _, owner: __, revokedAt: ___, ...key }) => key);
      terminal.out(`${JSON.stringify(shown, null, 2)}\n`);
    } else for (const key of keys) terminal.show(`${clientKeyLine(key)}\n`);
    if (keys.length === 0) terminal.talk('There are no keys. shotcaller keys add NAME makes one.\n');
    return exitCodes.done;
  },

  async add(ledger, context, given) {
    const { flags, terminal, clock } = context;
    const name = needed(given, 'add');
    const newToken = (bytes: number) => randomBytes(bytes).toString('base64url');
    const { key, entry } = newClientKey({ name, ...limitsOf(context) }, { now: clock.now, newToken });
    if (!(await ledger.addClientKey(entry))) {
      terminal.talk(
        `A key ${name} exists already. Revoke it first with shotcaller keys revoke ${name}, or use another name.\n`,
      );
      return exitCodes.failed;
    }
    terminal.out(flags.isOn('json') ? `${JSON.stringify({ name, key }, null, 2)}\n` : `${key}\n`);
    terminal.talk('This key is shown once and kept as a hash. Give it to the client as its OpenRouter key.\n');
    return exitCodes.done;
  },

  async revoke(ledger, { terminal, clock }, given) {
    const name = needed(given, 'revoke');
    const isRevoked = await ledger.revokeClientKey(name, clock.now());
    if (!isRevoked) throw new UsageError(`There is no key ${name}. shotcaller keys list lists them.`);
    terminal.talk(`${name} is revoked, on running servers too.\n`);
    return exitCodes.done;
  },
};

function needed(name: string | undefined, verb: string): string {
  if (name !== undefined) return name;
  throw new UsageError(`shotcaller keys ${verb} needs a name.`);
}

function limitsOf({ flags }: CommandContext): Omit<NewKey, 'name'> {
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
  return text === undefined ? undefined : usdGiven(text, name);
}
