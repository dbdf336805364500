import { changeJsonFile } from '../../disk/change-json-file.ts';
import { type Config, defaultConfig } from '../../settings/config.ts';
import { requireHome } from '../../settings/default-home.ts';
import { parseConfig } from '../../settings/parse-config.ts';
import { configPath, readConfig } from '../../settings/read-config.ts';
import { readSettings } from '../../settings/settings.ts';
import type { CommandContext } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { nearestHint } from '../nearest-hint.ts';
import { UsageError } from '../usage-error.ts';

type Value = string | number | boolean | null;

/** `shotcaller config list | get FIELD | set FIELD VALUE | unset FIELD | path`. */
export async function run(context: CommandContext): Promise<number> {
  const { positionals, flags, terminal, environment } = context;
  const [verb = 'list', field, written] = positionals;
  const { home } = readSettings(environment);
  const path = configPath(home);
  const usage = 'Use shotcaller config list, get FIELD, set FIELD VALUE, unset FIELD or path.';
  const print = (value: unknown, text: string) =>
    terminal.out(flags.isOn('json') ? `${JSON.stringify(value, null, 2)}\n` : `${text}\n`);
  if (verb === 'path') {
    requireHome(home);
    print(path, path);
    return exitCodes.done;
  }
  const config = await readConfig(home);
  if (verb === 'list') {
    const lines = fields.map((name) => `${name} = ${shown(valueIn(config, name))}`);
    print(config, lines.join('\n'));
    return exitCodes.done;
  }
  if (verb !== 'get' && verb !== 'set' && verb !== 'unset')
    throw new UsageError(`config does not know "${verb}". ${usage}`);
  if (field === undefined) throw new UsageError(`config ${verb} needs a field: ${fields.join(', ')}.`);
  if (!fields.includes(field)) {
    throw new UsageError(`There is no setting ${field}. ${nearestHint(field, fields)}Use ${fields.join(', ')}.`);
  }
  if (verb === 'get') {
    print(valueIn(config, field), shown(valueIn(config, field)));
    return exitCodes.done;
  }
  if (verb === 'set' && written === undefined) throw new UsageError(`config set ${field} needs a value.`);
  const value = verb === 'unset' ? valueIn(defaultConfig, field) : valueFrom(written!, field);
  requireHome(home);
  const changed = await changeJsonFile(path, async () =>
    parseConfig(withValue(await readConfig(home), field, value), `config ${verb}`, 'Nothing was changed.'),
  );
  terminal.talk(`${field} = ${shown(valueIn(changed, field))} in ${path}\n`);
  return exitCodes.done;
}

/** Every field of the config, as it is named on the command line. */
const fields: readonly string[] = Object.entries(defaultConfig).flatMap(([name, value]) =>
  typeof value === 'object' && value !== null ? Object.keys(value).map((inner) => `${name}.${inner}`) : [name],
);

function valueIn(config: Config, field: string): Value {
  const [name, inner] = field.split('.');
  const value = config[name as keyof Config];
  return inner === undefined ? (value as Value) : (value as Record<string, Value>)[inner]!;
}

function withValue(config: Config, field: string, value: Value): unknown {
  const [name, inner] = field.split('.');
  if (inner === undefined) return { ...config, [name!]: value };
  return { ...config, [name!]: { ...(config[name as keyof Config] as object), [inner]: value } };
}

/** A field that is a number by default takes a number, a switch takes true or false; all others take the text. */
function valueFrom(written: string, field: string): Value {
  switch (typeof valueIn(defaultConfig, field)) {
    case 'number':
      return Number(written);
    case 'boolean':
      return written === 'true' ? true : written === 'false' ? false : written;
    default:
      return written;
  }
}

function shown(value: Value): string {
  return value === null ? 'not set' : String(value);
}
