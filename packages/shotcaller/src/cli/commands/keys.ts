import { randomBytes } from 'node:crypto';
import { eitherOf, findModel, modelsNear } from '@shotcaller/core';
import { type NewKey, newClientKey } from '../../gateway/keys/client-keys.ts';
import { keySpend } from '../../gateway/keys/key-spend.ts';
import type { Ledger } from '../../jobs/ledger.ts';
import type { ChosenService } from '../chosen-service.ts';
import type { CommandContext } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { wholeNumberFlag } from '../number-flag.ts';
import { withLedger } from '../open-command-ledger.ts';
import { readCatalog } from '../read-catalog.ts';
import { clean } from '../render/clean.ts';
import { clientKeyTable } from '../render/client-key.ts';
import { UsageError } from '../usage-error.ts';
import { usdFlag } from '../usd-flag.ts';

/** `shotcaller keys list | add NAME | revoke NAME`, in the ledger that the gateway uses. */
export async function run(context: CommandContext): Promise<number> {
  const [verb = 'list', name] = context.positionals;
  const act = Object.hasOwn(actions, verb) ? actions[verb] : undefined;
  if (!act) throw new UsageError(`keys does not know "${verb}". Use shotcaller keys list, add NAME or revoke NAME.`);
  return withLedger(context, (ledger, service) => act({ ledger, service }, context, name));
}

interface KeyPlace {
  readonly ledger: Ledger;
  readonly service: ChosenService;
}

type Action = (place: KeyPlace, context: CommandContext, name: string | undefined) => Promise<number>;

const actions: Readonly<Record<string, Action>> = {
  async list({ ledger, service }, { flags, terminal, clock }) {
    const scope = { service: service.origin, now: clock.now() };
    const keys = await Promise.all(
      (await ledger.clientKeys()).map(async (key) => ({ ...key, ...(await keySpend(ledger, key, scope)) })),
    );
    if (keys.length === 0) {
      terminal.talk(`There are no keys for ${serviceText(service)}. shotcaller keys add NAME makes one.\n`);
    } else terminal.talk(`Keys for ${serviceText(service)}${elsewhereText(service)}\n`);
    if (flags.isOn('json')) {
      const shown = keys.map(({ sha256: _, owner: __, revokedAt: ___, ...key }) => key);
      terminal.outJson(shown);
    } else if (keys.length > 0) {
      const width = terminal.wraps ? terminal.columns : Number.POSITIVE_INFINITY;
      terminal.show(clientKeyTable(keys, width));
    }
    return exitCodes.done;
  },

  async add({ ledger, service }, context, given) {
    const { flags, terminal, clock } = context;
    const name = needed(given, 'add');
    const newToken = (bytes: number) => randomBytes(bytes).toString('base64url');
    const limits = limitsOf(context);
    const models = limits.models && (await listedModels(limits.models, context));
    const { key, entry } = newClientKey({ name, ...limits, ...(models && { models }) }, { now: clock.now, newToken });
    if (!(await ledger.addClientKey(entry))) {
      terminal.talk(
        `A key ${name} exists already. Revoke it first with shotcaller keys revoke ${name}, or use another name.\n`,
      );
      return exitCodes.failed;
    }
    terminal.out(flags.isOn('json') ? `${JSON.stringify({ name, key }, null, 2)}\n` : `${key}\n`);
    terminal.talk(`It is a key for ${serviceText(service)}${elsewhereText(service)}\n`);
    terminal.talk('This key is shown once and kept as a hash. Give it to the client as its OpenRouter key.\n');
    return exitCodes.done;
  },

  async revoke({ ledger }, { terminal, clock }, given) {
    const name = needed(given, 'revoke');
    const isRevoked = await ledger.revokeClientKey(name, clock.now());
    if (!isRevoked) throw new UsageError(`There is no key ${name}. shotcaller keys list lists them.`);
    terminal.talk(`${name} is revoked, on running servers too.\n`);
    return exitCodes.done;
  },
};

/** Where clips are bought with a key. */
function serviceText({ simulated, origin }: ChosenService): string {
  return simulated ? 'the built-in simulator, where nothing is spent' : origin;
}

/** Who meant the service of an account is told how to name it. */
function elsewhereText({ simulated }: ChosenService): string {
  return simulated ? '. For OpenRouter, set OPENROUTER_API_KEY, or add --upstream https://openrouter.ai/api/v1.' : '.';
}

/** The ids as the catalogue has them. One that it does not list is kept, and told: every order of the key would be refused. */
async function listedModels(written: readonly string[], context: CommandContext): Promise<readonly string[]> {
  const catalog = await readCatalog(context);
  return written.map((name) => {
    const id = findModel(catalog, name)?.id;
    if (id !== undefined) return id;
    const near = modelsNear(catalog, name);
    const meant = near.length > 0 ? ` Did you mean ${eitherOf(near)}?` : ' shotcaller models lists them.';
    context.terminal.talk(
      `The catalogue lists no model ${clean(name)}, so the key can buy nothing with it.${meant} To correct it, revoke the key and add it again.\n`,
    );
    return name;
  });
}

function needed(name: string | undefined, verb: string): string {
  if (name !== undefined) return name;
  throw new UsageError(`shotcaller keys ${verb} needs a name.`);
}

function limitsOf({ flags }: CommandContext): Omit<NewKey, 'name'> {
  const budgetUsd = usdFlag(flags, 'budget');
  const dailyUsd = usdFlag(flags, 'daily');
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
