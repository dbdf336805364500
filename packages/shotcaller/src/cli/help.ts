import type { Command } from './command.ts';
import { exitCodeMeanings } from './exit-codes.ts';
import type { Flag } from './flags.ts';

/** What `shotcaller` alone and `shotcaller --help` print. */
export function overviewHelp(commands: readonly Command[]): string {
  const shown = commands.filter(({ hidden }) => !hidden);
  const width = Math.max(...shown.map(({ name, takes }) => `${name} ${takes}`.length));
  return [
    'Know which video model, what the clip will cost, and get exactly one video for one bill.',
    '',
    'Usage: shotcaller COMMAND [FLAGS]',
    '',
    ...shown.map(({ name, takes, says }) => `  ${`${name} ${takes}`.padEnd(width)}  ${says}`),
    '',
    'shotcaller COMMAND --help lists the flags. Results go to standard output, everything else to standard error.',
    `Exit codes: ${exitCodeMeanings.map(([code, meaning]) => `${code} ${meaning}`).join('; ')}.`,
    '',
  ].join('\n');
}

/** What `shotcaller COMMAND --help` prints. */
export function commandHelp({ name, takes, says, flags, examples }: Command): string {
  const width = Math.max(...flags.map((flag) => heading(flag).length));
  return [
    `shotcaller ${name} ${takes}`.trimEnd(),
    '',
    `  ${says}`,
    '',
    'Flags:',
    ...flags.map((flag) => `  ${heading(flag).padEnd(width)}  ${flag.says}${flag.repeatable ? ' (repeatable)' : ''}`),
    '',
    examples.length > 1 ? 'Examples:' : 'Example:',
    ...examples.map((example) => `  ${example}`),
    '',
  ].join('\n');
}

function heading({ name, short, value }: Flag): string {
  const written = short === undefined ? `--${name}` : `-${short}, --${name}`;
  return value === undefined ? written : `${written} ${value}`;
}
